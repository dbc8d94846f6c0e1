import { type Access, accessOf } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { quote } from '../db/names.ts';
import type { LookupFilter, Values } from '../rules/index.ts';
import type { Binder } from './binder.ts';
import { ENGINE } from './engine-rights.ts';
import { columnText, fitSql } from './fit-sql.ts';
import { type Row, tableOf, unseen } from './frame.ts';
import { makeFrame } from './make-frame.ts';

/** A relation of a record that is being filled in, and what the record comes to so far. */
export interface Pointing {
  readonly filter: LookupFilter | undefined;
  readonly values: Values;
}

/** The condition that a row is one that the relation takes. Judged with the engine's rights, as writes are. */
export function fittingSql(
  ctx: RequestContext,
  row: Row,
  binder: Binder,
  { filter, values }: Pointing,
): string | undefined {
  if (!filter) return undefined;
  const engine: Access = accessOf(ctx.model, ENGINE);
  const { object } = row.access;
  const home = [...ctx.model.objects.values()].find(({ fieldsById }) => fieldsById.has(filter.field.id))!;
  const pointing: Row = { access: engine.object(home.name)!, alias: 'v' };
  const from = makeFrame(ctx.model, engine, pointing, unseen(binder), { prefix: 'v' });
  const target: Row = { access: engine.object(object.name)!, alias: 'e' };
  const to = makeFrame(ctx.model, engine, target, unseen(binder), { prefix: 'e' });
  const fits = fitSql(ctx, filter, { frame: to, row: target }, { frame: from, row: pointing }, binder.actor);
  const cells = [...home.fields.values()].flatMap((field) =>
    field.columns
      .filter(({ name }) => from.columns.has(name))
      .map((column) => {
        const text = binder.parameter(columnText(values, field, column), 'text');
        return `${text}::${column.type} AS ${quote(column.name)}`;
      }),
  );
  const pointingRow = `(SELECT ${cells.length > 0 ? cells.join(', ') : '1'}) v ${from.joins.join(' ')}`;
  const targets = `${tableOf(ctx.model, object)} e ${to.joins.join(' ')}`;
  return `${row.alias}.id IN (SELECT e.id FROM ${pointingRow}, ${targets} WHERE ${fits})`;
}
