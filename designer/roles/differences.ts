import type { Body } from '../draft/documents.ts';
import { fieldRightIn, linesOf, scopeIn } from '../draft/grants.ts';
import {
  ACTIONS,
  ADMIN_RIGHTS,
  EVERY_OBJECT,
  FIELD_ACTIONS,
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
  | {
      readonly field: string;
      readonly left: readonly FieldAllowed[];
      readonly right: readonly FieldAllowed[];
    }
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

/** A right over a field; where several hold, what each is for. */
export interface FieldAllowed {
  readonly right: string;
  /** the actions for which it holds, where another one holds for others */
  readonly actions?: readonly string[];
  /** the condition of its grant, where another grant says otherwise */
  readonly where?: string;
}

const sumOf = (rights: readonly string[]): string =>
  FIELD_RIGHTS.findLast((right) => rights.includes(right)) ?? NONE;

/** What a right over a field comes to where an action goes: who reads does not write. */
const effectOf = (right: string, action: string): string => {
  const widest = FIELD_RIGHTS.at(-1)!;
  if (action === 'read') return right === widest ? FIELD_RIGHTS.at(-2)! : right;
  return right === widest ? right : NONE;
};

/**
 * What a role allows with a field: one right, where all of its grants that matter say the same; otherwise each with
 * the actions that it holds for, and with its condition where grants of one action differ.
 */
export function fieldAllowedBy(
  body: Body,
  object: string,
  field: string,
  isSystem: boolean,
): readonly FieldAllowed[] {
  const grants = [...linesOf(body, object), ...(isSystem ? [] : linesOf(body, EVERY_OBJECT))]
    .map((grant) => ({
      right: fieldRightIn(grant, field),
      actions: FIELD_ACTIONS.filter((action) => scopeIn(grant, action) !== NONE),
      ...(grant.where && { where: grant.where as string }),
    }))
    .filter(({ actions }) => actions.length > 0);
  const rights = new Set(grants.map(({ right }) => right));
  if (rights.size <= 1) return [{ right: [...rights][0] ?? NONE }];
  const effects = new Map(
    FIELD_ACTIONS.map((action) => {
      const going = grants.filter(({ actions }) => actions.includes(action));
      return [action, new Set(going.map(({ right }) => effectOf(right, action)))] as const;
    }).filter(([, found]) => found.size > 0),
  );
  if ([...effects.values()].some(({ size }) => size > 1)) return distinct(grants);
  // every action has one right: what it is written by says it for all, where that is the same
  const byAction = [...effects].map(([action, found]) => ({ action, right: [...found][0]! }));
  const written = byAction.filter(({ action }) => action !== 'read').map(({ right }) => right);
  if (new Set(written).size <= 1) {
    return [{ right: sumOf(byAction.map(({ right }) => right)) }];
  }
  const stated = byAction.filter(({ right }) => right !== NONE);
  return [...Map.groupBy(stated, ({ right }) => right)].map(([right, some]) => ({
    right,
    actions: some.map(({ action }) => action),
  }));
}

/** Each once, what allows nothing left out. */
function distinct(all: readonly FieldAllowed[]): readonly FieldAllowed[] {
  const known = new Map(all.map((one) => [JSON.stringify(one), one]));
  return [...known.values()].filter(({ right }) => right !== NONE);
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
      return { object, field, left: a!, right: b!, isSame: isEqual(a, b) };
    }),
  ];
}

/** Rights over the workspace of either. */
export const adminCompared = (left: Body, right: Body) =>
  ADMIN_RIGHTS.map((name) => {
    const [a, b] = [left, right].map(({ admin = [] }) => admin.includes(name) as boolean);
    return { name, left: a!, right: b!, isSame: a === b };
  });
