import type { PortalRecord, RequestContext } from '../context.ts';
import { query, transaction } from '../db/connect.ts';
import { Problem, type ProblemItem, problemItem } from '../errors.ts';
import { fieldType } from '../field-types/index.ts';
import type { Person } from './auth.ts';
import { passwordFault, randomPassword } from './password.ts';
import { linkPerson, type People } from './people.ts';
import { bindPortal } from './portal.ts';
import { roleFaults, throwFaults, writeRoles } from './roles.ts';
import { userColumn, userTable } from './users.ts';

/** Somebody who is to sign in to the workspace. */
export interface NewPerson {
  readonly email: string;
  readonly name: string;
  /** not needed for those who can already sign in to another workspace */
  readonly password?: string;
  readonly roles: readonly string[];
}

/** Somebody who becomes a user: a colleague, or one of the portal who is bound to a record by the id of its object. */
export interface Joining extends Omit<NewPerson, 'password'> {
  readonly portal?: PortalRecord;
}

export interface CreatedPerson {
  /** id of the workspace's user */
  readonly user: string;
  readonly person: string;
}

const isEmail = (text: string): boolean => {
  const type = fieldType('email')!;
  return (
    typeof type.normalise(text, { name: 'email', labels: {}, settings: {}, schema: {}, options: [] }) ===
    'string'
  );
};

export const emailFaults = (email: string): ProblemItem[] =>
  isEmail(email) ? [] : [problemItem('/email', 'value.email', { given: email.slice(0, 80) })];

function faultsOf(ctx: RequestContext, { email, name, roles }: NewPerson): ProblemItem[] {
  return [
    ...emailFaults(email),
    ...(name.trim() === '' ? [problemItem('/name', 'people.missing', { name: 'name' })] : []),
    ...roleFaults(ctx, roles, '/roles', false),
  ];
}

/** The person of that e-mail, made when nobody has it yet. */
async function personOf(people: People, { email, name, password }: NewPerson): Promise<Person> {
  const auth = await people.auth();
  const known = await auth.findPerson(email);
  if (known) return known;
  if (password === undefined) {
    throw new Problem('people.invalid', {}, [
      problemItem('/password', 'people.missing', { name: 'password' }),
    ]);
  }
  const fault = passwordFault(password, '/password', [email, name]);
  if (fault) throw new Problem('people.invalid', {}, [fault]);
  return auth.createPerson({ email, name: name.trim() }, password);
}

/**
 * Lets somebody sign in to the workspace: person, membership, user, roles, in this order, so that what was
 * interrupted is found and finished by doing it again. A user of that e-mail who could not sign in so far
 * (an imported owner) becomes theirs.
 */
export async function createPerson(
  ctx: RequestContext,
  people: People,
  given: NewPerson,
): Promise<CreatedPerson> {
  throwFaults(faultsOf(ctx, given));
  return joinPerson(ctx, people, given, await personOf(people, given));
}

/** Makes a person a member of the workspace, and a user of it with these roles. */
export async function joinPerson(
  ctx: RequestContext,
  people: People,
  { email, name, roles, portal }: Joining,
  person: Person,
): Promise<CreatedPerson> {
  const { model, workspace } = ctx;
  const table = userTable(model);
  const [personColumn, emailColumn, kindColumn] = ['person', 'email', 'kind'].map((name) =>
    userColumn(model, name),
  );
  await people.members.add(workspace, person.id);
  const user = await transaction(ctx.db.forWorkspace(workspace), async (client) => {
    await query(client, {
      text: 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))',
      values: [`${workspace.id} person ${person.id}`],
    });
    const { rows } = await query<{ id: string; person: string | null }>(client, {
      text:
        `SELECT t.id, t.${personColumn} AS person FROM ${table} t WHERE t.deleted_at IS NULL AND` +
        ` (t.${personColumn} = $1 OR ($3 AND t.${personColumn} IS NULL AND t.${kindColumn} = 'person' AND lower(t.${emailColumn}) = lower($2)))` +
        ` ORDER BY t.${personColumn} IS NULL, t.id LIMIT 1 FOR UPDATE`,
      // who owns records as a colleague does not become somebody outside
      values: [person.id, email, portal === undefined],
    });
    const known = rows[0];
    if (known?.person) throw new Problem('people.taken', { given: email });
    const values = { name: name.trim(), email, active: true };
    const id =
      known?.id ??
      (await people.records.create(ctx, client, { ...values, kind: portal ? 'portal' : 'person' }));
    await linkPerson(ctx, client, id, person.id);
    if (portal) await bindPortal(ctx, client, id, portal);
    await writeRoles(ctx, client, id, roles);
    return id;
  });
  await people.changed(workspace);
  return { user, person: person.id };
}

/** The first admin of an install, if its workspace has nobody yet who can sign in. */
export async function createFirstAdmin(
  ctx: RequestContext,
  people: People,
  { email, password }: { readonly email: string; readonly password?: string },
): Promise<{ readonly email: string; readonly password: string } | undefined> {
  const { rows } = await query(ctx.db.forControl(), {
    text: 'SELECT 1 FROM "control"."member" WHERE workspace_id = $1::uuid LIMIT 1',
    values: [ctx.workspace.id],
  });
  if (rows.length > 0) return undefined;
  const fault = password === undefined ? undefined : passwordFault(password, '', [email]);
  if (fault) throw new Problem('people.admin_password', { name: 'GUANXI_ADMIN_PASSWORD' }, [fault]);
  const given = {
    email,
    name: ctx.locale === 'zh-CN' ? '管理员' : 'Administrator',
    password: password ?? randomPassword(),
    roles: adminRoles(ctx),
  };
  await createPerson(ctx, people, given);
  return { email, password: given.password };
}

/** The roles with the most rights over the workspace: the engine's own and, where there is one, the template's. */
function adminRoles({ model }: RequestContext): string[] {
  const roles = [...model.roles.values()];
  const most = Math.max(1, ...roles.map(({ admin }) => admin.length));
  return roles.filter(({ admin }) => admin.length === most).map(({ name }) => name);
}
