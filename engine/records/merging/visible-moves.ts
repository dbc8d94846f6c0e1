import type { Access, ObjectAccess } from '../../access/index.ts';
import type { RequestContext } from '../../context.ts';
import { quote } from '../../db/names.ts';
import type { Labels } from '../../errors.ts';
import { makeBinder } from '../binder.ts';
import { systemTable, tableOf } from '../frame.ts';
import { makeFrame } from '../make-frame.ts';
import { type Connection, runStatement } from '../postgres.ts';
import { linksInOrder } from './pointers.ts';
import type { MergeRequest } from './request.ts';

/** How many records move, as far as the actor sees them, and how many members of teams. */
export interface Moves {
  readonly moved: readonly {
    readonly object: string;
    readonly via: string;
    readonly labels: Labels;
    readonly count: number;
  }[];
  readonly team: number;
}

/** Counts what points at the others where the actor may see that, and that it does. */
export async function countMoves(
  ctx: RequestContext,
  on: Connection,
  access: Access,
  { object }: ObjectAccess,
  { id, others }: Pick<MergeRequest, 'id' | 'others'>,
): Promise<Moves> {
  const moved: Moves['moved'][number][] = [];
  for (const { object: from, field } of linksInOrder(ctx.model, object)) {
    const child = access.object(from.name);
    const rows = child?.readableRows(field.name) ?? [];
    if (!child?.can('read') || rows.length === 0) continue;
    const binder = makeBinder(ctx);
    const row = { access: child, alias: 't' };
    const frame = makeFrame(ctx.model, access, row, binder);
    const conditions = [
      `t.${quote(field.columns[0]!.name)} = ANY(${binder.parameter(others, 'uuid[]')})`,
      ...frame.live(row),
      frame.scope(row, rows) ?? 'true',
      ...(from === object ? [`t.id <> ALL(${binder.parameter([id, ...others], 'uuid[]')})`] : []),
    ];
    const text = `SELECT count(*) FROM ${tableOf(ctx.model, from)} t ${frame.joins.join(' ')} WHERE ${conditions.join(' AND ')}`;
    const count = Number((await runStatement(on, { text, values: binder.values })).rows[0]![0]);
    const labels = from.isLink ? from.labels : from.plural;
    if (count > 0) moved.push({ object: from.name, via: field.name, labels, count });
  }
  const { rows } = await runStatement(on, {
    text: `SELECT count(DISTINCT member) FROM ${systemTable(ctx.model, '_collaborator')} WHERE object_id = $1 AND record_id = ANY($2::uuid[])`,
    values: [object.id, others],
  });
  return { moved, team: Number(rows[0]![0]) };
}
