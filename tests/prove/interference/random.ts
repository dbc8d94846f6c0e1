import type { Condition, Path } from '../access/conditions.ts';
import { namedIn } from '../access/conditions.ts';
import { makeOracle, type Oracle } from '../access/oracle.ts';
import { writtenFields } from '../access/random-objects.ts';
import {
  type FieldSpec,
  isGranted,
  type ObjectSpec,
  type Specification,
  type StoredRow,
  type UserSpec,
} from '../access/specification.ts';
import type { AccessWorld } from '../access/world.ts';
import type { Random } from '../parity/random.ts';
import type { Hidden } from '../surfaces.ts';
import type { Secret } from './compare.ts';

/** All that conditions look at on their way, as `object.field`; roll-ups and formulas by what they are worked out from. */
function touchedBy({ objects }: Specification, object: string, condition: Condition): ReadonlySet<string> {
  const touched = new Set<string>();
  const follow = (at: string, path: Path): void => {
    const [first, ...others] = path;
    const field = objects.get(at)?.fields.get(first!);
    if (!field) return;
    if (field.of) follow(at, [field.of]);
    touched.add(`${at}.${first}`);
    for (const one of field.formula?.paths ?? []) follow(at, one);
    if (field.rollup) {
      follow(field.rollup.object, [field.rollup.via]);
      if (field.rollup.field) follow(field.rollup.object, [field.rollup.field]);
    }
    for (const target of [field.target, ...(field.targets ?? [])])
      if (others.length > 0 && target) follow(target, others);
  };
  const visit = (at: string, one: Condition): void => {
    const { paths, relations } = namedIn(one);
    for (const path of paths) follow(at, path);
    for (const [name, of] of relations) {
      const child = objects.get(at)!.children.get(name)!;
      follow(child.object, [child.via]);
      visit(child.object, of);
    }
  };
  visit(object, condition);
  return touched;
}

/** What decides over rows that a user sees, for themselves and for whom they act. */
const decisive = (world: AccessWorld, user: UserSpec): ReadonlySet<string> =>
  new Set(
    [user, ...user.actsFor.map((id) => world.users.get(id)!)].flatMap((one) => [
      ...decidingFor(world.specification, one),
    ]),
  );

/** Conditions of the grants of a user and of the rules for them. */
function decidingFor(specification: Specification, { roles }: UserSpec): ReadonlySet<string> {
  const grants = roles.flatMap((name) => specification.roles.get(name)!.grants);
  const isFor = (names: readonly string[] | undefined): boolean =>
    names === undefined || names.some((name) => roles.includes(name));
  const conditions: (readonly [string, Condition | undefined])[] = [
    ...grants.map(({ object, where }) => [object, where] as const),
    ...specification.sharing
      .filter(({ to }) => isFor(to))
      .map(({ object, where }) => [object, where] as const),
    ...specification.restrictions
      .filter((rule) => isFor(rule.for))
      .map(({ object, allow }) => [object, allow] as const),
  ];
  return new Set(
    conditions.flatMap(([object, where]) => (where ? [...touchedBy(specification, object, where)] : [])),
  );
}

const relationsTo = (specification: Specification, target: string) =>
  [...specification.objects.values()].flatMap((object) =>
    [...object.fields.values()]
      .filter((field) => field.kind === 'relation' && field.target === target && !object.isLink)
      .map((field) => ({ object, field })),
  );

/** Roll-ups over a field, or over any of its records. */
const rollupsOver = (specification: Specification, object: string, field?: string): ReadonlySet<string> =>
  new Set(
    [...specification.objects.values()].flatMap((one) =>
      [...one.fields.values()].flatMap(({ name, rollup }) =>
        rollup?.object === object && (field === undefined || [rollup.via, rollup.field].includes(field))
          ? [name]
          : [],
      ),
    ),
  );

const done = async (reply: Promise<{ status: number; text: string }>): Promise<void> => {
  const { status, text } = await reply;
  if (status >= 300) throw new Error(`a change behind somebody's back: ${status} ${text}`);
};

/** One candidate: a record of a random model, and what would be changed in it. */
interface Candidate {
  readonly object: ObjectSpec;
  readonly row: StoredRow;
  /** absent: the record goes to the bin and comes back */
  readonly field?: FieldSpec;
}

/** Whether a value can be written: what lies in the bin is pointed at by nothing new. */
const isLive = (rows: AccessWorld['rows'], { target }: FieldSpec, value: unknown): boolean =>
  value === null ||
  value === undefined ||
  rows.get(target!)!.some(({ id, isDeleted }) => id === value && !isDeleted);

function candidate(random: Random, { specification, rows }: AccessWorld): Candidate {
  const objects = [...specification.objects.values()].filter(
    (one) => isGranted(one) && one.follows?.lines === undefined,
  );
  const object = random.pick(objects);
  const row = random.pick(rows.get(object.name)!.filter(({ isDeleted }) => !isDeleted));
  if (random.chance(0.2)) return { object, row };
  const fields = writtenFields(object).filter(
    (field) =>
      field.name !== 'parent' &&
      field.name !== object.follows?.via &&
      !field.targets &&
      !field.stages &&
      // in which rows a territory reaches
      !(field.target !== 'user' && specification.objects.get(field.target ?? '')?.isSystem) &&
      (field.kind !== 'relation' || isLive(rows, field, row.values[field.name])),
  );
  return { object, row, field: random.pick(fields) };
}

/** What moves with every write of a record. */
const MOVING = ['version', 'updated_at', 'updated_by'];

/** Whether nothing of it is for somebody to know. */
function isHidden(world: AccessWorld, oracle: Oracle, { object, row, field }: Candidate): boolean {
  const decides = decisive(world, oracle.user);
  const isSeen = oracle.sees(row);
  if (field) {
    // a record also tells that it was changed, whichever of its fields was
    if ([field.name, ...MOVING].some((name) => decides.has(`${object.name}.${name}`))) return false;
    return !isSeen || oracle.right(row, field.name) === 'none';
  }
  // a record that goes takes its value from relations, and from conditions that go along them
  return (
    !isSeen &&
    !relationsTo(world.specification, object.name).some((to) =>
      decides.has(`${to.object.name}.${to.field.name}`),
    ) &&
    ![...decides].some((one) => one.startsWith(`${object.name}.`))
  );
}

const oracles = new WeakMap<AccessWorld, Map<string, Oracle>>();

/** What a user may see; rows are again as they were whenever it is asked. */
function oracleOf(world: AccessWorld, user: UserSpec): Oracle {
  const known = oracles.get(world) ?? new Map<string, Oracle>();
  oracles.set(world, known);
  const oracle = known.get(user.id) ?? makeOracle(world, user);
  known.set(user.id, oracle);
  return oracle;
}

const TRIES = 2_000;

/** Something that is hidden from a random user of a random model: mostly from one who reads records beside it. */
export function randomSecret(random: Random, world: AccessWorld): Secret {
  const users = [...world.users.values()];
  const wanted = random.pick(['field', 'field', 'record', 'record', 'any'] as const);
  for (let tried = 0; tried < TRIES; tried += 1) {
    const chosen = candidate(random, world);
    const oracle = oracleOf(world, random.pick(users));
    const isSeen = oracle.sees(chosen.row);
    const isWanted =
      wanted === 'any' || (wanted === 'field' ? isSeen : !isSeen && oracle.can(chosen.object.name, 'read'));
    if (isWanted && isHidden(world, oracle, chosen)) return secretOf(random, world, oracle, chosen);
  }
  throw new Error(`nothing is hidden: ${wanted}`);
}

function secretOf(random: Random, world: AccessWorld, oracle: Oracle, chosen: Candidate): Secret {
  const { object, row } = chosen;
  const field = chosen.field ?? random.pick(writtenFields(object));
  const path = `/api/records/${object.name}/${row.id}`;
  const pointing = relationsTo(world.specification, object.name).flatMap(({ object: from, field: via }) => {
    const one = world.rows
      .get(from.name)!
      .find(({ values, isDeleted }) => !isDeleted && values[via.name] === row.id);
    return one ? [{ object: from.name, via: via.name, id: one.id }] : [];
  });
  const held = row.values[field.name] ?? null;
  const others = world.rows
    .get(object.name)!
    .map(({ values }) => values[field.name] ?? null)
    .filter(
      (value) =>
        JSON.stringify(value) !== JSON.stringify(held) &&
        (field.kind !== 'relation' || isLive(world.rows, field, value)),
    );
  const hidden: Hidden = {
    user: oracle.user.id,
    object: object.name,
    id: row.id,
    field: field.name,
    isRecordSeen: oracle.sees(row),
    isNumber: field.kind === 'integer',
    text: typeof held === 'string' && held !== '' ? held : 'alpha',
    pointing,
    files: [],
  };
  const write = (value: unknown) => () => done(world.operator('PATCH', path, { [field.name]: value }));
  return {
    hidden,
    roles: oracle.user.roles,
    ask: ({ method, path: asked, body }) => world.ask(oracle.user, method, asked, body),
    told: new Set(),
    rollups: rollupsOver(world.specification, object.name, chosen.field?.name),
    ...(chosen.field
      ? { change: write(others.length > 0 ? random.pick(others) : null), undo: write(held) }
      : {
          change: () => done(world.operator('DELETE', path)),
          undo: () => done(world.operator('POST', `${path}/actions/restore`)),
        }),
  };
}
