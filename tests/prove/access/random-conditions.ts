import type { Random } from '../parity/random.ts';
import type { Condition, Path } from './conditions.ts';
import type { FieldSpec, Kind, Specification } from './specification.ts';

/** Stands behind some texts that are searched: the first of its characters reads one way as a word and another as a name. */
export const SOUNDING = ' 曾丽';

export const WORDS = ['alpha', 'beta', 'delta', 'gamma', 'kappa', 'omega', 'sigma', 'theta'] as const;
export const OPTIONS = ['open', 'held', 'done'] as const;
export const DAYS = ['2026-01-05', '2026-02-10', '2026-02-28', '2026-03-15'] as const;

/** What a path ends at: a field, or a part of one. */
export interface End {
  readonly field: FieldSpec;
  readonly part?: string;
  readonly kind: Kind;
}

/** A value of a field whose mask shows a piece of it, or of one that is kept encrypted. */
export const secretOf = (random: Random, { mask }: FieldSpec, n: number): string =>
  mask === 'idCard' || mask === 'bankCard' ? `${2000010112340000 + n}` : random.pick(WORDS);

function valueFor(random: Random, { field, part, kind }: End): string | number | boolean | undefined {
  if (field.targets) return part === 'object' ? random.pick(field.targets) : undefined;
  if (part === 'kind') return random.pick(['open', 'won', 'lost']);
  if (part !== undefined) return kind === 'text' ? random.pick(WORDS) : undefined;
  if (field.stages) return random.pick([...field.stages.keys()]);
  if (field.options) return random.pick(field.options);
  if (field.type === 'boolean') return random.chance(0.5);
  if (field.kind === 'secret') return secretOf(random, field, random.below(20));
  if (field.type === 'text' || field.type === 'mirror') return random.pick(WORDS);
  return undefined;
}

/** Nobody compares titles of records of any object. */
const isCompared = ({ kind, field, part }: End): boolean =>
  kind !== 'moment' && field.name !== 'id' && !(field.targets && part === 'title');

/**
 * A condition over records of an object, by any of its fields: rights do not matter to those who write it. What is kept
 * encrypted only a question compares, no document.
 */
export function randomCondition(
  random: Random,
  specification: Pick<Specification, 'objects'>,
  name: string,
  { depth = 2, isQuestion = false }: { readonly depth?: number; readonly isQuestion?: boolean } = {},
): Condition {
  if (depth > 0 && random.chance(0.35)) {
    const one = () => randomCondition(random, specification, name, { depth: depth - 1, isQuestion });
    const op = random.pick(['and', 'or', 'not'] as const);
    return op === 'not' ? { op, of: one() } : { op, left: one(), right: one() };
  }
  const object = specification.objects.get(name)!;
  const relations = [...object.children].filter(
    ([, { object: child }]) => !specification.objects.get(child)!.isLink,
  );
  if (depth > 0 && relations.length > 0 && random.chance(0.12)) {
    const [relation, child] = random.pick(relations);
    return {
      op: 'some',
      relation,
      of: randomCondition(random, specification, child.object, { depth: 0, isQuestion }),
    };
  }
  const { path, ...end } = randomPath(random, specification, name, isCompared);
  return leafOver(random, path, end, isQuestion);
}

function leafOver(random: Random, path: Path, end: End, isQuestion: boolean): Condition {
  const { field, kind } = end;
  if (random.chance(0.12)) return { op: random.chance(0.5) ? 'has' : 'lacks', path };
  if (kind === 'relation')
    return field.target === 'user' && random.chance(0.8) ? { op: 'mine', path } : { op: 'has', path };
  if (kind === 'integer')
    return { op: random.chance(0.5) ? 'below' : 'above', path, value: random.below(20) };
  if (kind === 'boolean') return { op: 'equals', path, value: random.chance(0.5) };
  const value = kind === 'secret' && !isQuestion ? undefined : valueFor(random, end);
  if (value === undefined) return { op: random.chance(0.5) ? 'has' : 'lacks', path };
  return { op: random.chance(0.7) ? 'equals' : 'differs', path, value };
}

/** A path of up to three hops to a field, or to a part of one. */
export function randomPath(
  random: Random,
  { objects }: Pick<Specification, 'objects'>,
  name: string,
  fits: (end: End) => boolean,
): End & { readonly path: Path } {
  const path: string[] = [];
  let object = objects.get(name)!;
  for (let hops = 0; hops < 3 && random.chance(0.4); hops += 1) {
    const relations = [...object.fields.values()].filter(
      ({ kind, target, type }) => kind === 'relation' && target !== undefined && type !== 'links',
    );
    if (relations.length === 0) break;
    const relation = random.pick(relations);
    path.push(relation.name);
    object = objects.get(relation.target!)!;
  }
  const ends = [...object.fields.values()]
    .filter(({ kind }) => kind !== 'list')
    .map((field): End & { path: Path } => {
      const whole = [...path, field.name];
      const parts = Object.entries(field.parts ?? {});
      // a part is a step of a path too, and there are no more than three
      if (parts.length === 0 || path.length === 3 || random.chance(0.5))
        return { path: whole, field, kind: field.kind };
      const [part, kind] = random.pick(parts);
      return { path: [...whole, part], field, part, kind };
    });
  return random.pick(ends.filter(fits));
}
