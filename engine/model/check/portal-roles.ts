import { PORTAL_ACTIONS } from '../actions.ts';
import { isBody } from '../document.ts';
import { membersOf } from '../kinds/define-kind.ts';
import { pointingAt } from '../scope.ts';
import { eachDocument, type Together } from './together.ts';

const PORTAL = 'portal';
const SCOPES: readonly unknown[] = [PORTAL, 'all', 'none'];

/** What users of the portal may be given, and that what is theirs alone stands in no other role. */
export const checkPortalRoles = (together: Together) => {
  const homes = [...together.objects.values()].filter(
    ({ archived, capabilities }) => !archived && capabilities.portal === true,
  );
  return eachDocument(together, ({ kind, body }, report) => {
    if (kind !== 'role') return;
    const isPortal = body.portal === true;
    if (isPortal && (body.admin ?? []).length > 0) report(['admin'], 'document.portal_admin');
    for (const [index, { object: name, do: actions, rows }] of membersOf(body.grants)) {
      const object = together.objects.get(name);
      const at = (...rest: (string | number)[]) => ['grants', index, ...rest];
      if (isPortal && (name === '*' || object?.system))
        report(at('object'), 'document.portal_object', { name });
      for (const [place, action] of (Array.isArray(actions) ? actions : []).entries()) {
        if (!isPortal) continue;
        if (!PORTAL_ACTIONS.includes(action))
          report(at('do', place), 'document.portal_action', { action, known: PORTAL_ACTIONS.join(', ') });
        else if (!object?.follows && !(isBody(rows) && action in rows))
          report(at('do', place), 'document.portal_unstated', { action, known: SCOPES.join(', ') });
      }
      for (const [action, scope] of Object.entries(isBody(rows) ? rows : {})) {
        if (scope === PORTAL && !isPortal) report(at('rows', action), 'document.portal_scope', { scope });
        if (isPortal && !SCOPES.includes(scope))
          report(at('rows', action), 'document.portal_rows', { scope, known: SCOPES.join(', ') });
        const isReached =
          !object ||
          object.archived ||
          homes.some((home) => home === object || pointingAt(object, home.name));
        if (isPortal && scope === PORTAL && !object?.follows && !isReached)
          report(at('rows', action), 'document.portal_field', { object: name });
      }
    }
  });
};
