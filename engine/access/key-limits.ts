import type { KeyLimits } from '../context.ts';
import type { SourcedGrant } from './access.ts';

/** What reading is: what a key that only reads is left with. */
const READING: readonly string[] = ['read', 'export'];

/** Says which limits these are, as a part of the key under which rights are remembered. */
export const limitsKey = ({ readOnly, objects }: KeyLimits): string =>
  `key:${readOnly ? 'read' : 'all'}:${objects?.join(',') ?? '*'}`;

/** What is left of the grants over an object to a key that is limited: never more than its user has. */
export function limitedGrants(
  grants: readonly SourcedGrant[],
  object: string,
  limits: KeyLimits | undefined,
): readonly SourcedGrant[] {
  if (!limits) return grants;
  if (limits.objects && !limits.objects.includes(object)) return [];
  if (!limits.readOnly) return grants;
  return grants
    .map((grant) => ({ ...grant, do: grant.do.filter((action) => READING.includes(action)) }))
    .filter((grant) => grant.do.length > 0);
}
