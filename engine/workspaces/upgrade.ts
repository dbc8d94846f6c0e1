import { query } from '../db/connect.ts';
import { qualified } from '../db/names.ts';
import { ENGINE_PACKAGE, systemDocuments, withSystemDocuments } from '../model/index.ts';
import { type PublishParts, publishDocuments } from '../publish/index.ts';

/** Texts of what the engine has put into a workspace, by address: without its Model, which is large. */
async function shippedInto({ db, workspace }: PublishParts): Promise<ReadonlyMap<string, string>> {
  const { rows } = await query<{ address: string; body: string }>(db.direct(), {
    text: `SELECT kind || '/' || key AS address, body FROM ${qualified(workspace.schema, '_meta_doc')} WHERE package = $1`,
    values: [ENGINE_PACKAGE],
  });
  return new Map(rows.map(({ address, body }) => [address, body]));
}

/** Whether this build ships objects or fields that the workspace does not have yet. */
async function isBehind(parts: PublishParts): Promise<boolean> {
  const shipped = await shippedInto(parts);
  // nothing was published yet: its making was interrupted, and is taken up elsewhere
  if (shipped.size === 0) return false;
  return [...systemDocuments()].some(([address, { body }]) => {
    const text = shipped.get(address);
    if (text === undefined) return true;
    const has = JSON.parse(text).properties ?? {};
    return Object.keys(body.properties ?? {}).some((name) => !Object.hasOwn(has, name));
  });
}

/**
 * Publishes what later builds ship beside what a workspace began with: as a version of its own, which adds
 * and changes nothing that is there. Whether anything was to be done.
 */
export async function upgradeWorkspace(parts: PublishParts): Promise<boolean> {
  if (!(await isBehind(parts))) return false;
  try {
    await publishDocuments(parts, withSystemDocuments, { actor: null, note: ENGINE_PACKAGE });
  } catch (error) {
    // another process may have done it at this very moment
    if (await isBehind(parts)) throw error;
  }
  return true;
}
