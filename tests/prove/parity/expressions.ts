import type { Kind } from '../../../engine/expression/index.ts';
import { FIELDS, type ProofField, type ProofRelation, RELATIONS, spelled } from './fields.ts';
import type { Random } from './random.ts';
import { DAYS, IDS, MOMENTS, randomNumber, TEXTS } from './rows.ts';

/** Random choices, and what stands for one of many inside macros. */
interface Around extends Random {
  readonly items: readonly Item[];
}

/** One of many: a record with the names of what it has, or the member of a list. */
interface Item {
  readonly variable: string;
  readonly names: Readonly<Partial<Record<Kind, readonly string[]>>>;
  readonly relations: readonly ProofRelation[];
}

type Make = (random: Around, depth: number) => string;

const namesBy = (fields: readonly ProofField[], before = ''): Item['names'] =>
  Object.fromEntries(
    [...Map.groupBy(fields, ({ kind }) => kind)].map(([kind, all]) => [
      kind,
      all.map((field) => `${before}${spelled(field)}`),
    ]),
  );

const NAMES = namesBy(FIELDS);

/** A name of that kind, inside macros mostly of what they ask. */
function nameOf(random: Around, kind: Kind): string {
  const item = random.items.length > 0 && random.chance(0.7) ? random.pick(random.items) : undefined;
  return random.pick(item?.names[kind] ?? NAMES[kind]!);
}

const IDENTITIES = ['owner', 'account', 'account.owner', 'user.id'] as const;

const quoted = (text: string): string => JSON.stringify(text);

/** A literal that has no sign of its own and no zero before others. */
const literalNumber = (random: Around): string =>
  randomNumber(random, random.chance(0.8) ? [3, 2] : [24, 12]).replace(/^-/, random.chance(0.5) ? '-' : '');

const SCALARS = ['string', 'decimal', 'bool', 'date', 'timestamp'] as const;

/** What is of a kind without anything inside. */
const LEAVES: Readonly<Record<(typeof SCALARS)[number] | 'list', Make>> = {
  string: (random) =>
    random.chance(0.7) ? nameOf(random, 'string') : quoted(random.pick(random.chance(0.8) ? TEXTS : IDS)),
  decimal: (random) => (random.chance(0.7) ? nameOf(random, 'decimal') : literalNumber(random)),
  bool: (random) => (random.chance(0.85) ? nameOf(random, 'bool') : random.pick(['true', 'false'])),
  date: (random) => {
    if (random.chance(0.7)) return nameOf(random, 'date');
    return random.chance(0.3) ? 'today()' : `date(${quoted(random.pick(DAYS))})`;
  },
  timestamp: (random) => {
    if (random.chance(0.7)) return nameOf(random, 'timestamp');
    return random.chance(0.3) ? 'now()' : `timestamp(${quoted(random.pick(MOMENTS))})`;
  },
  list: (random) => nameOf(random, 'list'),
};

const of =
  (kind: keyof typeof LEAVES): Make =>
  (random, depth) =>
    depth <= 0 || random.chance(0.35)
      ? LEAVES[kind](random, 0)
      : random.pick(COMPOSITES[kind])(random, depth - 1);

/** Null is a value of every kind. */
const orNull =
  (make: Make): Make =>
  (random, depth) =>
    random.chance(0.06) ? random.pick(['null', '""']) : make(random, depth);

const infix =
  (signs: readonly string[], left: Make, right: Make = left): Make =>
  (random, depth) =>
    `(${left(random, depth)} ${random.pick(signs)} ${right(random, depth)})`;

const call =
  (names: readonly string[], ...makes: readonly Make[]): Make =>
  (random, depth) => {
    const [first, ...others] = makes.map((make) => make(random, depth));
    const name = random.pick(names);
    // a number before a dot would be read as a decimal
    const isMethod = random.chance(0.5) && /^[a-z(]/.test(first!) && !first!.startsWith('null');
    return isMethod ? `${first}.${name}(${others.join(', ')})` : `${name}(${[first, ...others].join(', ')})`;
  };

const choice =
  (make: Make): Make =>
  (random, depth) =>
    `(${of('bool')(random, depth)} ? ${orNull(make)(random, depth)} : ${make(random, depth)})`;

const several = (make: Make, random: Around, depth: number, least: number): string =>
  Array.from({ length: least + random.below(3) }, () => make(random, depth)).join(', ');

const manyOf =
  (names: readonly string[], make: Make): Make =>
  (random, depth) =>
    `${random.pick(names)}(${make(random, depth)}, ${several(orNull(make), random, depth, 1)})`;

const chained =
  (sign: string): Make =>
  (random, depth) =>
    `(${Array.from({ length: 2 + random.below(3) }, () => of('bool')(random, depth)).join(` ${sign} `)})`;

const membership =
  (make: Make): Make =>
  (random, depth) =>
    `(${orNull(make)(random, depth)} in [${random.chance(0.1) ? '' : several(make, random, Math.min(depth, 1), 1)}])`;

const identity: Make = (random) =>
  random.pick<Make>([
    (r) => `(${r.pick(IDENTITIES)} ${r.pick(['==', '!=', '<', '<=', '>', '>='])} ${r.pick(IDENTITIES)})`,
    (r) =>
      `(${r.pick(IDENTITIES)} ${r.pick(['==', '!=', '<', '>='])} ${quoted(r.pick([...IDS, ...IDS, ...TEXTS]))})`,
    (r) => `(${r.pick(IDENTITIES)} in [${r.pick(IDENTITIES)}, ${r.pick(IDENTITIES)}])`,
    (r) => `(${r.pick(IDENTITIES)} in [${quoted(r.pick(IDS))}, ${quoted(r.pick([...IDS, 'x']))}])`,
    (r) => `(${r.pick(IDENTITIES)} in [${quoted(r.pick(TEXTS))}])`,
    (r) => `(${r.pick(IDENTITIES)} in [${r.pick(IDENTITIES)}, ${quoted(r.pick([...IDS, 'x']))}])`,
    (r) => `same(${r.pick(IDENTITIES)}, ${r.pick([...IDENTITIES, 'name', quoted(r.pick(IDS))])})`,
  ])(random, 0);

/** Lists of texts: of fields, chosen, written out, put together, taken from texts and made of others. */
const list: Make = (random, depth) => {
  if (depth <= 0 || random.chance(0.5)) return LEAVES.list(random, 0);
  return random.pick<Make>([
    (r) =>
      `(${of('bool')(r, depth)} ? ${r.pick([LEAVES.list(r, 0), 'null'])} : [${several(of('string'), r, 0, 0)}])`,
    (r) => `(${list(r, depth - 1)} + ${list(r, depth - 1)})`,
    (r) => `[${several(of('string'), r, 0, 1)}]`,
    (r) => `split(${of('string')(r, depth - 1)}, ${r.pick(['"a"', '"-"', '"😀"', LEAVES.string(r, 0)])})`,
    (r) =>
      `split(${of('string')(r, depth - 1)}, ${r.pick(['"a"', '"-"', LEAVES.string(r, 0)])}, ${count(r, 0)})`,
    (r) => mapped(r, depth - 1),
  ])(random, depth);
};

/** A list of what is made of each member of another. */
const mapped: Make = (random, depth) => {
  if (random.items.length >= VARIABLES.length) return LEAVES.list(random, 0);
  const variable = VARIABLES[random.items.length]!;
  const item: Item = { variable, names: { string: [variable] }, relations: [] };
  return `${LEAVES.list(random, 0)}.map(${variable}, ${of('string')(inside(random, item), Math.min(depth, 1))})`;
};

const comparison = (kind: (typeof SCALARS)[number]): Make => {
  const signs = kind === 'bool' ? ['==', '!='] : ['==', '!=', '<', '<=', '>', '>='];
  return infix(signs, orNull(of(kind)), orNull(of(kind)));
};

const VARIABLES = ['l', 'x'] as const;

/** Related records, and what stands for one of them. */
function manyRecords(random: Around): { source: string; item: Item } {
  const variable = VARIABLES[random.items.length]!;
  const around = random.items.filter(({ relations }) => relations.length > 0);
  const home = random.chance(0.5) && around.length > 0 ? around[0] : undefined;
  const { path, fields, relations } = random.pick(home ? home.relations : RELATIONS);
  return {
    source: `${home ? `${home.variable}.` : ''}${path.join('.')}`,
    item: { variable, names: namesBy(fields, `${variable}.`), relations },
  };
}

const inside = (random: Around, item: Item): Around => ({ ...random, items: [...random.items, item] });

/** A question about related records; not more than two of them inside each other. */
const asking =
  (names: readonly string[], asked: Make, otherwise: Make): Make =>
  (random, depth) => {
    if (random.items.length >= VARIABLES.length) return otherwise(random, depth);
    const { source, item } = manyRecords(random);
    const condition = () => of('bool')(inside(random, item), Math.min(depth, 1));
    const filtered = random.chance(0.3) ? `${source}.filter(${item.variable}, ${condition()})` : source;
    return `${filtered}.${random.pick(names)}(${item.variable}, ${asked(inside(random, item), Math.min(depth, 1))})`;
  };

const counting: Make = (random) => {
  if (random.items.length >= VARIABLES.length) return '0';
  const { source, item } = manyRecords(random);
  return random.chance(0.5)
    ? `size(${source})`
    : `size(${source}.filter(${item.variable}, ${of('bool')(inside(random, item), 1)}))`;
};

/** A question about the members of a list. */
const askingMembers =
  (names: readonly string[]): Make =>
  (random, depth) => {
    if (random.items.length >= VARIABLES.length) return 'true';
    const variable = VARIABLES[random.items.length]!;
    const [kind, source] = random.pick([
      ['string', nameOf(random, 'list')],
      ['string', `[${several(of('string'), random, 0, 1)}]`],
      ['decimal', `[${several(of('decimal'), random, 0, 1)}]`],
      ['date', `[${several(of('date'), random, 0, 1)}]`],
    ] as const);
    const item: Item = { variable, names: { [kind]: [variable] }, relations: [] };
    const asked = of('bool')(inside(random, item), Math.min(depth, 1));
    return `${source}.${random.pick(names)}(${variable}, ${asked})`;
  };

/** Counts and places of characters, and what is none. */
const count: Make = (random, depth) =>
  random.chance(0.5)
    ? random.pick(['0', '1', '2', '3', '-1', '2.9', '1000000'])
    : of('decimal')(random, depth);

/** Texts that spell numbers, and such that nearly do. */
const SPELLED = ['0', '-0', '007', '12.50', '.5', '5.', '1e3', '１２', ' 1', '1\n', '-1.000000000001', '+1'];

const days = call(['days'], orNull(of('decimal')));
const hours = call(['hours'], orNull(of('decimal')));
const both =
  (kind: 'days' | 'hours', make: Make): Make =>
  (random, depth) =>
    depth > 0 && random.chance(0.15)
      ? `(${of('bool')(random, 0)} ? ${make(random, 0)} : ${random.chance(0.3) ? 'null' : `${kind}(3)`})`
      : make(random, depth);

/** A random pattern of the kind that `matches` takes. */
const pattern = (random: Around, depth = 2): string => {
  const atom = () =>
    depth > 0 && random.chance(0.25)
      ? `(${random.chance(0.5) ? '?:' : ''}${pattern(random, depth - 1)})`
      : random.pick(PATTERN_ATOMS);
  const part = () => (random.chance(0.12) ? random.pick(['^', '$']) : atom() + random.pick(PATTERN_TIMES));
  const branch = () => Array.from({ length: 1 + random.below(3) }, part).join('');
  return Array.from({ length: random.chance(0.25) ? 2 : 1 }, branch).join('|');
};

const PATTERN_ATOMS = [
  ...['a', 'b', 'é', '😀', '云', ' ', '\\.', '\\d', '\\w', '\\s', '\\D', '\\W', '\\S', '.', '\\n', '-'],
  ...['[ab]', '[^a]', '[0-9a-c]', '[一-龥]', '[^\\s\\d]', '[-x]', '[😀-😂]', '[\\]\\\\]', '\ufffd'],
];
const PATTERN_TIMES = ['', '', '', '*', '+', '?', '{2}', '{1,3}', '{0,2}', '{2,}', '*?', '{0}'];

/** What is of a kind and has others inside. */
const COMPOSITES: Readonly<Record<(typeof SCALARS)[number] | 'list', readonly Make[]>> = {
  bool: [
    ...SCALARS.map(comparison),
    ...SCALARS.map(comparison),
    ...SCALARS.map((kind) => membership(of(kind))),
    ...SCALARS.map((kind) => call(['has'], of(kind))),
    ...SCALARS.map((kind) => manyOf(['coalesce'], of(kind))).slice(2, 3),
    ...SCALARS.map(
      (kind): Make =>
        (random, depth) =>
          `same(${orNull(of(kind))(random, depth)}, ${of(kind)(random, depth)})`,
    ),
    chained('&&'),
    chained('&&'),
    chained('||'),
    chained('||'),
    (random, depth) => `!${of('bool')(random, depth)}`,
    choice(of('bool')),
    call(['contains', 'startsWith', 'endsWith'], of('string'), orNull(of('string'))),
    call(['contains', 'startsWith', 'endsWith'], of('string'), orNull(of('string'))),
    infix(['in'], orNull(of('string')), list),
    infix(['in'], LEAVES.string, list),
    infix(['==', '!='], list, () => 'null'),
    infix(['==', '!='], list),
    (random, depth) => `same(${list(random, depth)}, ${list(random, depth)})`,
    call(['isWorkday'], of('date')),
    (random, depth) => `matches(${of('string')(random, depth)}, ${quoted(pattern(random))})`,
    call(['has'], list),
    identity,
    identity,
    asking(['exists', 'all', 'exists_one'], (random, depth) => of('bool')(random, depth), LEAVES.bool),
    asking(['exists', 'all', 'exists_one'], (random, depth) => of('bool')(random, depth), LEAVES.bool),
    askingMembers(['exists', 'all', 'exists_one']),
    (random, depth) => `(${askingMembers(['filter'])(random, depth).replace(/^true$/, 'tags')} != null)`,
  ],
  string: [
    call(['upper', 'lower', 'trim'], of('string')),
    call(['left', 'right'], of('string'), count),
    call(['mid'], of('string'), count, count),
    call(['charAt'], of('string'), count),
    call(['substring'], of('string'), count),
    call(['substring'], of('string'), count, count),
    call(['reverse', 'lowerAscii', 'upperAscii'], of('string')),
    call(['join'], list),
    call(['join'], list, orNull(of('string'))),
    (random, depth) => `${list(random, depth)}[${count(random, depth)}]`,
    call(['replace'], of('string'), of('string'), orNull(of('string'))),
    call(['text'], of('decimal')),
    call(['text'], of('date')),
    (random, depth) => `fixed(${of('decimal')(random, depth)}, ${random.below(15)})`,
    infix(['+'], orNull(of('string'))),
    choice(of('string')),
    manyOf(['coalesce'], of('string')),
  ],
  decimal: [
    infix(['+', '-', '*', '/', '%'], orNull(of('decimal'))),
    infix(['+', '-', '*', '/', '%'], of('decimal')),
    infix(['/'], of('decimal')),
    () => '(big / count)',
    (random, depth) => `-${of('decimal')(random, depth)}`,
    call(['abs', 'floor', 'ceil', 'round'], of('decimal')),
    (random, depth) => `round(${of('decimal')(random, depth)}, ${random.below(15)})`,
    manyOf(['min', 'max', 'coalesce'], of('decimal')),
    call(['size'], of('string')),
    call(['size'], list),
    call(['year', 'month', 'day', 'weekday', 'week', 'quarter'], of('date')),
    call(['daysBetween', 'monthsBetween', 'yearsBetween', 'workdaysBetween'], orNull(of('date')), of('date')),
    call(['hour', 'minute'], of('timestamp')),
    call(['hoursBetween'], of('timestamp'), orNull(of('timestamp'))),
    call(['find', 'indexOf', 'lastIndexOf'], of('string'), of('string')),
    call(['indexOf', 'lastIndexOf'], of('string'), orNull(of('string')), count),
    (random, depth) => `[${several(of('decimal'), random, Math.min(depth, 1), 1)}][${count(random, 0)}]`,
    call(['number'], of('string')),
    (random) => `number(${quoted(random.pick(SPELLED))})`,
    choice(of('decimal')),
    counting,
    asking(
      ['sum', 'sum', 'avg', 'min', 'max'],
      (random, depth) => of('decimal')(random, depth),
      LEAVES.decimal,
    ),
    asking(
      ['sum', 'sum', 'avg', 'min', 'max'],
      (random, depth) => of('decimal')(random, depth),
      LEAVES.decimal,
    ),
  ],
  date: [
    infix(['+', '-'], orNull(of('date')), both('days', days)),
    infix(['+', '-'], of('date'), days),
    call(['date'], of('timestamp')),
    call(['date'], of('timestamp')),
    call(['date'], of('string')),
    (random, depth) =>
      `date(${random.pick(['year(due)', 'year(born) + 1', '2024', 'count'])}, ${count(random, 0)}, ${count(random, depth)})`,
    call(['startOfWeek', 'startOfMonth', 'startOfQuarter', 'startOfYear', 'endOfMonth'], of('date')),
    call(['addMonths', 'addWorkdays', 'addWorkdays'], of('date'), orNull(count)),
    manyOf(['min', 'max', 'coalesce'], of('date')),
    choice(of('date')),
    asking(['min', 'max'], (random, depth) => of('date')(random, depth), LEAVES.date),
  ],
  timestamp: [
    infix(['+', '-'], orNull(of('timestamp')), both('hours', hours)),
    infix(['+', '-'], of('timestamp'), hours),
    manyOf(['min', 'max', 'coalesce'], of('timestamp')),
    choice(of('timestamp')),
    asking(['min', 'max'], (random, depth) => of('timestamp')(random, depth), LEAVES.timestamp),
  ],
  list: [list],
};

/** A random expression: half of them conditions, the rest values of any kind. */
export function randomExpression(given: Random): string {
  const random: Around = { ...given, items: [] };
  const kind = random.chance(0.5) ? 'bool' : random.pick([...SCALARS, 'decimal', 'list'] as const);
  return random.pick(COMPOSITES[kind])(random, random.below(4));
}
