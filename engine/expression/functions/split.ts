import type { Decimal } from 'decimal.js';
import { LIMITS } from '../../limits.ts';
import type { Tree } from '../tree.ts';
import { sizeOfText, type Value } from '../values.ts';
import { type ExpressionFunction, named, sqlOf } from './define-function.ts';
import { LONGEST, orNull } from './pieces.ts';

/** A text that is taken apart has at most so many parts: one with more has none. */
const MOST = LIMITS.listMembers;

/** How many parts a text has; stops counting where they are too many. */
function countParts(text: string, separator: string): number {
  let parts = 1;
  for (let at = text.indexOf(separator); at >= 0 && parts <= MOST; parts++) {
    at = text.indexOf(separator, at + separator.length);
  }
  return parts;
}

/** Nothing between two separators is null. */
const asMembers = (parts: readonly string[]): Value => parts.map((part) => part || null);

const splitAll = (text: string, separator: string): Value =>
  countParts(text, separator) > MOST ? [] : asMembers(text.split(separator));

/** The first parts, and what is left as the last. */
function splitSome(text: string, separator: string, n: Decimal): Value {
  const most = n.trunc().toNumber();
  if (most < 0 || countParts(text, separator) <= most) return splitAll(text, separator);
  if (most > MOST) return [];
  const parts: string[] = [];
  let from = 0;
  while (parts.length < most - 1) {
    const at = text.indexOf(separator, from);
    parts.push(text.slice(from, at));
    from = at + separator.length;
  }
  return most === 0 ? [] : asMembers([...parts, text.slice(from)]);
}

/** How many parts the text `t` has between separators `s`. */
const PARTS = `((char_length(t) - char_length(replace(t, s, ''))) / nullif(char_length(s), 0) + 1)`;

function joined(members: readonly (string | null)[], separator: string): Value {
  const between = sizeOfText(separator) * Math.max(members.length - 1, 0);
  const length = members.reduce((sum, member) => sum + sizeOfText(member ?? ''), between);
  return length > LONGEST ? null : members.map((member) => member ?? '').join(separator) || null;
}

/** The length is worked out before anything is built. */
const joinedSql = (list: string, separator: string): string =>
  named(
    { l: list, s: `coalesce(${separator}, '')` },
    `CASE WHEN (SELECT coalesce(sum(char_length(m)), 0) FROM unnest(l) AS m) + greatest(cardinality(l) - 1, 0)::bigint * char_length(s) <= ${LONGEST} THEN ${orNull(`array_to_string(l, s, '')`)} END`,
  );

const literalOf = (tree: Tree | undefined): number =>
  tree?.op === 'literal' && typeof tree.value === 'string' && !tree.value.startsWith('-')
    ? Math.min(Math.trunc(Number(tree.value)), MOST)
    : MOST;

/** Texts taken apart into lists, and lists put together to texts. */
export const SPLIT_FUNCTIONS: readonly ExpressionFunction[] = [
  {
    name: 'split',
    steps: 20_000,
    takes: ['string', 'string'],
    gives: 'list',
    givesMembers: 'string',
    most: () => MOST,
    nullable: 'always',
    decide: (args, around) => {
      const [text, separator] = args.map((arg) => arg(around)) as (string | null)[];
      return text == null || separator == null ? [] : splitAll(text, separator);
    },
    sql: sqlOf((text, separator) =>
      named(
        { t: text, s: separator },
        `CASE WHEN ${PARTS} <= ${MOST} THEN string_to_array(t, s, '') ELSE '{}' END`,
      ),
    ),
    docs: {
      en: 'The parts of a text between separators as a list; with more than 1,000 there are none.',
      'zh-CN': '按分隔符将文本拆分为列表；超过 1,000 段时为空列表。',
    },
    example: 'split(name, ";").exists(part, trim(part) == "vip")',
  },
  {
    name: 'split',
    steps: 20_000,
    takes: ['string', 'string', 'decimal'],
    gives: 'list',
    givesMembers: 'string',
    most: (_, [, , n]) => literalOf(n),
    nullable: 'always',
    decide: (args, around) => {
      const [text, separator, n] = args.map((arg) => arg(around)) as [
        string | null,
        string | null,
        Decimal | null,
      ];
      return text === null || separator === null || n === null ? [] : splitSome(text, separator, n);
    },
    sql: sqlOf((text, separator, n) =>
      named(
        { t: text, s: separator, n: `trunc(${n})` },
        `CASE WHEN n IS NULL THEN '{}' WHEN n < 0 OR ${PARTS} <= n THEN CASE WHEN ${PARTS} <= ${MOST} THEN string_to_array(t, s, '') ELSE '{}' END WHEN n >= 1 AND n <= ${MOST} AND t IS NOT NULL AND s IS NOT NULL THEN (SELECT a[1:n::integer - 1] || ${orNull(`array_to_string(a[n::integer:], s, '')`)} FROM (SELECT string_to_array(t, s, '') AS a OFFSET 0) parts) ELSE '{}' END`,
      ),
    ),
    docs: {
      en: 'At most so many parts of a text; the last one has all that is left.',
      'zh-CN': '按分隔符将文本最多拆分为若干段，最后一段为剩余内容。',
    },
    example: 'split(email, "@", 2)[1]',
  },
  {
    name: 'join',
    steps: 20_000,
    longest: () => LIMITS.longTextLength,
    takes: ['members'],
    among: ['string'],
    gives: 'string',
    nullable: 'always',
    run: (members: readonly (string | null)[]) => joined(members, ''),
    sql: sqlOf((list) => joinedSql(list, `''`)),
    docs: { en: 'The texts of a list behind each other.', 'zh-CN': '将列表中的文本依次连接。' },
    example: 'join([last_name, first_name])',
  },
  {
    name: 'join',
    steps: 20_000,
    longest: () => LIMITS.longTextLength,
    takes: ['members', 'string'],
    among: ['string'],
    gives: 'string',
    nullable: 'always',
    decide: ([list, separator], around) =>
      joined(list!(around) as readonly (string | null)[], (separator!(around) as string | null) ?? ''),
    sql: sqlOf(joinedSql),
    docs: {
      en: 'The texts of a list with a separator between them; null when it became longer than 100,000 characters.',
      'zh-CN': '用分隔符连接列表中的文本；结果超过 100,000 个字符时为空。',
    },
    example: 'join(tags, ", ")',
  },
];
