import { type Access, accessOf, type ObjectAccess } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { quote } from '../db/names.ts';
import type { WireValue } from '../field-types/index.ts';
import type { ModelField } from '../model/model.ts';
import { makeBinder } from './binder.ts';
import { ENGINE } from './engine-rights.ts';
import { tableOf } from './frame.ts';
import { makeFrame } from './make-frame.ts';
import { type Connection, runStatement } from './postgres.ts';
import { isSensitive, leaveAsked } from './sensitive.ts';

/** Who looks for one record needs to know no more of the others. */
const MOST = 3;

/**
 * The ids of live records, at most three for each value, whose field holds one of the values as a
 * unique field compares them: in any case and width. Only records and fields that the actor may see.
 * `values` are canonical wire values without null; one query, however many they are.
 */
export async function matchRecords(
  ctx: RequestContext,
  on: Connection,
  access: Access,
  object: ObjectAccess,
  field: ModelField,
  values: readonly WireValue[],
): Promise<readonly (readonly string[])[]> {
  const found: (readonly string[])[] = values.map(() => []);
  if (values.length === 0) return found;
  const binder = makeBinder(ctx);
  const row = { access: object, alias: 't' };
  const frame = makeFrame(ctx.model, access, row, binder);
  const wanted = values.map((value) => field.type.toRow(value, field));
  const columns = field.columns.filter(({ part }) => part in wanted[0]!);
  const nameOf = (part: string) => quote(`v${part}`);
  const columnOf = (part: string) => field.columns.find((column) => column.part === part)!;
  const lists = columns.map(({ part }) => {
    const list = wanted.map((one) => (one[part] === null ? null : String(one[part])));
    return binder.parameter(list, 'text[]');
  });
  const key = field.type.uniqueKey ?? ((source: (part: string) => string) => source(''));
  const stored = key((part) => frame.column(row, columnOf(part).name));
  const sought = key((part) => `v.${nameOf(part)}::${columnOf(part).type}`);
  const readable = frame.scope(row, object.readableRows(field.name)) ?? 'true';
  const conditions = [`${stored} = ${sought}`, ...frame.live(row), readable];
  const text =
    `SELECT v.n, to_json((array_agg(t.id ORDER BY t.id))[1:${MOST}]) FROM unnest(${lists.join(', ')}) WITH ORDINALITY AS v (${columns.map(({ part }) => nameOf(part)).join(', ')}, n)` +
    ` JOIN ${tableOf(ctx.model, object.object)} t ON ${conditions.join(' AND ')} GROUP BY v.n`;
  const { rows } = await runStatement(on, { text, values: binder.values });
  // what is compared with the engine's rights tells the actor nothing of the records
  const isOwnQuestion = isSensitive(field) && access !== accessOf(ctx.model, ENGINE);
  if (isOwnQuestion) await leaveAsked(ctx, [{ object: object.object, field }], on);
  for (const [n, ids] of rows) found[Number(n) - 1] = JSON.parse(ids!);
  return found;
}
