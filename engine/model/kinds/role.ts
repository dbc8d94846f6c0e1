import schema from '../../../schemas/role.schema.json' with { type: 'json' };
import { type Body, type Document, isBody } from '../document.ts';
import type { ModelRole } from '../model.ts';
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
    for (const [index, { do: actions, rows }] of membersOf(body.grants)) {
      if (!Array.isArray(actions) || !isBody(rows)) continue;
      for (const action of Object.keys(rows)) {
        const isGranted = actions.includes(action) || (action === 'restore' && actions.includes('delete'));
        if (!isGranted) report(['grants', index, 'rows', action], 'document.rows', { action });
      }
    }
  },
});

export const resolveRole = ({ id, body }: Document): ModelRole =>
  Object.freeze({
    id,
    name: body.name,
    labels: body.labels,
    admin: body.admin ?? [],
    grants: (body.grants ?? []).map(({ object, do: actions, rows, fields }: Body) =>
      Object.freeze({ object, do: actions, rows: rows ?? {}, fields: fields ?? {} }),
    ),
  });
