import type { RequestContext } from '../context.ts';
import { transaction } from '../db/connect.ts';
import { problemItem } from '../errors.ts';
import type { People } from './people.ts';
import { roleFaults, throwFaults, writeRoles } from './roles.ts';

/** Makes a user for a program: it has roles and keys, no e-mail, no person and so no way to sign in. */
export async function createService(
  ctx: RequestContext,
  people: People,
  { name, roles }: { readonly name: string; readonly roles: readonly string[] },
): Promise<string> {
  throwFaults([
    ...(name.trim() === '' ? [problemItem('/name', 'people.missing', { name: 'name' })] : []),
    ...roleFaults(ctx, roles, '/roles', false),
  ]);
  const user = await transaction(ctx.db.forWorkspace(ctx.workspace), async (client) => {
    const values = { name: name.trim(), kind: 'service', active: true };
    const id = await people.records.create(ctx, client, values);
    await writeRoles(ctx, client, id, roles);
    return id;
  });
  await people.changed(ctx.workspace);
  return user;
}
