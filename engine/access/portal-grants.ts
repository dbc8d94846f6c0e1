import { PORTAL_ACTIONS } from '../model/index.ts';
import type { ModelObject } from '../model/model.ts';
import type { SourcedGrant } from './access.ts';

/** What comes along with other actions comes along for colleagues. */
const STATED = { transfer: 'none', bulk: 'none', restore: 'none' };

/** What a role does not say reaches no further than their own record. */
const UNSTATED = Object.fromEntries(PORTAL_ACTIONS.map((action) => [action, 'portal']));

const isAllowed = (action: string): boolean => PORTAL_ACTIONS.some((one) => one === action);

/**
 * What is left of grants to users of the portal: nothing over the engine's own objects, nothing that colleagues do, and
 * no say in who owns a record. The checks of roles refuse the rest; what was published before they did counts no more.
 */
export const portalGrants = (
  grants: readonly SourcedGrant[],
  { system }: ModelObject,
): readonly SourcedGrant[] =>
  system
    ? []
    : grants.map((grant) => ({
        ...grant,
        do: grant.do.filter(isAllowed),
        rows: { ...UNSTATED, ...grant.rows, ...STATED },
        fields: {
          ...(Object.keys(grant.fields).length === 0 ? { '*': 'write' } : grant.fields),
          owner: 'none',
        },
      }));
