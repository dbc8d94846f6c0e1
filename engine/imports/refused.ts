import type { RequestContext } from '../context.ts';
import { query } from '../db/connect.ts';
import { LIMITS } from '../limits.ts';
import { importTable } from './ledger.ts';
import type { RefusedRow } from './rows-done.ts';

/** Refusals of one file that say the same, together: which column, why, what was meant, how many rows. */
export interface RefusedGroup {
  readonly file: number;
  readonly column: string;
  readonly code: string;
  readonly message: Readonly<Record<string, string>>;
  readonly suggestion: string | null;
  readonly rows: number;
  readonly first: number;
}

/** Kinds of refusals of one file that an answer tells; the error file has each row. */
const GROUPS = 50;

/** The most frequent kinds of refusals, of each file by itself. */
export async function refusedGroups(ctx: RequestContext, id: string): Promise<readonly RefusedGroup[]> {
  const rows = `SELECT r.file, r."row", r.problems FROM ${importTable(ctx, '_import_refused')} r WHERE r.import_id = $1::uuid ORDER BY r.file, r."row" LIMIT ${LIMITS.importGrouped}`;
  const groups =
    "SELECT r.file, p ->> 'heading' AS \"column\", p ->> 'code' AS code, p -> 'problem' AS message, min(p ->> 'suggestion') AS suggestion," +
    ' count(*)::int AS rows, min(r."row") AS first,' +
    ' row_number() OVER (PARTITION BY r.file ORDER BY count(*) DESC, min(r."row")) AS place' +
    ` FROM (${rows}) r, jsonb_array_elements(r.problems::jsonb) p GROUP BY 1, 2, 3, 4`;
  const found = await query<RefusedGroup>(ctx.db.forWorkspace(ctx.workspace), {
    text: `SELECT * FROM (${groups}) g WHERE place <= ${GROUPS} ORDER BY file, place`,
    values: [id],
  });
  return found.rows;
}

const PAGE = 1_000;

/** The refused rows of a file, in their order, a page at a time. */
export async function* refusedRows(
  ctx: RequestContext,
  id: string,
  file: number,
): AsyncGenerator<readonly RefusedRow[]> {
  for (let after = -1; ; ) {
    const { rows } = await query<{ row: number; cells: string; problems: string }>(
      ctx.db.forWorkspace(ctx.workspace),
      {
        text: `SELECT "row", cells, problems FROM ${importTable(ctx, '_import_refused')} WHERE import_id = $1::uuid AND file = $2::int AND "row" > $3::int ORDER BY "row" LIMIT ${PAGE}`,
        values: [id, file, after],
      },
    );
    if (rows.length > 0)
      yield rows.map(({ row, cells, problems }) => ({
        ...{ row, cells: JSON.parse(cells), problems: JSON.parse(problems) },
      }));
    if (rows.length < PAGE) return;
    after = rows.at(-1)!.row;
  }
}
