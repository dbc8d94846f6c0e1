import type { ExpressionFunction, Operand } from '../../../engine/expression/functions/define-function.ts';
import { FUNCTIONS, type Functions } from '../../../engine/expression/functions/index.ts';
import { toSql } from '../../../engine/expression/index.ts';
import { isPatternFault, readPattern } from '../../../engine/expression/pattern.ts';
import { type Compiles, compileWith } from '../../prove/parity/compare.ts';

type WritesSql = NonNullable<ExpressionFunction['sql']>;

/** Something that a compiler of expressions gets wrong: each fault is named by what it makes of the contract. */
export interface Fault {
  readonly name: string;
  readonly compile: Compiles;
  /** stands in the trees of the expressions that it touches */
  readonly touches: string;
  /** Postgres refuses the statement instead of answering otherwise */
  readonly raises?: true;
}

/** The language with another SQL for some of its rows. */
const withSql = (faults: Readonly<Record<string, WritesSql>>): Functions =>
  new Map([...FUNCTIONS].map(([id, row]) => [id, faults[id] ? { ...row, sql: faults[id] } : row]));

function fault(name: string, faults: Readonly<Record<string, WritesSql>>): Fault {
  const [touches] = Object.keys(faults);
  if (!FUNCTIONS.has(touches!)) throw new Error(`there is no row ${touches}`);
  return { name, compile: compileWith(withSql(faults)), touches: touches! };
}

const sqls = (args: readonly Operand[]): string[] => args.map((arg) => arg.as());

const byLanguage =
  (sign: string): WritesSql =>
  (args) =>
    `(${sqls(args).join(args[0]!.type.kind === 'string' ? ` COLLATE "und-x-icu" ${sign} ` : ` ${sign} `)})`;

const ISO_DAY = '^[0-9]{4}-[0-9]{2}-[0-9]{2}$';

/** Compiles as if no number could become too long. */
const unguarded: Compiles = ({ tree }, target) =>
  toSql({ tree: JSON.parse(JSON.stringify(tree).replaceAll('"guarded":true', '"guarded":false')) }, target);

export const FAULTS: readonly Fault[] = [
  fault('texts are ordered by language', {
    '<(same,same)': byLanguage('<'),
    '<=(same,same)': byLanguage('<='),
    '>(same,same)': byLanguage('>'),
    '>=(same,same)': byLanguage('>='),
  }),
  fault('a quotient is rounded as Postgres divides', {
    '/(decimal,decimal)': (args) => `round(${args[0]!.as()} / nullif(${args[1]!.as()}, 0), 12)`,
  }),
  {
    ...fault('a division by zero raises', { '%(decimal,decimal)': (args) => `(${sqls(args).join(' % ')})` }),
    raises: true,
  },
  { name: 'a number has more than 24 digits', compile: unguarded, touches: '"guarded":true' },
  fault('a month is thirty days', {
    'addMonths(date,decimal)': ([date, n]) =>
      `(${date!.as()} + (least(greatest(trunc(${n!.as()}), -1000), 1000) * 30)::integer)`,
  }),
  fault('weeks begin on Sunday', { 'weekday(date)': ([date]) => `extract(dow FROM ${date!.as()})` }),
  fault('an empty text is one', {
    'left(string,decimal)': ([text, n]) =>
      `left(${text!.as()}, greatest(least(trunc(${n!.as()}), 100), 0)::integer)`,
  }),
  fault('a number keeps its zeros as a text', { 'text(decimal)': ([n]) => `(${n!.as()})::text` }),
  fault('the day of a moment is that of Greenwich', {
    'date(timestamp)': ([moment]) => `(${moment!.as()} AT TIME ZONE 'UTC')::date`,
  }),
  fault('a holiday is a working day', {
    'isWorkday(date)': ([date]) => `(extract(isodow FROM ${date!.as()}) <= 5)`,
  }),
  fault('working days are days', {
    'addWorkdays(date,decimal)': ([date, n]) =>
      `(${date!.as()} + least(greatest(trunc(${n!.as()}), -1000), 1000)::integer)`,
  }),
  fault('the first of two dates counts as a working day between them', {
    'workdaysBetween(date,date)': (args, binding) =>
      `(${FUNCTIONS.get('workdaysBetween(date,date)')!.sql!(args, binding)} + 1)`,
  }),
  fault('a pattern is of all of a text', {
    'matches(string,string)': ([text, pattern], { parameter }) => {
      const found = readPattern(pattern!.constant!.value as string);
      return `(${text!.as()} ~ ${parameter(isPatternFault(found) ? '' : `^(?:${found.postgres})$`, 'text')})`;
    },
  }),
  fault('hours are whole', {
    'hoursBetween(timestamp,timestamp)': (args) =>
      `round(extract(epoch FROM (${sqls(args).reverse().join(' - ')})) / 3600)`,
  }),
  fault('a day too many is one of the next month', {
    'date(decimal,decimal,decimal)': (args) => {
      const [y, m, d] = sqls(args).map((sql) => `trunc(greatest(least(${sql}, 9990), 1))::integer`);
      return `(make_date(${y}, least(${m}, 12), 1) + least(${d}, 31) - 1)`;
    },
  }),
  fault('a fraction of days is rounded', {
    'days(decimal)': ([n]) => `round(least(greatest(${n!.as()}, -9e5), 9e5))::integer`,
  }),
  fault('dates go on after the year 9999', { '+(date,days)': (args) => `(${sqls(args).join(' + ')})` }),
  fault('null is not in a list without members', {
    'in(same,members)': (args, binding) =>
      args[1]!.constant
        ? FUNCTIONS.get('in(same,members)')!.sql!(args, binding)
        : `(${args[0]!.as()} <> ALL(${args[1]!.as()})) IS FALSE`,
  }),
  fault('size counts bytes', { 'size(string)': ([text]) => `octet_length(${text!.as()})::numeric` }),
  fault('upper knows all letters', {
    'upper(string)': ([text]) => `upper(${text!.as()} COLLATE "und-x-icu")`,
  }),
  fault('trim knows one space', { 'trim(string)': ([text]) => `nullif(btrim(${text!.as()}), '')` }),
  fault('an empty text is a text', {
    'trim(string)': ([text], { parameter }) => `btrim(${text!.as()}, ${parameter('\t ', 'text')})`,
  }),
  fault('a null is the least', {
    'min(same,same)': (args) =>
      `(SELECT CASE WHEN count(*) = count(v) THEN min(v) END FROM (VALUES (${sqls(args).join('), (')})) m(v))`,
  }),
  fault('a choice waits for its condition', {
    '?:(bool,same,same)': (args) => {
      const [condition, then, otherwise] = sqls(args);
      return `CASE ${condition} WHEN TRUE THEN ${then} WHEN FALSE THEN ${otherwise} END`;
    },
  }),
  fault('two nulls are not the same', {
    'same(same,same)': (args) => `coalesce(${sqls(args).join(' = ')}, FALSE)`,
  }),
  fault('the sign % stands for any text', {
    'contains(string,string)': (args) => `(${sqls(args).join(" LIKE '%' || ")} || '%')`,
  }),
  {
    ...fault('every month has a 31st', {
      'date(string)': ([text]) => `to_date(substring(${text!.as()} FROM '${ISO_DAY}'), 'YYYY-MM-DD')`,
    }),
    raises: true,
  },
];
