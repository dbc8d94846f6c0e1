import { nearest } from '../errors.ts';
import type { CellProblem } from '../field-types/index.ts';
import { refuse } from '../field-types/index.ts';
import type { LookupTarget } from './map.ts';
import { folded } from './words.ts';

/** A record that a cell names, and of which object it is. */
export type Pointed =
  | { readonly target: LookupTarget; readonly text: string }
  | { readonly problem: CellProblem };

const spellingsOf = ({ object }: LookupTarget): string[] => [
  object.name,
  ...Object.values(object.labels),
  ...Object.values(object.plural),
];

const targetNamed = (targets: readonly LookupTarget[], text: string): LookupTarget | undefined => {
  const spelled = folded(text);
  return targets.find((target) => spellingsOf(target).some((one) => folded(one) === spelled));
};

function unknown(targets: readonly LookupTarget[], given: string): { readonly problem: CellProblem } {
  const known = targets.map(({ object }) => object.name);
  const near = nearest(given.slice(0, 80), targets.flatMap(spellingsOf));
  const params = { given, known: known.slice(0, 20).join(', ') };
  return { problem: refuse('import.pointer', params, near) };
}

/**
 * What a cell of a relation to one of several objects names: `Account: Acme`, or `Acme` where a column beside it,
 * or the relation itself, leaves one object only.
 */
export function readPointer(
  targets: readonly LookupTarget[],
  text: string,
  objectText: string | undefined,
): Pointed {
  if (objectText !== undefined) {
    const target = targetNamed(targets, objectText);
    return target ? { target, text } : unknown(targets, objectText);
  }
  const [, before, behind] = /^([^:：]+)[:：](.+)$/s.exec(text) ?? [];
  const target = before === undefined ? undefined : targetNamed(targets, before);
  if (target) return { target, text: behind!.trim() };
  const [only, ...others] = targets;
  return only && others.length === 0 ? { target: only, text } : unknown(targets, before?.trim() ?? text);
}
