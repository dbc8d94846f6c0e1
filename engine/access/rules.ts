import type { CheckedExpression } from '../expression/index.ts';
import { type Action, BOUND_WITH, CAME_WITH } from '../model/index.ts';
import type { ModelGrant, ModelRestrictionRule, ModelSharingRule } from '../model/model.ts';
import type { SourcedGrant } from './access.ts';
import { every, type RowScopes, sum, whereScope } from './terms.ts';

const binds = (roles: readonly string[] | undefined, held: readonly string[]): boolean =>
  roles === undefined || roles.some((role) => held.includes(role));

/** The rules for whoever holds these roles. */
export const rulesFor = <R extends { readonly to?: readonly string[]; readonly for?: readonly string[] }>(
  rules: readonly R[] = [],
  held: readonly string[],
): readonly R[] => rules.filter((rule) => binds(rule.to ?? rule.for, held));

/** What a grant states itself does not come with what is shared of it. */
const withheld = ({ do: actions, rows }: SourcedGrant): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.keys(CAME_WITH)
      .filter((action) => actions.includes(action) || rows[action] !== undefined)
      .map((action) => [action, 'none']),
  );

/**
 * What sharing adds to grants over an object: each of them once more, in the shared rows. So a share gives rows
 * and never a field or an action that the roles do not grant.
 */
export const sharedGrants = (
  grants: readonly SourcedGrant[],
  rules: readonly ModelSharingRule[],
): readonly SourcedGrant[] =>
  rules.flatMap((rule) =>
    grants.flatMap((grant): SourcedGrant[] => {
      const shared = grant.do.filter((action) => rule.do.includes(action));
      if (shared.length === 0) return [];
      const rows = {
        ...withheld(grant),
        ...Object.fromEntries(shared.map((action) => [action, whereScope(rule.id)])),
      };
      const { source } = grant;
      const over = source.by === 'role' ? { role: source.role, grant: source.grant } : {};
      return [{ ...grant, do: shared, rows, source: { by: 'sharing', rule: rule.id, ...over } }];
    }),
  );

/** The restrictions that an action is kept to. */
export const restrictionsOn = (
  rules: readonly ModelRestrictionRule[],
  action: Action,
): readonly ModelRestrictionRule[] =>
  rules.filter(
    ({ do: actions }) =>
      actions === undefined || [action, BOUND_WITH[action]].some((one) => actions.includes(one!)),
  );

/** The scope of rows that a restriction allows. */
export const boundScope = ({ id, allow }: ModelRestrictionRule): string => (allow ? whereScope(id) : 'none');

/** Rows as restrictions leave them: each allows, and all of them must. */
export const restricted = (
  rows: RowScopes,
  action: Action,
  rules: readonly ModelRestrictionRule[],
): RowScopes => {
  const bounds = restrictionsOn(rules, action).map(boundScope);
  return bounds.length === 0 ? rows : sum(rows.map((term) => every([term, ...bounds])));
};

/** The conditions that terms over an object may name. */
export const conditionsOf = (
  grants: readonly ModelGrant[],
  sharing: readonly ModelSharingRule[],
  restrictions: readonly ModelRestrictionRule[],
): ReadonlyMap<string, CheckedExpression> =>
  new Map([
    ...grants.flatMap(({ where }) => (where ? [[where.name, where.expression] as const] : [])),
    ...sharing.map(({ id, where }) => [id, where] as const),
    ...restrictions.flatMap(({ id, allow }) => (allow ? [[id, allow] as const] : [])),
  ]);
