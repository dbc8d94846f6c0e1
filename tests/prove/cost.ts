/**
 * `npm run prove -- cost`: how long anything within the limits keeps the event loop, in processor time: expressions of
 * the greatest size, patterns made to be slow, values as large as types take them, a document of 400 fields and 1,000 options, and records of
 * it. More than 50 ms for one of them is a difference. Each is run cold once (its first run
 * compiles, and is told apart) and `--n` times warm (default 30); the worst warm run counts.
 */
import {
  checkExpression,
  evaluate,
  type Scope,
  toSql,
  type WireValue,
} from '../../engine/expression/index.ts';
import { sizeOfText } from '../../engine/expression/values.ts';
import { type FieldFacts, fieldType, isMatch, longestFor } from '../../engine/field-types/index.ts';
import { LIMITS } from '../../engine/limits.ts';
import { readDocuments, resolveModel, systemDocuments } from '../../engine/model/index.ts';
import { recordSchema } from '../../engine/model/record-schema.ts';
import { judge } from '../../engine/rules/index.ts';
import type { Proof } from './proof.ts';

const MOST = 50;

/** Processor time of this thread, in milliseconds: what others do on the machine does not count. */
function spent(run: () => void): number {
  const before = process.threadCpuUsage();
  run();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
}

interface Case {
  readonly name: string;
  run(): void;
}

const scope: Scope = {
  record: {
    member: (name) => {
      if (/^n\d*$/.test(name)) return { name, kind: 'decimal', nullable: true, digits: [16, 2] };
      if (/^(t|short|parts)\d*$/.test(name)) return { name, kind: 'string', nullable: true };
      if (name === 'tags') return { name, kind: 'list', nullable: false, memberKind: 'string', most: 50 };
      return name === 'd' ? { name, kind: 'date', nullable: true } : undefined;
    },
    names: () => ['n', 't', 'd'],
  },
  variables: new Map(),
};

const TEXT = '客户😀a'.repeat(LIMITS.longTextLength / 4);
/** The longest that patterns look through. */
const SHORT = '客户😀a'.repeat(LIMITS.patternText / 4);
const VALUES: Readonly<Record<string, WireValue>> = {
  n: '9999999999999999.99',
  t: TEXT,
  s: SHORT,
  d: '2026-02-28',
  tags: Array.from({ length: 50 }, (_, at) => `${'客'.repeat(36)}${at}`),
  parts: `${'客户😀'.repeat(33)},`.repeat(990),
};
const values = ([name]: readonly string[]) => VALUES[name!] ?? VALUES[name![0]!]!;
const around = { get: values, now: new Date(0), timeZone: 'America/St_Johns' };

/** As many of a part as the limits of an expression let stand in it. */
function filled(part: string, sign: string, most: number = LIMITS.expressionNodes): string {
  let source = part;
  for (
    let count = 1;
    count < most && source.length + sign.length + part.length <= LIMITS.expressionLength;
    count++
  ) {
    const next = source + sign + part;
    if (!checkExpression(next, scope).ok) break;
    source = next;
  }
  return source;
}

const SOURCES: Readonly<Record<string, string>> = {
  'a sum of as many numbers as fit': filled('n', ' + '),
  'quotients of quotients': filled('n / 3', ' + '),
  'a product at the scale limit': filled('n', ' * ', 30),
  'texts put behind each other': filled('t', ' + ', 40),
  'replacements inside each other': `${'replace('.repeat(12)}t${', "a", "bb")'.repeat(12)}`,
  'conditions joined by or': filled('t == "客户"', ' || '),
  'dates moved to and fro': filled('addMonths(d, n) == d', ' || '),
  'choices inside each other': `${'(n > 1 ? '.repeat(24)}n${' : 0)'.repeat(24)}`,
  'negations inside each other': `${'!('.repeat(40)}n > 1${')'.repeat(40)}`,
  'a pattern that may stop at each character': 'matches(short, "(?:a?){99}a{98}")',
  'a pattern that keeps many places in mind': 'matches(short, "(.*a){66}c")',
  'as many patterns as fit': filled('matches(short, "(.*.){9}x")', ' || '),
  'working days moved by working days': `${'addWorkdays('.repeat(20)}d${', n)'.repeat(20)}`,
  'lists put together': filled('tags', ' + '),
  'lists compared': filled('tags + tags == tags', ' || '),
  'members of members': 'tags.exists(a, tags.exists(b, a + b == t))',
  'each part of a long text in capitals': 'join(split(parts, ",").map(p, upper(p)), ";")',
  'each part of a long text against a pattern': 'split(parts, ",").exists(p, p.matches("[a-z]+$"))',
  'each part of a long text in a list': 'split(parts, ",").all(p, tags.exists(g, g == p))',
  'the longest text looked through for each tag': 'tags.exists(g, t.contains(g) || t.indexOf(g) > 9)',
  'places of a long text': filled('t.indexOf("b", 90000) > lastIndexOf(t, "b")', ' || '),
  'pieces of a long text': filled('substring(t, 90000, 99999) == right(t, 90000)', ' || '),
  'long texts taken apart and put together': `${'join(split('.repeat(12)}parts${', ","), ";")'.repeat(12)}`,
  'long texts in capitals and looked through': filled('upper(t).contains("b")', ' || '),
  'long texts without what is around them': filled('trim(t) == t', ' || '),
  'long texts with others in place': filled('replace(t, "a", "b") == t', ' || '),
  'a list of many texts': `t in [${Array.from({ length: 380 }, (_, at) => `"x${at}"`).join(', ')}]`,
};

const expressionCases: readonly Case[] = Object.entries(SOURCES).flatMap(([name, source]): Case[] => {
  const read = () => checkExpression(source, scope);
  const first = read();
  if (!first.ok) throw new Error(`${name}: ${JSON.stringify(first.problems[0])}`);
  const target = { reference: () => 'x', parameter: () => '$1', now: new Date(0), timeZone: 'Etc/UTC' };
  return [
    { name: `read: ${name}`, run: () => void read() },
    { name: `evaluate: ${name}`, run: () => void evaluate(first.expression, around) },
    { name: `to SQL: ${name}`, run: () => void toSql(first.expression, target) },
  ];
});

/** Patterns that take a backtracking engine minutes, on the longest text that they may judge. */
const PATTERNS = [
  '^(a+)+$',
  '(a|aa)*b',
  '(.*)(.*)(.*)(.*)x',
  '^(([a-z])+.)+[A-Z]$',
  '(a?){50}a{50}',
  '([^x]*,)*y',
  '[a-z]{1,1000}[0-9]',
  '(?i)(?:\\pL+\\s*){1,200}$',
  '(?:a?){200}a{200}',
  '(?i)(\\pL|\\pN|,| ){1,100}x',
];
const patternCases: readonly Case[] = PATTERNS.flatMap((pattern) =>
  ['a', '客', '😀', 'aZ, '].map((part) => {
    const longest = Math.min(longestFor(pattern), LIMITS.longTextLength);
    const text = part.repeat(Math.floor(longest / sizeOfText(part)));
    return { name: `pattern ${pattern} on ${longest} of ${part}`, run: () => void isMatch(pattern, text) };
  }),
);

const factsOf = (settings: object): FieldFacts => ({
  name: 'it',
  labels: {},
  settings,
  schema: {},
  options: [],
});

/** As much of a part as a limit lets stand in it. */
const upTo = (most: number, part: string): string => part.repeat(Math.floor(most / part.length));

const SLOW_SCHEMA = {
  anyOf: Array.from({ length: 40 }, (_, at) => ({ items: { pattern: `^([a-z]{1,20})+${at}$` } })),
};
const WIDE_SCHEMA = {
  items: { anyOf: Array.from({ length: 90 }, (_, at) => ({ properties: { a: { enum: [`x${at}`] } } })) },
};

/** Values as large as their types take them, and larger. */
const LARGEST: readonly (readonly [type: string, settings: object, value: unknown])[] = [
  ['richText', {}, upTo(LIMITS.richTextLength, '<b><i>a')],
  ['richText', {}, `${upTo(LIMITS.richTextTags * 2, '<p')}${upTo(LIMITS.richTextLength / 2, '&amp;')}`],
  ['richText', {}, upTo(LIMITS.richTextLength, '客户😀 ')],
  ['richText', {}, `<a href="${upTo(LIMITS.richTextLength - 100, 'javascript:')}">`],
  ['markdown', {}, upTo(LIMITS.longTextLength, '[a](b) *c* ')],
  ['json', {}, Array.from({ length: LIMITS.jsonMembers - 1 }, () => 'x'.repeat(40))],
  ['json', { schema: SLOW_SCHEMA }, Array.from({ length: 1_900 }, () => 'a'.repeat(40))],
  ['json', { schema: SLOW_SCHEMA }, Array.from({ length: 4 }, () => 'a'.repeat(200))],
  ['json', { schema: WIDE_SCHEMA }, Array.from({ length: 900 }, () => ({ a: 'y' }))],
  ['tags', {}, Array.from({ length: 20_000 }, (_, at) => `t${at}`)],
  ['email', {}, upTo(100_000, 'a.')],
  ['url', {}, `https://${upTo(100_000, 'a.')}`],
  ['phone', {}, upTo(100_000, '1 ')],
  ['duration', {}, upTo(100_000, '1h ')],
];

const valueCases: readonly Case[] = LARGEST.map(([name, settings, value], at) => {
  const type = fieldType(name)!;
  return {
    name: `${name} ${at}: ${JSON.stringify(value).slice(0, 30)}`,
    run: () => void type.normalise(value, factsOf(settings)),
  };
});

const labels = { en: 'Some', 'zh-CN': '某' };
const OPTIONS = Array.from({ length: LIMITS.optionsPerField }, (_, at) => ({
  value: `option ${at}`,
  labels: { en: `Option ${at}`, 'zh-CN': `选项 ${at}` },
}));
const TYPES = ['text', 'currency', 'date', 'integer', 'boolean', 'percent', 'longText', 'datetime'];

/** As many fields as an object may have; the first is a choice among a thousand. */
const wide = JSON.stringify({
  'x-object': { name: 'wide', labels },
  properties: Object.fromEntries(
    Array.from({ length: LIMITS.fieldsPerObject }, (_, at) => [
      `f_${at}`,
      {
        'x-field':
          at === 0
            ? { type: 'select', labels, options: OPTIONS }
            : { type: TYPES[at % TYPES.length], labels },
      },
    ]),
  ),
});

function documentCases(): readonly Case[] {
  const read = () => readDocuments([{ path: 'objects/wide.json', text: wide }], { package: 'local' });
  const { documents, problems = [] } = read();
  if (problems.length > 0) throw new Error(JSON.stringify(problems[0]));
  const all = new Map([...systemDocuments(), ...documents]);
  const options = { version: 1, workspace: 'main', schema: 'ws_main', physical: new Map(), aliases: [] };
  const resolve = () => resolveModel(all, options);
  const resolved = resolve();
  if ('problems' in resolved) throw new Error(JSON.stringify(resolved.problems[0]));
  const { model } = resolved;
  const object = model.objects.get('wide')!;
  const sample = (name: string): unknown => fieldType(name)!.samples[0]!.stored;
  const given = Object.fromEntries(
    [...object.fields.values()]
      .filter(({ system }) => !system)
      .map(({ name, type, options: some }) => [
        name,
        some.length > 0 ? some.at(-1)!.value : sample(type.name),
      ]),
  );
  const rights = {
    isKnown: () => true,
    canWrite: () => true,
    told: <Field>(field: Field) => field,
    canAssign: true,
    canTransfer: true,
  };
  const user = { id: null, name: 'engine', email: null, roles: [] };
  const record = { model, object, user, rights, now: new Date(0), given, path: '' };
  return [
    { name: 'read a document of 400 fields and 1,000 options', run: () => void read() },
    { name: 'resolve the Model of it', run: () => void resolve() },
    { name: 'its form schema', run: () => void recordSchema(object, { mode: 'form', locale: 'en' }) },
    { name: 'judge a record of it', run: () => void judge(record) },
    {
      name: 'judge a record of it that is wrong throughout',
      run: () =>
        void judge({
          ...record,
          given: Object.fromEntries(Object.keys(given).map((name) => [name, { no: 1 }])),
        }),
    },
  ];
}

export const prove: Proof = async ({ n = 30 }) => {
  let differences = 0;
  let count = 0;
  for (const { name, run } of [...expressionCases, ...patternCases, ...valueCases, ...documentCases()]) {
    const cold = spent(run);
    const warm = Math.max(...Array.from({ length: n }, () => spent(run)));
    count += 1;
    const isSlow = warm > MOST;
    if (isSlow) differences += 1;
    if (isSlow || warm > 10 || cold > MOST) {
      console.log(
        `${isSlow ? '✗' : ' '} ${name}: cold ${cold.toFixed(1)} ms, worst warm ${warm.toFixed(1)} ms`,
      );
    }
  }
  return { n: count, differences };
};
