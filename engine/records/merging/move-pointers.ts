import type { RequestContext } from '../../context.ts';
import { Problem } from '../../errors.ts';
import { LIMITS } from '../../limits.ts';
import type { ModelObject } from '../../model/model.ts';
import { columnsNow } from '../held.ts';
import type { Group } from '../links-to.ts';
import type { Connection } from '../postgres.ts';
import { isUniqueViolation } from '../postgres-errors.ts';
import { rollupGroupsOf, writeGroup } from '../remove.ts';
import { assertTree } from '../tree.ts';
import type { LedgerRow } from './ledger.ts';
import { doubledLinks, linksInOrder, pointingAt, repoint } from './pointers.ts';
import type { Together } from './stand-apart.ts';

/** What the ledger keeps of a record that was moved, beside where it came from. */
export interface HeldPlace {
  readonly isBinned: boolean;
  readonly place: number | null;
}

/** Locks what points at the others before they are locked themselves. */
export async function lockPointers(
  ctx: RequestContext,
  client: Connection,
  { object, others }: Pick<Together, 'object' | 'others'>,
): Promise<void> {
  let count = 0;
  for (const link of linksInOrder(ctx.model, object))
    count += (await pointingAt(ctx, client, link, others)).length;
  if (count > LIMITS.mergeMoved) throw new Problem('record.merge_size', { limit: LIMITS.mergeMoved });
}

/** In a tree what stood below the others stands below the survivor: not further down than anything may. */
async function assertDepth(ctx: RequestContext, client: Connection, { object, survivor }: Together) {
  const field = object.tree === undefined ? undefined : object.fields.get(object.tree);
  if (!field) return;
  const row = await columnsNow(ctx, client, object, survivor);
  const parent = row[field.columns[0]!.name] as string | null;
  await assertTree(ctx, client, object, { id: survivor, path: '/values' }, new Map([[field, parent]]));
}

/** Two records of one object that are unique by what they point at: they would say the same of the survivor. */
const collides = (error: unknown): unknown =>
  isUniqueViolation(error) ? new Problem('record.merge_collides', {}, [], error) : error;

/**
 * Turns everything that points at the others to the survivor, with the engine's rights. Links that it has already, and
 * those to itself, go to the bin with the others; what lies there already is turned too, so that it can come back.
 */
export async function movePointers(
  ctx: RequestContext,
  client: Connection,
  together: Together,
  merge: string,
): Promise<readonly LedgerRow[]> {
  const { object, survivor, others } = together;
  const ledger: LedgerRow[] = [];
  const doubled = new Map<ModelObject, Map<string, number>>();
  for (const link of linksInOrder(ctx.model, object)) {
    const gone = doubled.get(link.object);
    const found = (await pointingAt(ctx, client, link, others)).filter(
      // what goes to the bin itself stays as it is
      ({ id }) => !gone?.has(id) && !(link.object === object && (id === survivor || others.includes(id))),
    );
    const twice = await doubledLinks(ctx, client, link, found, together);
    if (twice.size > 0) {
      const ids = gone ?? new Map<string, number>();
      for (const { id, version } of twice) ids.set(id, version);
      doubled.set(link.object, ids);
    }
    const moving = found.filter((one) => !twice.has(one));
    const repointed = moving.map((one) => ({ ...one, to: survivor, newPlace: null }));
    await repoint(ctx, client, link, object, repointed, 'merge').catch((error: unknown) => {
      throw collides(error);
    });
    for (const { id, at, isBinned, place } of moving) {
      const held: HeldPlace = { isBinned, place };
      const about = { objectId: link.object.id, record: id, field: link.field.id };
      ledger.push({ kind: 'moved', ...about, origin: at, held });
    }
  }
  const groups = [...doubled].map(
    ([from, ids]): Group => ({
      object: from,
      records: [...ids].map(([id, version]) => ({ id, version })),
    }),
  );
  for (const group of groups)
    await writeGroup(ctx, client, group, { operation: 'delete', deletion: merge, onBehalf: undefined });
  await rollupGroupsOf(ctx, client, groups);
  await assertDepth(ctx, client, together);
  return ledger;
}
