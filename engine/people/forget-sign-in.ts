import type { RequestContext } from '../context.ts';
import { type ClientBase, query } from '../db/connect.ts';
import { qualified, quote } from '../db/names.ts';

/**
 * Takes away for good how users sign in, in the caller's transaction of the engine's own login: roles, keys, membership
 * and invitations; of whoever is a member nowhere else also the person with passwords, sessions, second factor and
 * linked identities. The users themselves stay, for what they own and have made.
 */
export async function forgetSignIns(
  { model, workspace }: RequestContext,
  client: ClientBase,
  users: readonly string[],
): Promise<void> {
  const object = model.objects.get('user')!;
  const column = (name: string): string => quote(object.fields.get(name)!.columns[0]!.name);
  const table = qualified(model.schema, object.table);
  const run = async <Row extends object>(text: string, ...values: unknown[]): Promise<readonly Row[]> =>
    (await query<Row>(client, { text, values })).rows;
  const known = await run<{ person: string | null; email: string | null }>(
    `SELECT ${column('person')} AS person, ${column('email')} AS email FROM ${table} WHERE id = ANY($1::uuid[])`,
    users,
  );
  const persons = known.flatMap(({ person }) => person ?? []);
  await run(`UPDATE ${table} SET ${column('person')} = NULL WHERE id = ANY($1::uuid[])`, users);
  await run(`DELETE FROM ${qualified(model.schema, '_user_role')} WHERE user_id = ANY($1::uuid[])`, users);
  await run(
    'DELETE FROM control.api_key WHERE workspace_id = $1::uuid AND user_id = ANY($2::uuid[])',
    workspace.id,
    users,
  );
  await run(
    'DELETE FROM control.invitation WHERE workspace_id = $1::uuid AND lower(email) = ANY($2::text[])',
    workspace.id,
    known.flatMap(({ email }) => email?.toLowerCase() ?? []),
  );
  await run(
    'DELETE FROM control.member WHERE workspace_id = $1::uuid AND person = ANY($2::uuid[])',
    workspace.id,
    persons,
  );
  const gone = await run<{ person: string }>(
    'SELECT p::text AS person FROM unnest($1::uuid[]) p WHERE NOT EXISTS (SELECT FROM control.member m WHERE m.person = p)',
    persons,
  );
  const ids = gone.map(({ person }) => person);
  for (const rest of ['second_factor', 'recovery_code', 'remembered_device', 'oidc_link'])
    await run(`DELETE FROM control.${rest} WHERE person = ANY($1::uuid[])`, ids);
  // sessions and passwords go with it
  await run('DELETE FROM auth."user" WHERE id = ANY($1::uuid[])', ids);
  await run(
    'UPDATE control.workspace SET people_revision = people_revision + 1 WHERE id = $1::uuid',
    workspace.id,
  );
}
