import type { RequestContext } from '../context.ts';
import { type ClientBase, query, transaction } from '../db/connect.ts';
import { qualified, quote } from '../db/names.ts';
import { Problem } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { DEPARTMENT_TEXT } from '../model/index.ts';
import type { ModelField, ModelObject } from '../model/model.ts';
import { insertRecords, objectAccessOf, prepareRecords } from '../records/index.ts';

const BATCH = 1_000;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

interface Scene {
  readonly users: string;
  readonly departments: string;
  /** SQL of the texts that users held, of the field that leads to a department now, and of what one is called */
  readonly text: string;
  readonly link: string;
  readonly name: string;
  /** texts that fold to the same are one department */
  readonly folded: (column: string) => string;
}

const columnOf = ({ columns }: ModelField): string => quote(columns[0]!.name);

function sceneOf({ model: { schema, objects } }: RequestContext): Scene | undefined {
  const tableOf = ({ table }: ModelObject): string => qualified(schema, table);
  const [user, department] = [objects.get('user')!, objects.get('department')];
  const text = user.fieldsById.get(DEPARTMENT_TEXT.id);
  const name = department?.fields.get('name');
  if (!text || !department || !name) return undefined;
  return {
    users: tableOf(user),
    departments: tableOf(department),
    text: columnOf(text),
    link: columnOf(user.fields.get('department')!),
    name: columnOf(name),
    folded: (column) => name.type.uniqueKey!(() => column),
  };
}

/** What the departments are called that users name and that there are none of yet. */
async function namesMissing(client: ClientBase, scene: Scene): Promise<readonly string[]> {
  const { users, departments, text, link, name, folded } = scene;
  const { rows } = await query<{ name: string }>(client, {
    text:
      `SELECT DISTINCT ON (${folded(`u.${text}`)}) btrim(u.${text}) AS name FROM ${users} u` +
      ` WHERE u.${link} IS NULL AND btrim(u.${text}) <> '' AND NOT EXISTS (SELECT FROM ${departments} d` +
      ` WHERE d.deleted_at IS NULL AND ${folded(`d.${name}`)} = ${folded(`u.${text}`)}) ORDER BY ${folded(`u.${text}`)}, u.id`,
  });
  return rows.map((row) => row.name);
}

async function makeDepartments(ctx: RequestContext, client: ClientBase, names: readonly string[]) {
  const { access, object } = objectAccessOf(ctx, 'department');
  for (let from = 0; from < names.length; from += LIMITS.batchSize) {
    const some = names.slice(from, from + LIMITS.batchSize);
    const given = some.map((name) => ({ values: { name }, path: '' }));
    const judged = await prepareRecords(ctx, client, access, object, given);
    const problems = judged.flatMap((one) => ('problems' in one ? one.problems : []));
    if (problems.length > 0) throw new Problem('record.invalid', {}, problems);
    await insertRecords(
      ctx,
      client,
      object,
      judged.flatMap((one) => ('prepared' in one ? [one.prepared] : [])),
    );
  }
}

/** Leads one batch of users to the departments that they name; binned ones too. It is no edit of anybody's. */
async function leadUsers(client: ClientBase, scene: Scene, after: string): Promise<string | undefined> {
  const { users, departments, text, link, name, folded } = scene;
  const { rows } = await query<{ id: string }>(client, {
    text:
      `WITH b AS MATERIALIZED (SELECT u.id, ${folded(`u.${text}`)} AS called FROM ${users} u WHERE u.id > $1::uuid AND u.${text} IS NOT NULL ORDER BY u.id LIMIT $2::int),` +
      ` d AS MATERIALIZED (SELECT DISTINCT ON (${folded(`d.${name}`)}) d.id, ${folded(`d.${name}`)} AS called FROM ${departments} d WHERE d.deleted_at IS NULL ORDER BY ${folded(`d.${name}`)}, d.id),` +
      ` w AS (UPDATE ${users} u SET ${link} = d.id FROM b JOIN d USING (called) WHERE u.id = b.id AND u.${link} IS NULL)` +
      ' SELECT max(b.id::text) AS id FROM b HAVING count(*) > 0',
    values: [after, BATCH],
  });
  return rows[0]?.id;
}

/**
 * Makes a department of each text that users held as theirs, and leads them there. It may be done any number of
 * times: what is made is found again, and who has a department keeps it.
 */
export async function bringDepartments(ctx: RequestContext): Promise<void> {
  const scene = sceneOf(ctx);
  if (!scene) return;
  const pool = ctx.db.forWorkspace(ctx.workspace);
  await transaction(pool, async (client) => {
    const values = [`${ctx.workspace.id} departments`];
    await query(client, { text: 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', values });
    await makeDepartments(ctx, client, await namesMissing(client, scene));
  });
  for (let after: string | undefined = BEFORE_ALL; after !== undefined; ) {
    const from: string = after;
    after = await transaction(pool, (client) => leadUsers(client, scene, from));
  }
}
