import type { RequestContext } from '../context.ts';
import { query } from '../db/connect.ts';
import { qualified } from '../db/names.ts';
import {
  type Body,
  ENGINE_PACKAGE,
  isRetired,
  systemDocuments,
  withSystemDocuments,
  withSystemDocumentsAndRetired,
} from '../model/index.ts';
import { bringSearches, type PublishParts, publishDocuments } from '../publish/index.ts';
import { bringDepartments } from './departments.ts';

/** Texts of what the engine has put into a workspace, by address: without its Model, which is large. */
async function shippedInto({ db, workspace }: PublishParts): Promise<ReadonlyMap<string, string>> {
  const { rows } = await query<{ address: string; body: string }>(db.direct(), {
    text: `SELECT kind || '/' || key AS address, body FROM ${qualified(workspace.schema, '_meta_doc')} WHERE package = $1`,
    values: [ENGINE_PACKAGE],
  });
  return new Map(rows.map(({ address, body }) => [address, body]));
}

const hasRetired = (body: Body): boolean =>
  Object.values<Body>(body.properties ?? {}).some(
    ({ 'x-field': field }) => isRetired(field?.id) && field.archived !== true,
  );

/** What a role that the engine ships lets its holders do. */
const allows = ({ grants = [] }: Body): string => JSON.stringify(grants.map((grant: Body) => grant.do));

/** Whether this build ships rights, objects or fields that the workspace does not have yet, or has something to bring over. */
async function isBehind(parts: PublishParts): Promise<boolean> {
  const shipped = await shippedInto(parts);
  // nothing was published yet: its making was interrupted, and is taken up elsewhere
  if (shipped.size === 0) return false;
  return [...systemDocuments()].some(([address, { body }]) => {
    const text = shipped.get(address);
    if (text === undefined) return true;
    const known: Body = JSON.parse(text);
    const has = known.properties ?? {};
    return (
      hasRetired(known) ||
      allows(body) !== allows(known) ||
      Object.keys(body.properties ?? {}).some((name) => !Object.hasOwn(has, name))
    );
  });
}

/**
 * Publishes what later builds ship beside what a workspace began with: as a version of its own, which adds, and
 * changes what is there only where a field of the engine has become another one. The values of that are brought
 * over before it is archived; where that was interrupted, the next start goes on. Whether anything was to be done.
 */
export async function upgradeWorkspace(
  parts: PublishParts,
  contextNow: () => Promise<RequestContext>,
): Promise<boolean> {
  await bringSearches(parts);
  if (!(await isBehind(parts))) return false;
  const by = { actor: null, note: ENGINE_PACKAGE };
  try {
    await publishDocuments(parts, withSystemDocumentsAndRetired, by);
    await bringDepartments(await contextNow());
    await publishDocuments(parts, withSystemDocuments, by);
  } catch (error) {
    // another process may have done it at this very moment
    if (await isBehind(parts)) throw error;
  }
  return true;
}
