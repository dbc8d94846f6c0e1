import { type Clause, COMPARISONS, type Condition, type Literal, type OperatorName } from './conditions.ts';

/** The parts of `text` between `&&` that stand in no bracket and no quotes; nothing when brackets do not close. */
function splitAnd(text: string): string[] | undefined {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!;
    if (character === '"' || character === "'") {
      const end = endOfQuotes(text, i);
      if (end < 0) return undefined;
      i = end;
    } else if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    else if (depth === 0 && text.startsWith('||', i)) return [text];
    else if (depth === 0 && text.startsWith('&&', i)) {
      parts.push(text.slice(start, i));
      start = i + 2;
      i++;
    }
    if (depth < 0) return undefined;
  }
  return depth === 0 ? [...parts, text.slice(start)] : undefined;
}

function endOfQuotes(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === text[start]) return i;
  }
  return -1;
}

const PATH = '([a-z][a-z0-9_]*(?:\\.[a-z][a-z0-9_]*)*)';
const TEXT = '"(?:[^"\\\\]|\\\\.)*"';
const VALUE = `(${TEXT}|-?\\d+(?:\\.\\d+)?|true|false|date\\(${TEXT}\\))`;
const LIST = `\\[((?:${VALUE}(?:,\\s*)?)*)\\]`;
const DAY = `(?:date\\(${PATH}\\)|${PATH})`;

function readLiteral(text: string): Literal {
  if (text === 'true' || text === 'false') return { flag: text === 'true' };
  if (text.startsWith('date(')) return { day: JSON.parse(text.slice(5, -1)) };
  return text.startsWith('"') ? { text: JSON.parse(text) } : { number: text };
}

const readList = (text: string): Literal[] =>
  Array.from(text.matchAll(new RegExp(VALUE, 'g')), ([each]) => readLiteral(each));

const condition = (
  path: string | undefined,
  operator: OperatorName,
  values: readonly Literal[] = [],
): Condition => ({
  path: path!,
  operator,
  values,
});

type Reading = readonly [pattern: RegExp, read: (match: RegExpExecArray) => Condition | undefined];
const reading = (pattern: string, read: Reading[1]): Reading => [new RegExp(`^${pattern}$`), read];
const operators = Object.entries(COMPARISONS) as [keyof typeof COMPARISONS, string][];

/** Every spelling that `print` writes, and the ones that people write by hand for the same. */
const READINGS: readonly Reading[] = [
  reading(`${PATH}\\s*==\\s*null|!has\\(${PATH}\\)`, (m) => condition(m[1] ?? m[2], 'empty')),
  reading(`${PATH}\\s*!=\\s*null|has\\(${PATH}\\)`, (m) => condition(m[1] ?? m[2], 'notEmpty')),
  reading(`${PATH}\\s*==\\s*user\\.id`, (m) => condition(m[1], 'me')),
  reading(`${PATH}\\s+in\\s+user\\.teams`, (m) => condition(m[1], 'myTeam')),
  reading(`${PATH}\\s*==\\s*true`, (m) => condition(m[1], 'yes')),
  reading(`\\(${PATH} == null \\|\\| \\1 == false\\)`, (m) => condition(m[1], 'no')),
  reading(`${DAY}\\s*==\\s*today\\(\\)`, (m) => condition(m[1] ?? m[2], 'today')),
  reading(`${DAY}\\s*<\\s*today\\(\\)`, (m) => condition(m[1] ?? m[2], 'overdue')),
  reading(`${DAY}\\s*<=\\s*today\\(\\)`, (m) => condition(m[1] ?? m[2], 'due')),
  reading(
    `\\(year\\((${DAY})\\) == year\\(today\\(\\)\\) && month\\(\\1\\) == month\\(today\\(\\)\\)\\)`,
    (m) => condition(m[2] ?? m[3], 'thisMonth'),
  ),
  reading(`\\(${DAY} >= today\\(\\) - days\\((\\d+)\\) && ${DAY} <= today\\(\\)\\)`, (m) =>
    condition(m[1] ?? m[2], 'last', [{ number: m[3]! }]),
  ),
  reading(`\\(${DAY} >= today\\(\\) && ${DAY} <= today\\(\\) \\+ days\\((\\d+)\\)\\)`, (m) =>
    condition(m[1] ?? m[2], 'next', [{ number: m[5]! }]),
  ),
  reading(`${DAY}\\s*(==|<=|>=|<|>)\\s*${VALUE}`, (m) =>
    condition(m[1] ?? m[2], operators.find(([, sign]) => sign === m[3])![0], [readLiteral(m[4]!)]),
  ),
  reading(`${PATH}\\s+in\\s+${LIST}`, (m) => condition(m[1], 'in', readList(m[2]!))),
  reading(`\\(${PATH} == null \\|\\| !\\(\\1 in ${LIST}\\)\\)`, (m) =>
    condition(m[1], 'notIn', readList(m[2]!)),
  ),
  reading(`\\(${PATH} == null \\|\\| ${DAY} != ${VALUE}\\)`, (m) =>
    (m[2] ?? m[3]) === m[1] ? condition(m[1], 'ne', [readLiteral(m[4]!)]) : undefined,
  ),
  reading(`${PATH}\\.contains\\((${TEXT})\\)`, (m) => condition(m[1], 'contains', [readLiteral(m[2]!)])),
  reading(`\\(${PATH} == null \\|\\| !\\1\\.contains\\((${TEXT})\\)\\)`, (m) =>
    condition(m[1], 'notContains', [readLiteral(m[2]!)]),
  ),
  reading(`${PATH}\\.startsWith\\((${TEXT})\\)`, (m) => condition(m[1], 'starts', [readLiteral(m[2]!)])),
  reading(`${VALUE}\\s+in\\s+${PATH}`, (m) => condition(m[2], 'has', [readLiteral(m[1]!)])),
  reading(`!\\(${VALUE} in ${PATH}\\)`, (m) => condition(m[2], 'hasNot', [readLiteral(m[1]!)])),
];

function readClause(text: string): Clause {
  for (const [pattern, read] of READINGS) {
    const match = pattern.exec(text);
    if (match) return read(match) ?? { expression: text };
  }
  const inner = /^\((.*)\)$/s.exec(text)?.[1];
  const parts = inner === undefined ? undefined : splitAnd(inner);
  const only = parts?.length === 1 ? parts[0]!.trim() : undefined;
  return { expression: only ?? text };
}

/** A filter's text as clauses: conditions where it is simple, expressions where it is not. Nothing is lost. */
export function readFilter(text: string): Clause[] {
  if (!text.trim()) return [];
  const parts = splitAnd(text) ?? [text];
  return parts.map((part) => readClause(part.trim()));
}
