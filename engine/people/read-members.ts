import { nearest, Problem, type ProblemItem, problemItem } from '../errors.ts';
import { quoted } from '../field-types/index.ts';

interface Kinds {
  readonly text: string;
  readonly texts: readonly string[];
  readonly flag: boolean;
  readonly whole: number;
}

/** What a body holds: by name the kind of its value, with a question mark where it may be missing. */
export type Members = Readonly<Record<string, keyof Kinds | `${keyof Kinds}?`>>;

type Value<K> = K extends `${infer Kind extends keyof Kinds}?`
  ? Kinds[Kind] | undefined
  : K extends keyof Kinds
    ? Kinds[K]
    : never;

const CHECKS: { readonly [K in keyof Kinds]: (value: unknown) => boolean } = {
  text: (value) => typeof value === 'string' && value.length <= 4_000,
  texts: (value) =>
    Array.isArray(value) && value.length <= 1_000 && value.every((one) => typeof one === 'string'),
  flag: (value) => typeof value === 'boolean',
  whole: (value) => Number.isSafeInteger(value),
};

const CODES = {
  text: 'value.text',
  texts: 'value.list',
  flag: 'value.boolean',
  whole: 'value.whole',
} as const;

/** Reads a small body by the names that it may hold; everything that is wrong with it is said at once. */
export function readMembers<const M extends Members>(
  body: unknown,
  members: M,
): { readonly [N in keyof M]: Value<M[N]> } {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Problem('people.invalid', {}, [problemItem('', 'record.shape', { given: quoted(body) })]);
  }
  const items: ProblemItem[] = [];
  for (const [name, value] of Object.entries(body)) {
    const kind = Object.hasOwn(members, name) ? (members[name]!.replace('?', '') as keyof Kinds) : undefined;
    const path = `/${name.replaceAll('~', '~0').replaceAll('/', '~1').slice(0, 80)}`;
    if (!kind) {
      const suggestion = nearest(name.slice(0, 80), Object.keys(members));
      items.push(problemItem(path, 'people.unknown', { name: name.slice(0, 80) }, suggestion));
    } else if (!CHECKS[kind](value)) {
      items.push(problemItem(path, CODES[kind], { given: quoted(value) }));
    }
  }
  for (const [name, kind] of Object.entries(members)) {
    if (!kind.endsWith('?') && !Object.hasOwn(body, name)) {
      items.push(problemItem(`/${name}`, 'people.missing', { name }));
    }
  }
  if (items.length > 0) throw new Problem('people.invalid', {}, items);
  return body as { readonly [N in keyof M]: Value<M[N]> };
}
