import schema from '../../../schemas/role.schema.json' with { type: 'json' };
import type { CheckedExpression } from '../../expression/index.ts';
import { type Action, CAME_WITH } from '../actions.ts';
import { type Body, type Document, isBody } from '../document.ts';
import type { ModelGrant, ModelRole } from '../model.ts';
import { defineKind, keyByName, membersOf } from './define-kind.ts';

/** What its holders may do. */
export const role = defineKind({
  name: 'role',
  labels: { en: 'role', 'zh-CN': '角色' },
  prefix: 'rol',
  folder: 'roles',
  schema,
  keyOf: keyByName,
  parts: () => [],
  check: ({ body }, report) => {
    for (const [index, { do: actions, rows, object, where, fields }] of membersOf(body.grants)) {
      if (where !== undefined && object === '*') report(['grants', index, 'where'], 'document.where_all');
      if (isBody(fields) && fields['*'] === 'masked')
        report(['grants', index, 'fields', '*'], 'document.mask_all');
      if (!Array.isArray(actions) || !isBody(rows)) continue;
      for (const action of Object.keys(rows)) {
        // what comes along is kept back by its rows
        const comes = CAME_WITH[action as Action]?.some((one) => actions.includes(one)) ?? false;
        if (!actions.includes(action) && !comes)
          report(['grants', index, 'rows', action], 'document.rows', { action });
      }
    }
  },
});

/** One of its grants; undefined where a later engine reads only half of it: that grants nothing. */
function resolveGrant(
  { object, do: actions, rows, where, fields }: Body,
  name: string,
  expression: CheckedExpression | undefined,
): ModelGrant | undefined {
  if (where !== undefined && !expression) return undefined;
  return Object.freeze({
    object,
    do: actions,
    rows: rows ?? {},
    fields: fields ?? {},
    ...(expression && { where: { name, source: where, expression } }),
  });
}

/** `expressionAt` gives the checked expressions of the document by the way to them. */
export const resolveRole = (
  { id, body }: Document,
  expressionAt: (way: string) => CheckedExpression | undefined,
): ModelRole =>
  Object.freeze({
    id,
    name: body.name,
    labels: body.labels,
    admin: body.admin ?? [],
    portal: body.portal === true,
    grants: ((body.grants ?? []) as readonly Body[]).flatMap(
      (grant, index) => resolveGrant(grant, `${id}/${index}`, expressionAt(`grants.${index}.where`)) ?? [],
    ),
  });
