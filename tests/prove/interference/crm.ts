import { globSync, readFileSync } from 'node:fs';
import { uuidv7 } from '../../../engine/ids.ts';
import { createApiKey, createPerson } from '../../../engine/people/index.ts';
import { publishInto } from '../../support/workspace-of.ts';
import type { ProofEngine } from '../access/engines.ts';
import type { Random } from '../parity/random.ts';
import type { Asked, Hidden } from '../surfaces.ts';
import type { Answer, Secret } from './compare.ts';

type Right = 'none' | 'masked' | 'read' | 'write';

interface Grant {
  readonly object: string;
  readonly do: readonly string[];
  readonly rows?: Readonly<Record<string, string>>;
  readonly where?: string;
  readonly fields?: Readonly<Record<string, Right>>;
}

interface Role {
  readonly name: string;
  readonly admin?: readonly string[];
  readonly grants: readonly Grant[];
}

const FOLDER = 'templates/crm';

const read = (path: string): any => JSON.parse(readFileSync(path, 'utf8'));
const bodies = (kind: string): any[] => globSync(`${FOLDER}/${kind}/*.json`).sort().map(read);

const reads = (object: string, fields: Grant['fields'], rows?: Grant['rows']): Grant => ({
  object,
  do: ['read'],
  ...(fields && { fields }),
  ...(rows && { rows }),
});

/** Roles that hide what the template's do not. */
const MORE: readonly Role[] = [
  {
    name: 'auditor',
    grants: [
      reads('account', { '*': 'read', phone: 'none', annual_revenue: 'none', parent: 'none' }),
      reads('contact', { '*': 'read', mobile: 'none', birthday: 'none', account: 'none' }),
      reads('opportunity', { '*': 'read', amount: 'none', contact: 'none' }),
      reads('lead', { '*': 'read', budget: 'none', company: 'none' }),
      reads('product', { '*': 'none', name: 'read' }),
      reads('task', { '*': 'read', description: 'none' }, { read: 'own' }),
    ],
  },
  {
    name: 'modeller',
    admin: ['model', 'views'],
    grants: [reads('product', { '*': 'none', name: 'read' }), reads('account', undefined, { read: 'own' })],
  },
  { name: 'recruiter', admin: ['people'], grants: [] },
];

/** Fields of objects by type; what has values of its own making is not written. */
const isWritten = (type: string): boolean => !['stage', 'autonumber', 'formula', 'rollup'].includes(type);

interface ObjectDocument {
  readonly name: string;
  readonly fields: readonly { readonly name: string; readonly type: string; readonly target?: string }[];
}

/** Fields that a rule asks for or hides at times: not every change of them is taken. */
const ruledIn = ({ 'x-rules': rules = [] }: any): ReadonlySet<string> =>
  new Set(rules.flatMap(({ hide = [], require = [] }: any) => [...hide, ...require]));

function objectsOf(): ObjectDocument[] {
  return bodies('objects').map((body) => ({
    name: body['x-object'].name,
    fields: Object.entries<any>(body.properties)
      .filter(([name, { 'x-field': field }]) => !field.unique && !ruledIn(body).has(name))
      .map(
        ([
          name,
          {
            'x-field': { type, target },
          },
        ]) => ({ name, type, target }),
      ),
  }));
}

/** Whether a role certainly does not show a record, or the field in any; what is not sure is nothing of a proof. */
function sightOf(role: Role, object: string, owner: unknown, user: string) {
  const grants = role.grants.filter((one) => [object, '*'].includes(one.object) && one.do.includes('read'));
  const isRowHidden = grants.every(({ rows = {} }) => {
    const scope = rows.read ?? 'all';
    return scope === 'none' || (['own', 'own_and_collaborators'].includes(scope) && owner !== user);
  });
  const isRowSeen = grants.some(
    ({ rows = {}, where }) => where === undefined && (rows.read ?? 'all') === 'all',
  );
  const isFieldHidden = (field: string): boolean =>
    grants.every(({ fields = {} }) => (fields[field] ?? fields['*'] ?? 'write') === 'none');
  return { isRowHidden, isRowSeen, isFieldHidden };
}

interface Asker {
  readonly id: string;
  readonly role: Role;
  ask(asked: Asked): Promise<Answer>;
}

async function askersOf({ engine, call }: ProofEngine, users: readonly string[]): Promise<Asker[]> {
  const labels = (name: string) => ({ en: name, 'zh-CN': name });
  const documents = MORE.map((role) => [`role/${role.name}`, { ...role, labels: labels(role.name) }]);
  const published = await publishInto(
    { call: (_, ...rest) => call('operator', ...rest) },
    Object.fromEntries(documents),
  );
  if (published.status >= 300) throw new Error(published.text);
  const ctx = await engine.contextFor('main');
  // somebody must be left who manages people
  const keeper = {
    email: 'keeper@example.com',
    name: 'keeper',
    password: 'of the proof alone',
    roles: ['administrator'],
  };
  await createPerson(ctx, engine.people, keeper);
  const another = async (index: number): Promise<string> => {
    const email = `asker-${index}@example.com`;
    const made = { email, name: `asker ${index}`, password: 'of the proof alone', roles: [] };
    return (await createPerson(ctx, engine.people, made)).user;
  };
  const roles: readonly Role[] = [...(bodies('roles') as Role[]), ...MORE];
  return Promise.all(
    roles.map(async (role, index) => {
      const id = users[index] ?? (await another(index));
      const given = await call('operator', 'PUT', `/api/people/${id}/roles`, { roles: [role.name] });
      if (given.status >= 300) throw new Error(given.text);
      const { key } = await createApiKey(ctx, { id: uuidv7(), user: id, name: 'proof' });
      const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
      return {
        id,
        role,
        ask: async ({ method, path, body }: Asked) => {
          const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
          const response = await engine.fetch(new Request(`${engine.address}${path}`, init));
          return { status: response.status, headers: response.headers, text: await response.text() };
        },
      };
    }),
  );
}

const TRIES = 2_000;

/** Secrets of the template crm with its demo data, one after the other: of its own roles, and of some that hide more. */
export async function crmSecrets(proof: ProofEngine, random: Random): Promise<() => Secret> {
  const { call } = proof;
  const objects = objectsOf();
  const rows = new Map<string, any[]>();
  for (const { name } of objects)
    rows.set(name, (await call('operator', 'GET', `/api/records/${name}?limit=1000`)).body.records);
  const held = [...rows.values()].flat().map(({ owner }) => owner as string | null);
  const byNumber = Map.groupBy(
    held.filter((owner) => owner !== null),
    (owner) => owner,
  );
  const users = [...byNumber].sort(([, a], [, b]) => b.length - a.length).map(([owner]) => owner!);
  const people = (
    await call(
      'operator',
      'GET',
      `/api/records/user?fields=id&limit=100&filter=${encodeURIComponent('kind == "person"')}`,
    )
  ).body.records;
  const askers = await askersOf(proof, [
    ...new Set([...users, ...people.map(({ id }: { id: string }) => id)]),
  ]);
  const hiding = askers.filter(({ role }) => !role.grants.some(({ object }) => object === '*'));

  const secret = (): Secret | undefined => {
    const asker = random.pick(hiding);
    const object = random.pick(objects);
    const row = random.pick(rows.get(object.name)!);
    const { isRowHidden, isRowSeen, isFieldHidden } = sightOf(
      asker.role,
      object.name,
      row.owner ?? null,
      asker.id,
    );
    const fields = object.fields.filter(
      ({ name, type }) => isWritten(type) && (isRowHidden || isFieldHidden(name)),
    );
    if (fields.length === 0 || !(isRowHidden || isRowSeen)) return undefined;
    const field = random.pick(fields);
    const value = row[field.name] ?? null;
    const others = rows
      .get(object.name)!
      .map((one) => one[field.name] ?? null)
      .filter((one) => one !== null && JSON.stringify(one) !== JSON.stringify(value));
    if (others.length === 0) return undefined;
    const pointing = objects.flatMap((from) =>
      from.fields
        .filter(({ target }) => target === object.name)
        .flatMap(({ name: via }) => {
          const one = rows.get(from.name)!.find((each) => each[via] === row.id);
          return one ? [{ object: from.name, via, id: one.id }] : [];
        }),
    );
    const hidden: Hidden = {
      user: asker.id,
      object: object.name,
      id: row.id,
      field: field.name,
      isRecordSeen: !isRowHidden,
      isNumber: ['integer', 'currency', 'decimal'].includes(field.type),
      text: typeof value === 'string' && value !== '' ? value : '华',
      pointing,
      files: [],
    };
    const write = (to: unknown) => async (): Promise<void> => {
      const { status, text } = await call('operator', 'PATCH', `/api/records/${object.name}/${row.id}`, {
        [field.name]: to,
      });
      if (status >= 300) throw new Error(`a change behind somebody's back: ${status} ${text}`);
    };
    const told = new Set((asker.role.admin ?? []).length > 0 ? (['administration'] as const) : []);
    const ask = asker.ask;
    return {
      hidden,
      roles: [asker.role.name],
      ask,
      change: write(random.pick(others)),
      undo: write(value),
      told,
      rollups: new Set(),
    };
  };
  return () => {
    for (let tried = 0; tried < TRIES; tried += 1) {
      const found = secret();
      if (found) return found;
    }
    throw new Error('nothing is hidden from anybody');
  };
}
