import type { Body } from './documents.ts';
import { ACTIONS, ALL, COMES_WITH, GOES_BY, hasRows, NONE, OTHER_FIELDS } from './role-words.ts';

/** A right of a role that is put in somewhere: an action over rows, or a field. */
export type GrantAddress = {
  readonly object: string;
  /** which of the grants over the object; one behind the last is a new one */
  readonly line: number;
} & ({ readonly action: string } | { readonly field: string });

export interface GrantEdit {
  readonly address: GrantAddress;
  readonly value: string;
}

const grantsOf = (body: Body): readonly Body[] => body.grants ?? [];

/** The grants over an object: what they allow adds up. */
export const linesOf = (body: Body, object: string): readonly Body[] =>
  grantsOf(body).filter((grant) => grant.object === object);

const comesAlong = (allowed: { has(action: string): boolean }, action: string): boolean =>
  COMES_WITH[action]?.some((one) => allowed.has(one)) ?? false;

/** Whether an action is allowed only since it comes with others that the grant states. */
export const isImplied = (grant: Body | undefined, action: string): boolean =>
  grant !== undefined &&
  grant.rows?.[action] === undefined &&
  !grant.do?.includes(action) &&
  comesAlong(new Set(grant.do), action);

/** The rows in which a grant allows an action, by itself or since it comes with others. */
export function scopeIn(grant: Body | undefined, action: string): string {
  if (!grant?.do?.includes(action) && !comesAlong(new Set(grant?.do), action)) return NONE;
  return grant?.rows?.[action] ?? grant?.rows?.[GOES_BY[action] ?? action] ?? ALL;
}

/** The right over a field that a grant states, or that it has over those that it does not name. */
export const fieldRightIn = (grant: Body | undefined, field: string): string => {
  const fields: Readonly<Record<string, string>> = grant?.fields ?? {};
  return fields[field] ?? fields[OTHER_FIELDS] ?? (Object.keys(fields).length === 0 ? 'write' : NONE);
};

/** Whether a grant names a field. */
export const isNamedIn = (grant: Body | undefined, field: string): boolean =>
  grant?.fields?.[field] !== undefined;

const inOrder = <T>(entries: Iterable<readonly [string, T]>): Record<string, T> => {
  const known = new Map(entries);
  return Object.fromEntries(
    [...ACTIONS.filter((action) => known.has(action)), ...known.keys()].map((name) => [
      name,
      known.get(name)!,
    ]),
  );
};

/** A grant without members that say nothing. */
function tidied({ rows, fields, ...grant }: Body): Body {
  const stated = Object.entries(rows ?? {}).some(([, scope]) => scope !== ALL);
  return {
    ...grant,
    ...(rows && stated && { rows }),
    ...(fields && Object.keys(fields).length > 0 && { fields }),
  };
}

/** The members of a grant in the order in which documents state them. */
const MEMBERS = ['object', 'do', 'rows', 'where', 'fields'];

const stated = (grant: Body): Body =>
  Object.fromEntries([
    ...MEMBERS.filter((name) => grant[name] !== undefined).map((name) => [name, grant[name]]),
    ...Object.entries(grant).filter(([name]) => !MEMBERS.includes(name)),
  ]);

function withScope(grant: Body, action: string, scope: string): Body {
  if (scopeIn(grant, action) === scope) return grant;
  // what comes along anyway is not stated
  const silent = withAllowed(grant, action, undefined);
  return scopeIn(silent, action) === scope ? silent : withAllowed(grant, action, scope);
}

/** A grant that states a scope for an action; undefined: it says nothing of it. */
function withAllowed(grant: Body, action: string, scope: string | undefined): Body {
  const allowed = new Set<string>(grant.do ?? []);
  if (scope === undefined || scope === NONE) allowed.delete(action);
  else allowed.add(action);
  const others = Object.entries<string>(grant.rows ?? {}).filter(
    ([name]) => name !== action && (allowed.has(name) || comesAlong(allowed, name)),
  );
  const isAllUnsaid = scope === ALL && grant.rows === undefined;
  const isStated =
    scope !== undefined && hasRows(action) && (scope === NONE ? comesAlong(allowed, action) : !isAllUnsaid);
  return stated(
    tidied({
      ...grant,
      do: [
        ...ACTIONS.filter((one) => allowed.has(one)),
        ...[...allowed].filter((one) => !ACTIONS.includes(one)),
      ],
      rows: inOrder<string>(isStated ? [...others, [action, scope]] : others),
    }),
  );
}

function withFieldRight(grant: Body, field: string, right: string): Body {
  if (fieldRightIn(grant, field) === right) return grant;
  const { [field]: _, ...others } = (grant.fields ?? {}) as Record<string, string>;
  // what is not named keeps its right when the first field is
  const rest: Record<string, string> =
    field !== OTHER_FIELDS && Object.keys(others).length === 0 ? { [OTHER_FIELDS]: 'write' } : others;
  const isAsOthers = field !== OTHER_FIELDS && right === (rest[OTHER_FIELDS] ?? NONE);
  const fields =
    field === OTHER_FIELDS ? { [field]: right, ...others } : isAsOthers ? rest : { ...rest, [field]: right };
  const saysNothing = Object.keys(fields).length === 1 && fields[OTHER_FIELDS] === 'write';
  return stated(tidied({ ...grant, fields: saysNothing ? undefined : fields }));
}

/** The grants with one over an object changed, or added behind the others. */
function withLine(
  grants: readonly Body[],
  object: string,
  line: number,
  change: (grant: Body) => Body,
): readonly Body[] {
  const places = grants.flatMap((grant, at) => (grant.object === object ? [at] : []));
  const at = places[line];
  if (at !== undefined) return grants.with(at, change(grants[at]!));
  const last = places.at(-1);
  return grants.toSpliced(last === undefined ? grants.length : last + 1, 0, change({ object, do: [] }));
}

/** Allows nothing, and says nothing that somebody would miss. */
const isEmpty = (grant: Body): boolean =>
  grant.do?.length === 0 && grant.where === undefined && grant.fields === undefined;

const withGrants = (body: Body, grants: readonly Body[]): Body => {
  const before = grantsOf(body);
  if (grants.length === before.length && grants.every((grant, at) => grant === before[at])) return body;
  return { ...body, grants };
};

/** Roles of the portal leave nothing about rows unsaid. */
const withRowsSaid = (grant: Body): Body => ({
  ...grant,
  rows: inOrder<string>(
    ((grant.do ?? []) as string[])
      .filter(hasRows)
      .map((action): [string, string] => [action, grant.rows?.[action] ?? ALL]),
  ),
});

/** A role with other values in some cells. Grants that allow nothing any more are gone. */
export function withEdits(body: Body, edits: readonly GrantEdit[]): Body {
  let grants = grantsOf(body);
  for (const { address, value } of edits) {
    const { object, line } = address;
    const change = (grant: Body) =>
      'action' in address
        ? withScope(grant, address.action, value)
        : withFieldRight(grant, address.field, value);
    // allowing nothing is no grant
    if ('action' in address && value === NONE && !linesOf({ grants }, object)[line]) continue;
    grants = withLine(grants, object, line, change);
  }
  const kept = grants.filter((grant) => !isEmpty(grant));
  return withGrants(body, body.portal === true ? kept.map((grant) => stated(withRowsSaid(grant))) : kept);
}

/** A role with a condition on one of its grants; a new grant shows the fields that the first one shows. */
export function withWhere(
  body: Body,
  { object, line }: Pick<GrantAddress, 'object' | 'line'>,
  where: string,
  action = 'read',
): Body {
  const fields = linesOf(body, object)[0]?.fields;
  const said = where.trim() === '' ? undefined : where.trim();
  const isNew = linesOf(body, object)[line] === undefined;
  const grants = withLine(grantsOf(body), object, line, (grant) =>
    stated({
      ...grant,
      ...(isNew && { do: [action], ...(fields && { fields }) }),
      where: said,
    }),
  );
  return withGrants(body, grants);
}

/**
 * A role in which one action of a grant is a grant of its own, in the same rows and with the same fields: it allows what it
 * did, and the fields of the two can be told apart from then on.
 */
export function withActionApart(
  body: Body,
  { object, line }: Pick<GrantAddress, 'object' | 'line'>,
  action: string,
): Body {
  const grant = linesOf(body, object)[line];
  if (!grant?.do?.includes(action) || grant.do.length < 2) return body;
  const { rows = {}, ...others } = grant;
  // what comes along with it, or is kept from coming along, goes where it goes
  const along = Object.entries<string>(rows).filter(
    ([name]) => name === action || (!grant.do.includes(name) && COMES_WITH[name]?.includes(action)),
  );
  const apart = stated(tidied({ ...others, do: [action], rows: inOrder<string>(along) }));
  const at = grantsOf(body).indexOf(grant);
  const left = withAllowed(grant, action, undefined);
  return withGrants(body, grantsOf(body).toSpliced(at, 1, left, apart));
}

/** A role without one of its grants over an object. */
export function withoutLine(body: Body, { object, line }: Pick<GrantAddress, 'object' | 'line'>): Body {
  const grant = linesOf(body, object)[line];
  return grant
    ? withGrants(
        body,
        grantsOf(body).filter((one) => one !== grant),
      )
    : body;
}
