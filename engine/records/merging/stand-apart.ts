import type { RequestContext } from '../../context.ts';
import { quote } from '../../db/names.ts';
import type { WireValue } from '../../field-types/index.ts';
import { LIMITS } from '../../limits.ts';
import type { ModelObject } from '../../model/model.ts';
import { tableOf } from '../frame.ts';
import { columnsNow } from '../held.ts';
import { type Connection, runStatement } from '../postgres.ts';
import { rollupMoved } from '../rollups.ts';
import { trailOf } from '../trail.ts';
import { heldOf } from './held.ts';
import type { LedgerRow } from './ledger.ts';
import { linksInOrder } from './pointers.ts';

/** Records that become one. */
export interface Together {
  readonly object: ModelObject;
  readonly survivor: string;
  readonly others: readonly string[];
}

/** Where the survivor comes to stand in its tree: above the uppermost of the others that stand above it. Undefined: where it stands. */
async function placeInTree(
  { model }: RequestContext,
  client: Connection,
  { object, survivor, others }: Together,
): Promise<{ readonly parent: string | null } | undefined> {
  const link = quote(object.fields.get(object.tree!)!.columns[0]!.name);
  const text =
    `WITH RECURSIVE up(id, parent, n) AS (SELECT t.id, t.${link}, 0 FROM ${tableOf(model, object)} t WHERE t.id = $1::uuid` +
    ` UNION ALL SELECT t.id, t.${link}, up.n + 1 FROM up JOIN ${tableOf(model, object)} t ON t.id = up.parent WHERE up.n <= ${LIMITS.treeDepth})` +
    ' SELECT parent FROM up WHERE id = ANY($2::uuid[]) ORDER BY n DESC LIMIT 1';
  const { rows } = await runStatement(client, { text, values: [survivor, others] });
  return rows[0] && { parent: rows[0][0] ?? null };
}

/** What the survivor points at with a field that may lead to one of the others. */
async function pointedAt(
  { model }: RequestContext,
  client: Connection,
  { object, survivor }: Together,
  column: string,
): Promise<string | null> {
  const text = `SELECT t.${quote(column)} FROM ${tableOf(model, object)} t WHERE t.id = $1::uuid`;
  const { rows } = await runStatement(client, { text, values: [survivor] });
  return rows[0]?.[0] ?? null;
}

/**
 * Takes away what leads from the survivor to one of the others, which would lead to itself. In a tree it comes to stand
 * where the others stood that were above it.
 */
export async function standApart(
  ctx: RequestContext,
  client: Connection,
  together: Together,
): Promise<readonly LedgerRow[]> {
  const { object, survivor, others } = together;
  const ledger: LedgerRow[] = [];
  for (const { object: from, field } of linksInOrder(ctx.model, object)) {
    if (from !== object) continue;
    const column = field.columns[0]!.name;
    const at = await pointedAt(ctx, client, together, column);
    const apart =
      field.name === object.tree
        ? await placeInTree(ctx, client, together)
        : at !== null && others.includes(at)
          ? { parent: null }
          : undefined;
    if (!apart) continue;
    await rollupMoved(ctx, client, object, [survivor]);
    const before = await columnsNow(ctx, client, object, survivor);
    const version = Number(before.version) + 1;
    const wire = (id: string | null): WireValue =>
      id === null || !field.objects ? id : ({ object: object.name, id } as unknown as WireValue);
    const changes = { [field.id]: [wire(at), wire(apart.parent)] as const };
    const values: unknown[] = [ctx.actor.userId, survivor, apart.parent, ctx.now.toISOString()];
    const trace = { object, record: survivor, version, operation: 'merge', changes, moves: [] } as const;
    const ctes = trailOf(ctx, [trace], values);
    const [, ...further] = field.columns;
    const cleared =
      apart.parent === null ? further.map(({ name }) => `, ${quote(name)} = NULL`).join('') : '';
    const text = `WITH ${ctes.join(', ')} UPDATE ${tableOf(ctx.model, object)} t SET ${quote(column)} = $3::uuid${cleared}, version = t.version + 1, updated_at = $4::timestamptz(3), updated_by = $1::uuid WHERE t.id = $2::uuid`;
    await runStatement(client, { text, values });
    await rollupMoved(ctx, client, object, [survivor]);
    const after = await columnsNow(ctx, client, object, survivor);
    ledger.push(...heldOf(object, survivor, [field], before, after));
  }
  return ledger;
}
