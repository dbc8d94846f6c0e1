import { createHash } from 'node:crypto';
import type { RequestContext } from '../context.ts';
import { query } from '../db/connect.ts';
import { isEncrypted } from '../model/index.ts';
import type { ModelObject } from '../model/model.ts';
import { importTable } from './ledger.ts';
import type { FilePlan } from './map.ts';
import type { FileOptions } from './options.ts';
import { folded } from './words.ts';

/** What a column is, as options say it; false leaves it out. */
export type RememberedColumn =
  | false
  | {
      readonly field: string;
      readonly by?: string;
      readonly empty?: 'keep' | 'clear';
      readonly missing?: 'refuse' | 'create';
      readonly values?: Readonly<Record<string, unknown>>;
    };

/** Heading sets that are remembered of one person and object. */
const KEPT = 50;

/** What files with the same headings have in common, in whatever order. */
const setOf = (headings: readonly string[]): string =>
  createHash('sha256')
    .update(JSON.stringify([...new Set(headings.map(folded))].sort()))
    .digest('base64url');

/** The mapping of a file as it was understood: columns that fill something, and those that were told not to. */
function mappingOf({ columns, form }: FilePlan, options: FileOptions): Record<string, RememberedColumn> {
  const said = new Map([...options.columns].map(([heading, all]) => [heading.trim(), all]));
  const mapping: Record<string, RememberedColumn> = {};
  for (const heading of form.headings) {
    const [given, ...others] = said.get(heading) ?? [];
    const own = columns.filter((column) => column.heading === heading);
    // a column that fills several fields is said anew
    if (others.length > 0 || own.length > 1) continue;
    if (given?.isSkipped) mapping[heading] = false;
    const [column] = own;
    if (!column) continue;
    const values = given?.values && !isEncrypted(column.field) ? Object.fromEntries(given.values) : undefined;
    const { by, empty, missing } = given ?? {};
    mapping[heading] = {
      field: column.name,
      ...(by !== undefined && { by }),
      ...(empty !== undefined && { empty }),
      ...(missing !== undefined && { missing }),
      ...(values && { values }),
    };
  }
  return mapping;
}

/** Remembers what somebody told the columns of a file to be. */
export async function rememberMapping(
  ctx: RequestContext,
  plan: FilePlan,
  options: FileOptions,
): Promise<void> {
  const { userId } = ctx.actor;
  if (userId === null) return;
  const { id } = plan.object.object;
  const table = importTable(ctx, '_import_mapping');
  const mapping = JSON.stringify(mappingOf(plan, options));
  await query(ctx.db.forWorkspace(ctx.workspace), {
    text:
      `WITH old AS (DELETE FROM ${table} WHERE user_id = $1::uuid AND object_id = $2 AND headings IN (SELECT m.headings FROM ${table} m WHERE m.user_id = $1::uuid AND m.object_id = $2 AND m.headings <> $3 ORDER BY m.at DESC OFFSET ${KEPT}))` +
      ` INSERT INTO ${table} (user_id, object_id, headings, columns, at) VALUES ($1::uuid, $2, $3, $4, $5::timestamptz)` +
      ' ON CONFLICT (user_id, object_id, headings) DO UPDATE SET columns = excluded.columns, at = excluded.at',
    values: [userId, id, setOf(plan.form.headings), mapping, ctx.now.toISOString()],
  });
}

/** What the same person told columns to be when a file with these headings came for the object the last time. */
export async function rememberedMapping(
  ctx: RequestContext,
  { id }: ModelObject,
  headings: readonly string[],
): Promise<Readonly<Record<string, RememberedColumn>>> {
  const { rows } = await query<{ columns: string }>(ctx.db.forWorkspace(ctx.workspace), {
    text: `SELECT columns FROM ${importTable(ctx, '_import_mapping')} WHERE user_id = $1::uuid AND object_id = $2 AND headings = $3`,
    values: [ctx.actor.userId, id, setOf(headings)],
  });
  return rows[0] ? JSON.parse(rows[0].columns) : {};
}
