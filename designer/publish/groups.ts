import type { Remedies } from '../api/metadata.ts';
import type { Change, Finding } from '../api/types.ts';

/** The changes of one object, or of what belongs to none (`object` undefined). */
export interface ChangeGroup {
  readonly object: string | undefined;
  readonly changes: readonly Change[];
}

/** What happens to an object itself and to its fields is told before its forms and lists. */
const isBeside = ({ document }: Change): number => Number(!document.startsWith('object/'));

/** Changes by object, in the order of the plan; what belongs to no object comes last. */
export function groupChanges(changes: readonly Change[]): readonly ChangeGroup[] {
  const groups = [...Map.groupBy(changes, ({ object }) => object)].map(([object, members]) => ({
    object,
    changes: members.toSorted((a, b) => isBeside(a) - isBeside(b)),
  }));
  return groups.sort((a, b) => Number(a.object === undefined) - Number(b.object === undefined));
}

/** Objects that lose something: their names are typed before publishing. */
export const namesToConfirm = (changes: readonly Change[]): readonly string[] => [
  ...new Set(
    changes.flatMap(({ risk, object }) => (risk === 'destructive' && object !== undefined ? [object] : [])),
  ),
];

/** Whether a choice says all it has to: what fills records needs a value. */
const isWhole = ({ name, value }: Remedies[string]): boolean =>
  name !== 'fill' || (value !== undefined && value !== null && value !== '');

/** The choices that a plan can be asked with; the others are still being made. */
export const wholeRemedies = (remedies: Remedies): Remedies =>
  Object.fromEntries(Object.entries(remedies).filter(([, remedy]) => isWhole(remedy)));

export const isUnfinished = (remedies: Remedies): boolean =>
  Object.values(remedies).some((remedy) => !isWhole(remedy));

/** Findings of one change, and those of the plan as a whole. */
export const findingsOf = (findings: readonly Finding[], change?: string): readonly Finding[] =>
  findings.filter((finding) => finding.change === change);

/** Documents under an object are shown as text on its page. */
const UNDER: Readonly<Record<string, string>> = { views: 'view', layouts: 'layout', pipelines: 'pipeline' };

/** Where in the designer a fault of a document is mended, as far as its path tells. */
export function placeOf(path: string): string | undefined {
  const [, folder = '', object, name] =
    /^([a-z-]+)\/([a-z0-9_]+)(?:\.([a-z0-9_]+))?(?:\.json)?(?:#|$)/.exec(path) ?? [];
  if (folder === 'objects') {
    const field = /#\/properties\/([a-z0-9_]+)/.exec(path)?.[1];
    return `/objects/${object}/fields${field ? `?field=${field}` : ''}`;
  }
  const kind = UNDER[folder];
  return kind && `/objects/${object}/source?document=${kind}/${object}.${name}`;
}
