import { beside } from './beside.ts';
import type { Path, Value } from './conditions.ts';
import type { Oracle } from './oracle.ts';
import {
  type AggregateQuestion,
  type ListQuestion,
  measureNames,
  type Question,
  type SearchQuestion,
} from './questions.ts';
import { type Contents, type FieldSpec, isGranted, type StoredRow } from './specification.ts';

/** What the oracle says that a question is answered with. */
export interface Expected {
  readonly status: number;
  readonly body?: unknown;
}

const refused = (status: number): Expected => ({ status });

/** The field at the end of a path. */
function fieldAt(contents: Contents, object: string, path: Path): FieldSpec {
  const [first, ...others] = path;
  const field = contents.specification.objects.get(object)!.fields.get(first!)!;
  if (others.length === 0 || field.parts) return field;
  return fieldAt(contents, field.target!, others);
}

/** Whether a name of `fields` may be asked for: masked values too, at its end. */
function canAnswer(contents: Contents, oracle: Oracle, object: string, path: Path): boolean {
  const [first, ...others] = path;
  const field = contents.specification.objects.get(object)?.fields.get(first!);
  if (!field) return false;
  if (field.lines) {
    const { object: child, to, target } = field.lines;
    if (!oracle.canRead(object, first!) || !oracle.can(child, 'read')) return false;
    if (to === undefined) return others.length === 0 || canAnswer(contents, oracle, child, others);
    if (!oracle.can(target!, 'read')) return false;
    return others.length === 0 || canAnswer(contents, oracle, target!, others);
  }
  if (others.length === 0) return oracle.isShown(object, first!);
  // of a stage no more is answered than what stands under names of its own
  if (field.parts)
    return (
      !field.stages && oracle.isShown(object, first!) && others.length === 1 && others[0]! in field.parts
    );
  return (
    oracle.isShown(object, first!) &&
    field.target !== undefined &&
    oracle.can(field.target, 'read') &&
    canAnswer(contents, oracle, field.target, others)
  );
}

type Tree = Map<string, Branch>;

interface Branch {
  readonly below: Tree;
  /** asked for by itself, not only for what is below it */
  isWhole: boolean;
}

const treeOf = (paths: readonly Path[]): Tree => {
  const tree: Tree = new Map();
  for (const path of paths) {
    let level = tree;
    for (const [index, name] of path.entries()) {
      const branch = level.get(name) ?? { below: new Map(), isWhole: false };
      level.set(name, branch);
      if (index === path.length - 1) branch.isWhole = true;
      level = branch.below;
    }
  }
  return tree;
};

/** Some parts of a composite; null where none of them has a value. */
function partsOf(oracle: Oracle, row: StoredRow, field: FieldSpec, wanted: Tree): unknown {
  const whole = field.targets ? undefined : (oracle.wire(row, field.name) as Record<string, unknown> | null);
  const parts = [...wanted.keys()].map((part): [string, unknown] => [
    part,
    field.targets ? oracle.value(row, [field.name, part]) : (whole?.[part] ?? null),
  ]);
  return parts.some(([, value]) => value !== null) ? Object.fromEntries(parts) : null;
}

/** What is answered of a record; lists are compared without their order. */
function recordOf(contents: Contents, oracle: Oracle, row: StoredRow, wanted: Tree): Record<string, unknown> {
  const { specification, rows } = contents;
  const object = specification.objects.get(row.object)!;
  const answer: Record<string, unknown> = { id: row.id };
  for (const [name, { below, isWhole }] of wanted) {
    const field = object.fields.get(name)!;
    if (field.parts && !isWhole) answer[name] = partsOf(oracle, row, field, below);
    else if (field.parts) answer[name] = oracle.wire(row, name);
    else if (field.lines) answer[name] = linesOf(contents, oracle, row, field, below);
    else if (below.size > 0) {
      const to = oracle.target(row, name);
      answer[name] = to ? recordOf({ ...contents, rows }, oracle, to, below) : null;
    } else answer[name] = oracle.wire(row, name);
  }
  return answer;
}

function linesOf(
  contents: Contents,
  oracle: Oracle,
  row: StoredRow,
  { lines }: FieldSpec,
  below: Tree,
): unknown {
  const { object: child, via, to } = lines!;
  // who reads the field knows to whom its records belong
  const records = contents.rows.get(child)!.filter((one) => one.values[via] === row.id && oracle.sees(one));
  if (to !== undefined) {
    const linked = records.flatMap((link) => oracle.target(link, to) ?? []);
    return linked.map((one) => (below.size > 0 ? recordOf(contents, oracle, one, below) : one.id));
  }
  const shown = [...contents.specification.objects.get(child)!.fields.keys()].filter(
    (name) => name !== via && oracle.isShown(child, name),
  );
  const wanted = below.size > 0 ? below : treeOf(shown.map((name) => [name]));
  return records.map((one) => recordOf(contents, oracle, one, wanted));
}

const shownFields = ({ specification }: Contents, oracle: Oracle, object: string): string[] =>
  [...specification.objects.get(object)!.fields.values()]
    .filter(({ name, kind }) => kind !== 'list' && oracle.isShown(object, name))
    .map(({ name }) => name);

const compare = (a: Exclude<Value, null>, b: Exclude<Value, null>): number => (a < b ? -1 : a > b ? 1 : 0);

/** What a record is sorted by: relations by the title of what they point at, choices by their place. */
function sortValue(contents: Contents, oracle: Oracle, row: StoredRow, path: Path): Value {
  const field = fieldAt(contents, row.object, path);
  if (field.targets) return oracle.value(row, path.at(-1) === field.name ? [...path, 'title'] : path);
  if (field.kind === 'relation') {
    const title = oracle.canRead(field.target!, 'name') ? 'name' : undefined;
    return oracle.value(row, title ? [...path, title] : path);
  }
  const value = oracle.value(row, path);
  if (value === null) return null;
  if (field.stages && path.at(-1) === field.name) return field.stages.get(String(value))?.order ?? null;
  return field.options ? field.options.indexOf(String(value)) : value;
}

function sorted(
  contents: Contents,
  oracle: Oracle,
  rows: readonly StoredRow[],
  { sort = [] }: ListQuestion,
): StoredRow[] {
  const last = sort.at(-1)?.isDescending ?? true;
  const keyed = rows.map((row) => ({
    row,
    keys: sort.map(({ path }) => sortValue(contents, oracle, row, path)),
  }));
  keyed.sort((a, b) => {
    for (const [index, { isDescending }] of sort.entries()) {
      const [left, right] = [a.keys[index]!, b.keys[index]!];
      if (left === null || right === null) {
        if (left !== right) return left === null ? 1 : -1;
        continue;
      }
      const order = compare(left, right);
      if (order !== 0) return isDescending ? -order : order;
    }
    return last ? compare(b.row.id, a.row.id) : compare(a.row.id, b.row.id);
  });
  return keyed.map(({ row }) => row);
}

/** How what is Chinese in the world's texts may be typed. */
const SPELLINGS: ReadonlyMap<string, readonly string[]> = new Map([
  ['曾丽', ['cengli', 'zengli', 'cl', 'zl', 'li', 'l']],
]);

/** Whether a text has a word that is looked for: anywhere, one of two letters where a word begins, or as it sounds. */
function hasWord(text: string, word: string): boolean {
  const words = text.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  const isShort = word.length < 3 && /^[a-z]+$/.test(word);
  if (isShort ? words.some((one) => one.startsWith(word)) : words.join(' ').includes(word)) return true;
  return words.some((one) => SPELLINGS.get(one)?.some((spelling) => spelling.startsWith(word)) === true);
}

/** Whether a search finds a record: each word in its title or a searched field, as far as they may be read. */
function isFound({ specification }: Contents, oracle: Oracle, row: StoredRow, q: string): boolean {
  const texts = [...specification.objects.get(row.object)!.fields.values()]
    .filter(({ name, isSearched }) => isSearched && oracle.canRead(row.object, name))
    .map(({ name }) => String(oracle.value(row, [name]) ?? ''));
  const words = q.toLowerCase().trim().split(' ');
  return words.every((word) => texts.some((text) => hasWord(text, word)));
}

/** Whether records are sorted and grouped by a path: what is kept encrypted has no order. */
const isOrdered = (contents: Contents, oracle: Oracle, object: string, path: Path): boolean =>
  oracle.canFollow(object, path) && fieldAt(contents, object, path).kind !== 'secret';

function listed(contents: Contents, oracle: Oracle, question: ListQuestion): Expected {
  const { object, fields, filter, sort = [], q, isCounted, isDeleted } = question;
  const isExport = question.surface === 'export';
  if (!oracle.knows(object)) return refused(404);
  if (isExport && !oracle.can(object, 'export')) return refused(403);
  if (!oracle.can(object, 'read') || (isDeleted && !oracle.can(object, 'restore'))) return refused(403);
  const paths = (fields ?? shownFields(contents, oracle, object)).map((path) => path.split('.'));
  const isKnown =
    paths.every((path) => path[0] === 'id' || canAnswer(contents, oracle, object, path)) &&
    sort.every(({ path }) => isOrdered(contents, oracle, object, path)) &&
    (filter === undefined || oracle.canAsk(object, filter));
  if (!isKnown) return refused(400);
  const found = contents.rows
    .get(object)!
    .filter((row) =>
      isDeleted ? row.isDeleted && oracle.may(row, 'read') && oracle.may(row, 'restore') : oracle.sees(row),
    )
    .filter((row) => !isExport || oracle.may(row, 'export'))
    .filter((row) => filter === undefined || oracle.holds(row, filter))
    .filter((row) => q === undefined || isFound(contents, oracle, row, q));
  const tree = treeOf(paths);
  const records = sorted(contents, oracle, found, question).map((row) =>
    recordOf(contents, oracle, row, tree),
  );
  return { status: 200, body: { records, ...(isCounted && { count: records.length }) } };
}

/** The records that a search finds; what is only nearly so nobody misses. */
function searched(contents: Contents, oracle: Oracle, { object, q }: SearchQuestion): Expected {
  if (!oracle.knows(object)) return refused(404);
  if (!oracle.can(object, 'read')) return refused(403);
  const rows = contents.rows
    .get(object)!
    .filter((row) => oracle.sees(row) && isFound(contents, oracle, row, q));
  return { status: 200, body: rows.map(({ id }) => id) };
}

function one(
  contents: Contents,
  oracle: Oracle,
  object: string,
  id: string,
  fields?: readonly string[],
): Expected {
  if (!oracle.knows(object)) return refused(404);
  if (!oracle.can(object, 'read')) return refused(403);
  const paths = (fields ?? shownFields(contents, oracle, object)).map((path) => path.split('.'));
  if (!paths.every((path) => path[0] === 'id' || canAnswer(contents, oracle, object, path)))
    return refused(400);
  const row = contents.rows.get(object)!.find((each) => each.id === id)!;
  if (!oracle.sees(row)) return refused(404);
  return { status: 200, body: recordOf(contents, oracle, row, treeOf(paths)) };
}

function measured(
  rows: readonly StoredRow[],
  oracle: Oracle,
  { call, path }: NonNullable<AggregateQuestion['measure']>,
): Value {
  const values = rows.map((row) => oracle.value(row, path)).filter((value) => value !== null);
  if (call === 'count') return values.length;
  if (values.length === 0) return null;
  const numbers = values.map(Number);
  if (call === 'sum') return numbers.reduce((a, b) => a + b, 0);
  return call === 'min' ? Math.min(...numbers) : Math.max(...numbers);
}

function aggregated(contents: Contents, oracle: Oracle, question: AggregateQuestion): Expected {
  const { object, group, measure, filter } = question;
  if (!oracle.knows(object)) return refused(404);
  if (!oracle.can(object, 'read')) return refused(403);
  const isKnown =
    (group === undefined || isOrdered(contents, oracle, object, group)) &&
    (measure === undefined || oracle.canFollow(object, measure.path));
  if (!isKnown || (filter && !oracle.canAsk(object, filter))) return refused(400);
  const rows = contents.rows
    .get(object)!
    .filter((row) => oracle.sees(row) && (filter === undefined || oracle.holds(row, filter)));
  const groups = group ? Map.groupBy(rows, (row) => oracle.value(row, group)) : new Map([[null, rows]]);
  const [, name] = measureNames(question);
  const records = [...groups].map(([value, members]) => ({
    ...(group && { [group.join('.')]: value }),
    'count()': members.length,
    ...(measure && { [name!]: measured(members, oracle, measure) }),
  }));
  return { status: 200, body: { groups: records } };
}

/** What is asked at addresses that are not for users of the portal. */
const INSIDE: readonly Question['surface'][] = ['history', 'team', 'explain'];

/** The answer to a question, as what documents say has it. */
export function expectedOf(contents: Contents, oracle: Oracle, question: Question): Expected {
  const { objects } = contents.specification;
  if (oracle.user.portal && INSIDE.includes(question.surface)) return refused(403);
  switch (question.surface) {
    case 'list':
    case 'query':
    case 'export':
      return listed(contents, oracle, question);
    case 'get':
      return one(contents, oracle, question.object, question.id, question.fields);
    case 'search':
      return searched(contents, oracle, question);
    case 'aggregate':
      return aggregated(contents, oracle, question);
    case 'history':
    case 'team':
    case 'check':
      return beside(contents, oracle, question);
    case 'models': {
      const known = [...objects.values()].filter((one) => isGranted(one) && oracle.knows(one.name));
      return { status: 200, body: known.map(({ name }) => name).sort() };
    }
    case 'model':
    case 'form': {
      const { object } = question;
      if (!oracle.knows(object)) return refused(404);
      const { fields } = objects.get(object)!;
      const names = [...fields.values()]
        .filter(
          ({ name, isSystem, of }) =>
            !of && oracle.isShown(object, name) && !(isSystem && question.surface === 'form'),
        )
        .map(({ name }) => name)
        .sort();
      return { status: 200, body: names };
    }
    case 'explain': {
      const { object, id, action, field } = question;
      const row = contents.rows.get(object)!.find((each) => each.id === id)!;
      if (!oracle.knows(object)) return refused(404);
      if (!oracle.can(object, 'read')) return refused(403);
      if (!oracle.sees(row)) return refused(404);
      if (field !== undefined && !oracle.isShown(object, field)) return refused(400);
      const isGranted =
        field === undefined
          ? oracle.may(row, action)
          : ['read', 'write'].includes(oracle.right(row, field)) && readsAll(contents, oracle, row, field);
      return { status: 200, body: isGranted ? 'granted' : 'denied' };
    }
  }
}

/** Whether what a formula is worked out from may be read in this row. */
function readsAll({ specification }: Contents, oracle: Oracle, row: StoredRow, name: string): boolean {
  const { formula } = specification.objects.get(row.object)!.fields.get(name)!;
  return (formula?.paths ?? []).every(
    ([first]) =>
      ['read', 'write'].includes(oracle.right(row, first!)) &&
      readsAll({ specification } as Contents, oracle, row, first!),
  );
}
