import type { Labels } from '../../runtime-ui/api/types.ts';
import { slugOf } from './names.ts';
import type { OptionBody } from './object.ts';

/** Colours that new options get in turn: names that documents know, far enough apart to tell. */
export const COLORS = [
  'green',
  'gold',
  'red',
  'blue',
  'purple',
  'cyan',
  'orange',
  'magenta',
  'teal',
  'gray',
] as const;

const LONGEST_VALUE = 80;
const hasHan = (text: string): boolean => /\p{Script=Han}/u.test(text);

/** `Low | 低`, two cells pasted from a sheet, or one text: each part is the label of its language. */
function labelsOf(line: string): Labels {
  const parts = line
    .split(/\t|\s*[|｜]\s*/)
    .map((part) => part.trim())
    .filter(Boolean);
  const labels: Record<string, string> = {};
  for (const part of parts) labels[hasHan(part) ? 'zh-CN' : 'en'] ??= part;
  return labels;
}

const sameLabel = (a: Labels, b: Labels): boolean =>
  Object.entries(a).some(([language, text]) => b[language]?.toLowerCase() === text.toLowerCase());

/** The value of an option, which stays whatever its label becomes: from its Latin letters, else a number. */
function valueFor(labels: Labels, taken: ReadonlySet<string>): string {
  const slug = slugOf(labels.en ?? '').slice(0, LONGEST_VALUE);
  if (slug && !taken.has(slug)) return slug;
  const stem = slug || 'option';
  for (let n = slug ? 2 : taken.size + 1; ; n++) if (!taken.has(`${stem}_${n}`)) return `${stem}_${n}`;
}

/** The first colour that no option has yet. */
const freshColor = (options: readonly OptionBody[]): string =>
  COLORS.find((color) => options.every((option) => option.color !== color)) ??
  COLORS[options.length % COLORS.length]!;

/** The options with one more for each line that names none of them. */
export function addLines(options: readonly OptionBody[], text: string): readonly OptionBody[] {
  const next = [...options];
  for (const line of text.split(/\r?\n/)) {
    const labels = labelsOf(line);
    if (Object.keys(labels).length === 0 || next.some((option) => sameLabel(labels, option.labels))) continue;
    const taken = new Set(next.map(({ value }) => value));
    next.push({ value: valueFor(labels, taken), labels, color: freshColor(next) });
  }
  return next;
}

/** Moves an option to another place. */
export function moveOption(options: readonly OptionBody[], from: number, to: number): readonly OptionBody[] {
  if (to < 0 || to >= options.length) return options;
  const next = [...options];
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}
