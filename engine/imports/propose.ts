import type { ObjectAccess } from '../access/index.ts';
import type { Labels } from '../errors.ts';
import { isCellProblem, type Locality } from '../field-types/index.ts';
import type { Model, ModelField } from '../model/model.ts';
import { pinyinOf, readAloud } from '../pinyin.ts';
import { fieldsOf, importedFields, isImported } from './headings.ts';
import { folded } from './words.ts';

/** A column of a file whose field is looked for. */
export interface Unmapped {
  readonly heading: string;
  /** what stands in its first cells that hold something */
  readonly samples: readonly string[];
}

/** The field that a column is likely to be, and how likely, up to 1. */
export interface Proposal {
  /** as options name it: a field, or a part of one */
  readonly name: string;
  readonly likeness: number;
}

/** What a column is not proposed below. */
const LEAST = 0.5;

/** A heading or label without what is said of it in brackets, and without marks. */
const plain = (text: string): string =>
  folded(text)
    .replaceAll(/[(（[【<《][^)）\]】>》]*[)）\]】>》]/g, '')
    .replaceAll(/[\p{P}\p{S}\s_]+/gu, ' ')
    .trim();

const joined = (text: string): string => text.replaceAll(' ', '');

const labelsOf = (labels: Labels): string[] => Object.values(labels);

/** What a label spells: itself, and each of the words that it has a choice of (`省/州`). */
const spelledIn = (label: string): string[] => [
  plain(label),
  ...(label.includes('/') ? label.split('/').map(plain) : []),
];

/** The text without the name of the object, which labels of its fields often begin with. */
function withoutObject(text: string, names: readonly string[]): string {
  const name = names.find((one) => text.startsWith(one) && text.length > one.length);
  return name === undefined ? text : text.slice(name.length).trim();
}

/** Pairs of characters beside each other. */
const pairsOf = (text: string): string[] => {
  const characters = [...text];
  return characters.slice(1).map((one, index) => `${characters[index]}${one}`);
};

/** How much two texts have in common: 1 is all of it. */
function overlap(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  const left = [...b];
  const common = a.filter((one) => {
    const at = left.indexOf(one);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
  return (2 * common.length) / (a.length + b.length);
}

/** Whether the characters of one text stand in the other in the same order, as those of an abbreviation do. */
function abbreviates(short: string, long: string): boolean {
  let at = 0;
  for (const character of long) if (short[at] === character) at += 1;
  return at === short.length && short[0] === long[0];
}

/** What characters two texts share, where nearly all of them. */
const shared = (a: string, b: string): number => {
  const share = overlap([...a], [...b]);
  return share >= 0.75 ? 0.7 * share : 0;
};

/** How alike a heading is to one spelling of a field. */
function likeness(heading: string, spelling: string): number {
  if (heading === '' || spelling === '') return 0;
  const [a, b] = [joined(heading), joined(spelling)];
  if (a === b) return 1;
  if (b.length === 1) return a.length === 2 && a.startsWith(b) ? 0.6 : 0;
  if (/^[a-z]+$/.test(a) && /\p{Script=Han}/u.test(b)) {
    if (readAloud(b) === a) return 0.95;
    return a.length >= 2 && pinyinOf(b).includes(a) ? 0.6 : 0;
  }
  if (/\p{Script=Han}/u.test(a) && readAloud(a) === readAloud(b)) return 0.85;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  const isHan = /\p{Script=Han}/u.test(short);
  const isWord = short.length >= (isHan ? 2 : 4);
  if (isWord && long.includes(short)) return 0.55 + (0.35 * short.length) / long.length;
  if (isHan && isWord && abbreviates(short, long)) return 0.5 + (0.3 * short.length) / long.length;
  const words = overlap(heading.split(' '), spelling.split(' '));
  return Math.max(0.85 * overlap(pairsOf(a), pairsOf(b)), 0.8 * words, isHan ? shared(a, b) : 0);
}

/** What a field of its type is called where nothing more is known of it. */
const TITLE = /(?:名称|姓名|名字|全称|name)$/u;

/** Whether something of what a column holds can be a value of the field. */
const isPlausible = (field: ModelField, samples: readonly string[], where: Locality): boolean =>
  samples.length === 0 ||
  field.target !== undefined ||
  field.objects !== undefined ||
  samples.some((sample) => {
    const value = field.type.parse(sample, field, where);
    return !isCellProblem(value) && !isCellProblem(field.type.normalise(value, field));
  });

/** How likely a column is a field: by what it is called, and by what it holds. */
function likely(
  object: ObjectAccess,
  field: ModelField,
  { heading, samples }: Unmapped,
  where: Locality,
): number {
  const names = [object.object.labels, object.object.plural].flatMap(labelsOf).map(plain);
  const spellings = [plain(field.name), ...labelsOf(field.labels).flatMap(spelledIn)];
  const [called, bare] = [plain(heading), withoutObject(plain(heading), names)];
  const alike = spellings.map((spelling) =>
    Math.max(
      likeness(called, spelling),
      0.97 * likeness(bare, withoutObject(spelling, names)),
      ...(field.type.calledBy ?? []).map((word) => (called.includes(word) ? 0.52 : 0)),
    ),
  );
  const isTitle = field.name === object.object.titleField && TITLE.test(called);
  const best = Math.max(...alike, isTitle ? 0.58 : 0);
  return isPlausible(field, samples, where) ? best : best * 0.6;
}

/** The field that a heading means beyond doubt. */
function meant(filling: { readonly model: Model; readonly object: ObjectAccess }, heading: string) {
  const [one, ...others] = fieldsOf(filling, heading).filter(({ field }) =>
    isImported(filling.object, field),
  );
  if (!one || others.length > 0) return undefined;
  const { field, isPipeline, isObject, part } = one;
  return part
    ? `${field.name}.${part.name}`
    : `${field.name}${isPipeline ? '_pipeline' : isObject ? '.object' : ''}`;
}

/**
 * Proposes a field for each column: what its heading says, else the likeliest by labels in any language, by pinyin and by what it
 * holds. No field is proposed twice: the likeliest column has it.
 */
export function proposeFields(
  filling: { readonly model: Model; readonly object: ObjectAccess },
  columns: readonly Unmapped[],
  where: Locality,
  known: ReadonlySet<string> = new Set(),
): ReadonlyMap<Unmapped, Proposal> {
  const found = new Map<Unmapped, Proposal>();
  const taken = new Set(known);
  for (const column of columns) {
    const name = meant(filling, column.heading);
    if (name === undefined || taken.has(name)) continue;
    found.set(column, { name, likeness: 1 });
    taken.add(name);
  }
  const left = columns.filter((column) => !found.has(column) && column.heading !== '');
  const fields = importedFields(filling).filter(({ name }) => !taken.has(name));
  const pairs = left
    .flatMap((column) =>
      fields.map((field) => ({ column, field, likeness: likely(filling.object, field, column, where) })),
    )
    .filter((pair) => pair.likeness >= LEAST)
    .sort((a, b) => b.likeness - a.likeness);
  for (const { column, field, likeness: how } of pairs) {
    if (found.has(column) || taken.has(field.name)) continue;
    found.set(column, { name: field.name, likeness: Math.round(how * 100) / 100 });
    taken.add(field.name);
  }
  return found;
}
