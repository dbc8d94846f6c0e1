import { childRelations } from '../model/index.ts';
import type { Model, ModelObject } from '../model/model.ts';
import type { Access, Action, ChildAccess, Doing, ObjectAccess, SourcedGrant } from './access.ts';
import { readableChildren } from './children.ts';
import { strongest } from './field-right.ts';
import { actionAbove } from './follow-parent.ts';
import { boundScope, conditionsOf, restricted, restrictionsOn, rulesFor } from './rules.ts';
import { every, onBehalf, parentTerm, type RowScopes, scopesOf, sum, whereScope } from './terms.ts';
import { toldField } from './told-field.ts';
import type { Way, WayAsked } from './ways.ts';

/** What is done for somebody else: what becomes of a record, and who else is in its team, stays with its owner. */
const DELEGATED: ReadonlySet<string> = new Set(['read', 'export', 'print', 'update']);

/** What is left of grants to whoever acts for their holder: of the engine's own objects what everybody may know. */
export const delegatedGrants = (
  grants: readonly SourcedGrant[],
  { system }: ModelObject,
): readonly SourcedGrant[] =>
  system
    ? grants.filter(({ source, rows }) => source.by === 'everyone' && rows.read === 'all')
    : grants.map((grant) => ({ ...grant, do: grant.do.filter((action) => DELEGATED.has(action)) }));

const termsOnBehalf = (place: number, rows: RowScopes): RowScopes =>
  rows.flatMap((term) => every(scopesOf(term).map((scope) => onBehalf(place, scope))) ?? []);

/**
 * What keeps the actor from records above keeps them from what follows those, for whomever they come there: the
 * scopes of an object's rows in which they may do it.
 */
function boundsAbove(
  model: Model,
  roles: readonly string[],
  { follows }: ModelObject,
  action: Action,
): string[] {
  const above = follows && model.objects.get(follows.object);
  if (!above) return [];
  const asked = actionAbove(action);
  const own = restrictionsOn(rulesFor(model.restrictionRules.get(above.name), roles), asked);
  return [...own.map(boundScope), ...boundsAbove(model, roles, above, asked)].map(parentScope);
}

/** Rows reached for others, as far as the actor is not kept from them, nor from what they follow. */
function kept(
  model: Model,
  roles: readonly string[],
  object: ModelObject,
  action: Action,
  rows: RowScopes,
): RowScopes {
  const own = restricted(rows, action, rulesFor(model.restrictionRules.get(object.name), roles));
  const above = boundsAbove(model, roles, object, action);
  return sum(own.map((term) => every([term, ...above])));
}

const parentScope = (scope: string): string => (scope === 'none' ? scope : parentTerm(scope));

interface Sharing {
  readonly key: string;
  readonly own: Access;
  /** of the actor: what they are kept to, they are kept to for others too */
  readonly roles: readonly string[];
  /** the rights of those who have delegated to them, each made by their own roles, rules and reach */
  readonly theirs: readonly Access[];
}

/** Rights to which those of others add up: each term holds for whom it is theirs, and every right stays as narrow as they have it. */
export function withDelegators(model: Model, { key, own, roles, theirs }: Sharing): Access {
  const objects = new Map<string, ObjectAccess | undefined>();
  const accessTo = (name: string): ObjectAccess | undefined => {
    if (objects.has(name)) return objects.get(name);
    objects.set(name, undefined);
    const made = objectWithDelegators(model, name, {
      own: own.object(name),
      behalf: theirs.map((one) => one.object(name)),
      knowsModel: own.hasAdminRight('model'),
      roles,
      follow: accessTo,
    });
    if (model.objects.has(name)) objects.set(name, made);
    else objects.delete(name);
    return made;
  };
  return {
    key,
    object: accessTo,
    can: (object, action) => accessTo(object)?.can(action) ?? false,
    hasAdminRight: own.hasAdminRight,
  };
}

interface Parts {
  readonly own: ObjectAccess | undefined;
  readonly behalf: readonly (ObjectAccess | undefined)[];
  readonly knowsModel: boolean;
  readonly roles: readonly string[];
  readonly follow: (name: string) => ObjectAccess | undefined;
}

function objectWithDelegators(model: Model, name: string, parts: Parts): ObjectAccess | undefined {
  const { own, behalf, knowsModel, roles, follow } = parts;
  const object = model.objects.get(name);
  if (!object || [own, ...behalf].every((one) => one === undefined)) return undefined;
  const restrictions = rulesFor(model.restrictionRules.get(name), roles);
  const known = new Map<string, RowScopes>();
  const added = (what: string, action: Action, of: (one: ObjectAccess) => RowScopes): RowScopes => {
    const asked = known.get(what);
    if (asked) return asked;
    const others = behalf.flatMap((one, place) => (one ? termsOnBehalf(place, of(one)) : []));
    const rows = sum([...(own ? of(own) : []), ...kept(model, roles, object, action, others)]);
    known.set(what, rows);
    return rows;
  };
  const fieldsWith = (isIn: (field: string) => boolean) =>
    [...object.fields.values()].filter((field) => isIn(field.name));
  /** of those who do not read what a field is worked out from, while another does, no way leads to it */
  const waysOf = (one: ObjectAccess | undefined, asked: WayAsked): readonly Way[] => {
    const { action, field } = asked;
    const ways = one?.ways(asked) ?? [];
    const isUnread = (part: ObjectAccess | undefined) =>
      action === 'read' && field !== undefined && part?.readableRows(field).length === 0;
    if (!isUnread(one) || [own, ...behalf].every((part) => !part || isUnread(part))) return ways;
    return ways.filter(({ right }) => right !== 'read' && right !== 'write');
  };
  let children: ReadonlyMap<string, ChildAccess> | undefined;
  const access: ObjectAccess = {
    object,
    behalf,
    forms: own?.forms ?? new Map(),
    conditions: new Map([...(own?.conditions ?? []), ...conditionsOf([], [], restrictions)]),
    can: (action) => access.rows(action).length > 0,
    rows: (action) => added(action, action, (one) => one.rows(action)),
    right: (field) => strongest([own, ...behalf].flatMap((one) => one?.right(field) ?? [])),
    readableRows: (field) => added(`read ${field}`, 'read', (one) => one.readableRows(field)),
    maskedRows: (field) => added(`masked ${field}`, 'read', (one) => one.maskedRows(field)),
    writableRows: (field, action) =>
      added(`${action} ${field}`, action, (one) => one.writableRows(field, action)),
    told: (field) => (knowsModel ? field : toldField(field, follow)),
    ways: (asked) => [
      ...waysOf(own, asked),
      ...behalf.flatMap((one, place) => {
        const bounds = one?.bounds(asked.action).map(whereScope) ?? [];
        return waysOf(one, asked).map((way) => ({
          ...way,
          source: { by: 'delegation' as const, place, over: way.source },
          scopes: [
            ...[...way.scopes, ...bounds].map((scope) => onBehalf(place, scope)),
            ...boundsAbove(model, roles, object, asked.action),
          ],
        }));
      }),
    ],
    bounds: (action) => restrictionsOn(restrictions, action).map(({ id }) => id),
    doing: (asked) => [
      own ? rowsFor(own, asked) : [],
      ...behalf.map((one, place) =>
        one ? kept(model, roles, object, asked.action, sum(termsOnBehalf(place, rowsFor(one, asked)))) : [],
      ),
    ],
    get readable() {
      return fieldsWith((field) => access.readableRows(field).length > 0);
    },
    get shown() {
      return fieldsWith(
        (field) => access.readableRows(field).length > 0 || access.maskedRows(field).length > 0,
      );
    },
    get children() {
      children ??= readableChildren(childRelations(model, name).values(), follow);
      return children;
    },
    ...parentOf(model, object, parts),
  };
  return access;
}

const rowsFor = (one: ObjectAccess, { action, field }: Doing): RowScopes =>
  field !== undefined && (action === 'update' || action === 'create')
    ? one.writableRows(field, action)
    : one.rows(action);

/**
 * For which of those who have delegated to the actor something is done: their place, where the actor may not do all of
 * it by themselves. Of each part of it (`ObjectAccess.doing`) the rows are given in which it may be done.
 */
export function doneFor(
  parts: readonly (readonly RowScopes[])[],
  isIn: (rows: RowScopes) => boolean,
): number | undefined {
  for (const [own, ...others] of parts) {
    if (own && isIn(own)) continue;
    const place = others.findIndex(isIn);
    if (place >= 0) return place;
  }
  return undefined;
}

/** The parents to which records may be added, of all of them together. */
function parentOf(
  model: Model,
  object: ModelObject,
  { own, behalf, roles, follow }: Parts,
): Pick<ObjectAccess, 'parent'> {
  const access = object.follows && follow(object.follows.object);
  if (!access) return {};
  const others = behalf.flatMap((one, place) => termsOnBehalf(place, one?.parent?.rows ?? []));
  const rows = sum([...(own?.parent?.rows ?? []), ...kept(model, roles, access.object, 'update', others)]);
  return { parent: { access, rows } };
}
