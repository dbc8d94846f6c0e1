import { makeOracle, type Oracle } from '../access/oracle.ts';
import type { StoredRow, UserSpec } from '../access/specification.ts';
import type { AccessWorld } from '../access/world.ts';
import { makeRandom } from '../parity/random.ts';
import { viewersFaults } from './viewers.ts';

/** What an explanation says otherwise than what the user is answered, or than the oracle. */
export interface Fault {
  readonly user: UserSpec;
  readonly row: StoredRow;
  readonly fault: string;
  readonly said: string;
}

export interface Explained {
  readonly faults: readonly Fault[];
  readonly granted: number;
  readonly denied: number;
  /** granted pairs in which nothing else would have granted */
  readonly flipped: number;
  /** records of which all who see them were listed */
  readonly listed: number;
}

interface Source {
  readonly by: string;
  readonly role?: string;
  readonly grant?: number;
  /** of what is somebody else's */
  readonly over?: Source;
}

interface Told {
  readonly verdict: 'granted' | 'denied';
  readonly reason?: string;
  readonly ways: readonly {
    readonly source: Source;
    readonly steps: readonly { readonly text: { readonly en: string } }[];
  }[];
  readonly parent?: Told;
}

/** The ways that an explanation names, down to the parent's, in the oracle's words. */
function namedBy({ ways, parent }: Told): string[] {
  const [{ source, steps }] = ways as [Told['ways'][number]];
  const said = steps[0]!.text.en;
  if (source.by !== 'delegation') return namedOf(source, said, parent);
  const [, owner, over] = /^On behalf of (.+?): (.*)$/.exec(said)!;
  return namedOf(source.over!, over!, parent).map((name) => `${owner} ${name}`);
}

function namedOf({ by, role, grant }: Source, said: string, parent: Told | undefined): string[] {
  if (by === 'parent') return ['parent', ...namedBy(parent!)];
  const own = `${role}/${grant}`;
  if (by !== 'sharing') return [own];
  const [, rule] = /“(.+?)”/.exec(said)!;
  return [`${rule} ${own}`, own];
}

/**
 * A way that no grant can be named of: to a record of no parent for who sees every parent, and by a share where what
 * may be done follows from the parents' object.
 */
const isUnnamed = ({ ways, parent }: Told): boolean => {
  const { source } = ways[0]!;
  const { by, role } = source.over ?? source;
  return by === 'parent' ? parent === undefined || isUnnamed(parent) : by === 'sharing' && role === undefined;
};

/** The records that a user is given of an object, by their own list. */
async function listed(world: AccessWorld, user: UserSpec, object: string): Promise<ReadonlySet<string>> {
  const { status, body } = await world.ask(user, 'GET', `/api/records/${object}?limit=1000&fields=id`);
  return new Set(status === 200 ? body.records.map(({ id }: { id: string }) => id) : []);
}

/** What is wrong with an explanation, if anything is. */
function faultOf(
  world: AccessWorld,
  oracle: Oracle,
  row: StoredRow,
  told: Told,
  isListed: boolean,
): string | undefined {
  const { user } = oracle;
  const isGranted = told.verdict === 'granted';
  if (isGranted !== isListed) return `is ${told.verdict}, but the list ${isListed ? 'has' : 'lacks'} it`;
  if (isGranted) {
    if (isUnnamed(told)) return undefined;
    const named = namedBy(told);
    const isEnough = makeOracle(world, user, (source) => !named.includes(source)).sees(row);
    return isEnough ? undefined : `${named.join(', ')} alone does not grant it`;
  }
  if ((told.reason === 'object') !== !oracle.can(row.object, 'read'))
    return 'an object that may be read, or not';
  if (told.reason !== 'restriction') return undefined;
  const free = { ...world, specification: { ...world.specification, restrictions: [] } };
  return makeOracle(free, user).sees(row) ? undefined : 'without restrictions it is not granted either';
}

const isParent = (source: string): boolean => source === 'parent' || source.endsWith(' parent');

/** Whether nobody else grants what the named way grants: without it the verdict is the other one. */
const isFlipped = (world: AccessWorld, { user }: Oracle, row: StoredRow, told: Told): boolean => {
  const named = namedBy(told).find((source) => !isParent(source))!;
  return !makeOracle(world, user, (source) => source === named).sees(row);
};

/** Whether some way of the oracle besides the named one grants it, so that it stays granted without that. */
const hasAnother = (world: AccessWorld, { user }: Oracle, row: StoredRow, told: Told): boolean => {
  const named = namedBy(told).find((source) => !isParent(source))!;
  return waysOf(world, user)
    .filter(([source]) => source !== named)
    .some((way) => makeOracle(world, user, (source) => !isParent(source) && !way.includes(source)).sees(row));
};

/** Each way that a user may have, with the grant that it stands on. */
const waysOf = (world: AccessWorld, { roles, actsFor }: UserSpec): string[][] => {
  const { specification, users } = world;
  const grants = roles.flatMap((name) =>
    specification.roles.get(name)!.grants.map((_, index) => `${name}/${index}`),
  );
  return [
    ...grants.map((grant) => [grant]),
    ...specification.sharing.flatMap(({ name }) => grants.map((grant) => [`${name} ${grant}`, grant])),
    ...actsFor.flatMap((id) => {
      const owner = users.get(id)!;
      return waysOf(world, { ...owner, actsFor: [] }).map((way) => way.map((one) => `${owner.name} ${one}`));
    }),
  ];
};

/** Asks of `n` random users and records why one may read the other, or may not. */
export async function explainPairs(
  world: AccessWorld,
  { seed, n }: { readonly seed: number; readonly n: number },
): Promise<Explained> {
  const random = makeRandom(seed);
  const users = [...world.users.values()];
  const objects = [...world.specification.objects.values()].filter(
    ({ isSystem, isLink }) => !isSystem && !isLink,
  );
  const lists = new Map<string, ReadonlySet<string>>();
  const oracles = new Map<string, Oracle>();
  const oracleOf = (user: UserSpec): Oracle => {
    const oracle = oracles.get(user.id) ?? makeOracle(world, user);
    oracles.set(user.id, oracle);
    return oracle;
  };
  const shown = new Set<string>();
  const faults: Fault[] = [];
  const counted = { granted: 0, denied: 0, flipped: 0 };
  for (let asked = 0; asked < n; asked += 1) {
    const user = random.pick(users);
    const oracle = oracleOf(user);
    // half of them of what is granted, which is the smaller part
    const rows = world.rows.get(random.pick(objects).name)!.filter(({ isDeleted }) => !isDeleted);
    const seen = rows.filter(oracle.sees);
    const row = random.pick(seen.length > 0 && random.chance(0.6) ? seen : rows);
    if (!shown.has(row.id)) {
      shown.add(row.id);
      for (const one of await viewersFaults(world, oracleOf, row)) faults.push({ ...one, row, said: '' });
    }
    const key = `${user.id} ${row.object}`;
    const list = lists.get(key) ?? (await listed(world, user, row.object));
    lists.set(key, list);
    const { status, text, body } = await world.operator(
      'GET',
      `/api/records/${row.object}/${row.id}/access?user=${user.id}`,
    );
    const told = body as Told;
    const fault = status === 200 ? faultOf(world, oracle, row, told, list.has(row.id)) : `status ${status}`;
    if (fault) faults.push({ user, row, fault, said: text });
    else if (told.verdict === 'denied') counted.denied += 1;
    else {
      counted.granted += 1;
      if (isUnnamed(told)) continue;
      if (isFlipped(world, oracle, row, told)) counted.flipped += 1;
      else if (!hasAnother(world, oracle, row, told))
        faults.push({ user, row, fault: 'without what it names it stays granted, by nothing', said: text });
    }
  }
  return { faults, ...counted, listed: shown.size };
}

export const describeFault = ({ user, row, fault, said }: Fault): string =>
  [
    `${fault}: ${row.object} ${row.id} of ${user.name} (${user.roles.join(', ')})`,
    `  ${said.slice(0, 1_500)}`,
  ].join('\n');
