import { nearest, Problem, type ProblemItem, problemItem, unknownIn } from '../errors.ts';
import { isStorable, quoted } from '../field-types/index.ts';
import { isUuid } from '../ids.ts';

interface Kinds {
  readonly text: string;
  readonly texts: readonly string[];
  readonly flag: boolean;
  readonly whole: number;
  readonly record: { readonly object: string; readonly id: string };
}

/** What a body holds: by name the kind of its value, with a question mark where it may be missing. */
export type Members = Readonly<Record<string, keyof Kinds | `${keyof Kinds}?`>>;

type Value<K> = K extends `${infer Kind extends keyof Kinds}?`
  ? Kinds[Kind] | undefined
  : K extends keyof Kinds
    ? Kinds[K]
    : never;

const CHECKS: { readonly [K in keyof Kinds]: (value: unknown) => boolean } = {
  text: (value) => typeof value === 'string' && value.length <= 4_000 && isStorable(value),
  texts: (value) =>
    Array.isArray(value) && value.length <= 1_000 && value.every((one) => typeof one === 'string'),
  flag: (value) => typeof value === 'boolean',
  whole: (value) => Number.isSafeInteger(value),
  record: (value) => {
    const { object, id, ...others } = Object(value) as Readonly<Record<string, unknown>>;
    const isNamed = typeof object === 'string' && typeof id === 'string' && isUuid(id);
    return isNamed && Object.keys(others).length === 0;
  },
};

const CODES = {
  text: 'value.text',
  texts: 'value.list',
  flag: 'value.boolean',
  whole: 'value.whole',
  record: 'people.record',
} as const;

/** Reads a small body by the names that it may hold; everything that is wrong with it is said at once. */
export function readMembers<const M extends Members>(
  body: unknown,
  members: M,
): { readonly [N in keyof M]: Value<M[N]> } {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Problem('people.invalid', {}, [problemItem('', 'record.shape', { given: quoted(body) })]);
  }
  const known = Object.keys(members);
  const items = unknownIn(body, known).map((name): ProblemItem => {
    const path = `/${name.replaceAll('~', '~0').replaceAll('/', '~1').slice(0, 80)}`;
    const suggestion = nearest(name.slice(0, 80), known);
    return problemItem(path, 'people.unknown', { name: name.slice(0, 80) }, suggestion);
  });
  const given = body as Readonly<Record<string, unknown>>;
  for (const name of known.filter((one) => Object.hasOwn(given, one))) {
    const kind = members[name]!.replace('?', '') as keyof Kinds;
    const value = given[name];
    if (CHECKS[kind](value)) continue;
    const code = typeof value === 'string' && !isStorable(value) ? 'value.characters' : CODES[kind];
    items.push(problemItem(`/${name}`, code, { given: quoted(value) }));
  }
  for (const [name, kind] of Object.entries(members)) {
    if (!kind.endsWith('?') && !Object.hasOwn(body, name)) {
      items.push(problemItem(`/${name}`, 'people.missing', { name }));
    }
  }
  if (items.length > 0) throw new Problem('people.invalid', {}, items);
  return body as { readonly [N in keyof M]: Value<M[N]> };
}
