import type { Body } from '../draft/documents.ts';
import { fieldRightIn, linesOf, scopeIn } from '../draft/grants.ts';
import {
  ACTIONS,
  ADMIN_RIGHTS,
  EVERY_OBJECT,
  FIELD_RIGHTS,
  NONE,
  OTHER_FIELDS,
} from '../draft/role-words.ts';

/** The rows in which something is allowed: a scope, and the condition of its grant. */
export interface Allowed {
  readonly scope: string;
  readonly where?: string;
}

/** One thing that two roles may allow differently. */
export type Compared = {
  readonly object: string;
  readonly isSame: boolean;
} & (
  | { readonly action: string; readonly left: readonly Allowed[]; readonly right: readonly Allowed[] }
  | { readonly field: string; readonly left: string; readonly right: string }
);

/** What a role allows with an action over an object, over every one included; the sum of its grants. */
export function allowedBy(body: Body, object: string, action: string, isSystem: boolean): readonly Allowed[] {
  const lines = [
    ...linesOf(body, object),
    ...(isSystem || object === EVERY_OBJECT ? [] : linesOf(body, EVERY_OBJECT)),
  ];
  const all = lines
    .map((grant): Allowed => ({ scope: scopeIn(grant, action), ...(grant.where && { where: grant.where }) }))
    .filter(({ scope }) => scope !== NONE);
  const widest = all.find(({ scope, where }) => scope === 'all' && where === undefined);
  if (widest) return [widest];
  const texts = new Set<string>();
  return all.filter((one) => {
    const text = JSON.stringify(one);
    return !texts.has(text) && texts.add(text);
  });
}

/** The widest right that a role has over a field in some row. */
export function fieldAllowedBy(body: Body, object: string, field: string, isSystem: boolean): string {
  const lines = [...linesOf(body, object), ...(isSystem ? [] : linesOf(body, EVERY_OBJECT))].filter(
    (grant) => scopeIn(grant, 'read') !== NONE || scopeIn(grant, 'create') !== NONE,
  );
  const rights = lines.map((grant) => fieldRightIn(grant, field));
  return FIELD_RIGHTS.findLast((right) => rights.includes(right)) ?? NONE;
}

const isEqual = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Everything that can be compared of an object: its actions, and those fields that one of the roles names. */
export function comparedOver(
  left: Body,
  right: Body,
  object: string,
  isSystem: boolean,
): readonly Compared[] {
  const named = [left, right].flatMap((body) =>
    linesOf(body, object).flatMap(({ fields = {} }) => Object.keys(fields)),
  );
  const fields = [...new Set([OTHER_FIELDS, ...named])];
  return [
    ...ACTIONS.map((action): Compared => {
      const [a, b] = [left, right].map((body) => allowedBy(body, object, action, isSystem));
      return { object, action, left: a!, right: b!, isSame: isEqual(a, b) };
    }),
    ...fields.map((field): Compared => {
      const [a, b] = [left, right].map((body) => fieldAllowedBy(body, object, field, isSystem));
      return { object, field, left: a!, right: b!, isSame: a === b };
    }),
  ];
}

/** Rights over the workspace of either. */
export const adminCompared = (left: Body, right: Body) =>
  ADMIN_RIGHTS.map((name) => {
    const [a, b] = [left, right].map(({ admin = [] }) => admin.includes(name) as boolean);
    return { name, left: a!, right: b!, isSame: a === b };
  });
