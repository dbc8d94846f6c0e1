import { isBody } from '../document.ts';
import { membersOf } from '../kinds/define-kind.ts';
import { pointingAt } from '../scope.ts';
import { eachDocument, type Together } from './together.ts';

/** Row scopes that ask where a record itself points, with what that is. */
const POINTING: Readonly<Record<string, string>> = { territory: 'territory' };

/** Rows by what records point at need a field that points there. */
export const checkRoleScopes = (together: Together) =>
  eachDocument(together, ({ kind, body }, report) => {
    if (kind !== 'role') return;
    for (const [index, { object: name, rows }] of membersOf(body.grants)) {
      const object = together.objects.get(name);
      // what is granted over all objects reaches nothing in those without
      if (!object || object.archived || !isBody(rows)) continue;
      for (const [action, scope] of Object.entries(rows)) {
        const target = typeof scope === 'string' ? POINTING[scope] : undefined;
        if (target === undefined || pointingAt(object, target)) continue;
        report(['grants', index, 'rows', action], 'document.scope_field', { scope, object: name, target });
      }
    }
  });
