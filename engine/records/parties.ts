import type { Access } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { quote } from '../db/names.ts';
import { Problem, problemItem } from '../errors.ts';
import { quoted } from '../field-types/index.ts';
import { isUuid } from '../ids.ts';
import type { Binder } from './binder.ts';
import { makeBinder } from './binder.ts';
import { type Row, tableOf } from './frame.ts';
import { makeFrame } from './make-frame.ts';
import { memberOf } from './members.ts';
import { type Connection, runStatement } from './postgres.ts';
import { valueSql } from './value-sql.ts';

/** Who can own records, or be in the team of one. */
export type PartyKind = 'user' | 'team';

/** SQL of the name of a party, as far as the actor may know it. */
export function partyNameSql(
  { model }: RequestContext,
  access: Access,
  binder: Binder,
  kind: PartyKind,
  id: string,
): string {
  const target = access.object(kind);
  const name = target && memberOf(target, 'name');
  if (!target?.can('read') || !name) return 'NULL::text';
  const row: Row = { access: target, alias: kind === 'user' ? 'pu' : 'pt' };
  const frame = makeFrame(model, access, row, binder, { canJoin: false });
  const conditions = [`${row.alias}.id = ${id}`, ...frame.live(row)];
  return `(SELECT ${valueSql(frame, row, name)} FROM ${tableOf(model, target.object)} ${row.alias} WHERE ${conditions.join(' AND ')})`;
}

/** Nobody of the portal owns a record, is in charge of others or works with them: no value names one. */
export function colleaguesOnly({ access: { object }, alias }: Row): readonly string[] {
  if (object.name !== 'user' || !object.system) return [];
  const kind = object.fields.get('kind')!.columns[0]!;
  return [`${alias}.${quote(kind.name)} IS DISTINCT FROM 'portal'`];
}

/** Refuses whoever the actor does not see, and whoever is not in use any more: what they were given nobody would look after. */
export async function assertParty(
  ctx: RequestContext,
  on: Connection,
  access: Access,
  party: { readonly kind: PartyKind; readonly id: unknown; readonly path: string },
): Promise<string> {
  const { kind, id, path } = party;
  const refuse = () =>
    new Problem('record.invalid', {}, [
      problemItem(path, `record.no_${kind}`, { given: quoted(id ?? null) }),
    ]);
  const target = access.object(kind);
  if (typeof id !== 'string' || !isUuid(id) || !target?.can('read')) throw refuse();
  const binder = makeBinder(ctx);
  const row: Row = { access: target, alias: 'p' };
  const frame = makeFrame(ctx.model, access, row, binder, { canJoin: false });
  const active = target.object.fields.get('active')?.columns[0];
  const conditions = [
    `p.id = ${binder.parameter(id, 'uuid')}`,
    ...frame.live(row),
    ...(active ? [`p.${quote(active.name)} IS NOT FALSE`] : []),
    ...colleaguesOnly(row),
  ];
  const text = `SELECT p.id FROM ${tableOf(ctx.model, target.object)} p WHERE ${conditions.join(' AND ')}`;
  const { rows } = await runStatement(on, { text, values: binder.values });
  if (!rows[0]?.[0]) throw refuse();
  return rows[0][0];
}
