import type { ProblemItem } from '../../errors.ts';
import type { Documents } from '../document.ts';
import type { ModelObject } from '../model.ts';
import type { Alias } from '../store.ts';
import { checkCircles } from './circles.ts';
import { checkDefaults } from './defaults.ts';
import { checkDependents } from './dependents.ts';
import { checkExpressions } from './expressions.ts';
import { checkFormulas } from './formulas.ts';
import { checkIds } from './ids.ts';
import { checkLineItems } from './line-items.ts';
import { checkLinks } from './links.ts';
import { checkObjects } from './objects.ts';
import { checkPlaces } from './places.ts';
import { checkPortalRoles } from './portal-roles.ts';
import { checkReferences } from './references.ts';
import { checkRoleScopes } from './role-scopes.ts';
import { checkRollups } from './rollups.ts';
import { checkRuleFields } from './rules.ts';
import { type Bound, togetherOf } from './together.ts';

export { type Bound, boundKey } from './together.ts';

const NONE: ReadonlySet<string> = new Set();

/** Everything that can be wrong between documents, each of which is right by itself; and their checked expressions. */
export function checkTogether(
  documents: Documents,
  objects: readonly ModelObject[],
  aliases: readonly Alias[],
  broken = NONE,
): { readonly problems: readonly ProblemItem[]; readonly bound: Bound } {
  const together = togetherOf(documents, objects, aliases, broken);
  const { problems, bound } = checkExpressions(together);
  return {
    problems: [
      ...checkIds(together),
      ...checkReferences(together),
      ...checkObjects(together),
      ...checkDependents(together),
      ...checkLineItems(together),
      ...checkLinks(together),
      ...checkCircles(together),
      ...checkPlaces(together),
      ...checkRuleFields(together),
      ...checkRoleScopes(together),
      ...checkPortalRoles(together),
      ...checkDefaults(together),
      ...problems,
      ...checkFormulas(together, bound),
      ...checkRollups(together, bound),
    ],
    bound,
  };
}
