import type { Actor, KeyLimits, ReachName } from '../context.ts';
import type { CheckedExpression } from '../expression/index.ts';
import { ACTIONS, type Action, type ChildRelation, childRelations } from '../model/index.ts';
import type { Model, ModelField, ModelGrant, ModelObject } from '../model/model.ts';
import { BY_ADMIN_RIGHT, EVERYONE } from './base-grants.ts';
import { delegatedGrants, withDelegators } from './delegated.ts';
import { followingGrants } from './follow-parent.ts';
import { limitedGrants, limitsKey } from './key-limits.ts';
import { NO_RULES, type ObjectRules, objectAccess } from './object-access.ts';
import { portalGrants } from './portal-grants.ts';
import type { ReachForms } from './row-predicate.ts';
import { rulesFor } from './rules.ts';
import { rowScope } from './scopes/index.ts';
import type { RowScopes } from './terms.ts';
import type { Way, WayAsked, WaySource } from './ways.ts';

export type { Action } from '../model/index.ts';
export type { RowScopes } from './terms.ts';
/** `masked` shows a part of the value, and is unreadable for whatever compares it. */
export type FieldRight = 'none' | 'masked' | 'read' | 'write';

/** The rights of a set of roles over one object. */
export interface ObjectAccess {
  readonly object: ModelObject;
  can(action: Action): boolean;
  rows(action: Action): RowScopes;
  /** the widest right over a field in any row */
  right(field: string): FieldRight;
  /** the rows in which a field may be read; where it is narrower than `rows('read')`, the others show null */
  readableRows(field: string): RowScopes;
  /** the rows in which at least a masked value is shown */
  maskedRows(field: string): RowScopes;
  /** the rows in which a field may be written by an action */
  writableRows(field: string, action: 'create' | 'update'): RowScopes;
  /** fields that can be read in some row, in the order of the object */
  readonly readable: readonly ModelField[];
  /** how the users are told whom the actor reaches */
  readonly forms: ReachForms;
  /** of a user of the portal: API name of the object whose record they are bound to */
  readonly portal?: string;
  /** conditions that its scopes name: `where:<name>` */
  readonly conditions: ReadonlyMap<string, CheckedExpression>;
  /** a field without those parts of the model that it names and that may not be known */
  told(field: ModelField): ModelField;
  /** fields of which something is shown in some row: those that can be read, and masked ones */
  readonly shown: readonly ModelField[];
  /** every way to rows of the object, before restrictions; what gives nothing there is left out */
  ways(asked: WayAsked): readonly Way[];
  /** ids of the restriction rules that an action is kept to */
  bounds(action: Action): readonly string[];
  /** records that point at those of the object, by what they are called there, where both they and that may be read */
  readonly children: ReadonlyMap<string, ChildAccess>;
  /** the rights of those who have delegated to the actor, as theirs alone; absent where nobody has */
  readonly behalf?: readonly (ObjectAccess | undefined)[];
  /** where others have delegated to the actor: the rows in which they may do it by themselves, and those in which for each of the others */
  doing?(asked: Doing): readonly RowScopes[];
  /** where rights follow a parent; absent for the engine, which may do everything */
  readonly parent?: ParentAccess;
}

/** What is done with a record: a field of it is changed, or the record itself. */
export interface Doing {
  readonly action: Action;
  readonly field?: string;
}

/** The rights over the parents that records follow. */
export interface ParentAccess {
  readonly access: ObjectAccess;
  /** the parents to which a record may be added, or moved */
  readonly rows: RowScopes;
}

/** The rights over records that point at others. */
export interface ChildAccess extends ChildRelation {
  readonly access: ObjectAccess;
}

/** The rights of a set of roles. The only place that decides a permission. */
export interface Access {
  /** says which rights these are: equal keys of one model have equal rights */
  readonly key: string;
  /** undefined for objects of which the roles know nothing: they are answered as if there were none */
  object(name: string): ObjectAccess | undefined;
  can(object: string, action: Action): boolean;
  hasAdminRight(right: string): boolean;
}

/** A grant over `*` holds for every object that is not the engine's own, those of tomorrow included. */
const EVERY_OBJECT = '*';

/** A grant, and what gave it. */
export interface SourcedGrant extends ModelGrant {
  readonly source: WaySource;
}

/** Every right over every row: the engine's own. */
const engineGrant = (object: ModelObject): SourcedGrant => ({
  source: { by: 'everyone' },
  object: object.name,
  do: ACTIONS,
  rows: {},
  fields: { '*': 'write' },
});

interface Made {
  readonly forms?: ReachForms;
  readonly limits?: KeyLimits | undefined;
  readonly isDelegated?: boolean;
  /** of a user of the portal: API name of the object whose record they are bound to */
  readonly portal?: string | undefined;
}

/** Undefined roles are the engine's. */
function makeAccess(
  model: Model,
  key: string,
  roles: readonly string[] | undefined,
  { forms = new Map(), limits, isDelegated = false, portal }: Made = {},
): Access {
  const isPortal = portal !== undefined;
  // roles of the portal are no roles of colleagues, and the other way round
  const held = (roles ?? []).flatMap((name) => {
    const role = model.roles.get(name);
    return role?.portal === isPortal ? role : [];
  });
  const adminRights = new Set(limits || isDelegated || isPortal ? [] : held.flatMap((role) => role.admin));
  const grants: readonly SourcedGrant[] = [
    ...held.flatMap(({ name: role, grants: given }) =>
      given.map((one, grant) => ({ ...one, source: { by: 'role' as const, role, grant } })),
    ),
    ...(isPortal ? [] : EVERYONE).map((one) => ({ ...one, source: { by: 'everyone' as const } })),
    ...[...adminRights].flatMap((right) =>
      (BY_ADMIN_RIGHT[right] ?? []).map((one) => ({ ...one, source: { by: 'admin' as const, right } })),
    ),
  ];
  const byObject = Map.groupBy(grants, (grant) => grant.object);
  const grantsOver = (object: ModelObject): readonly SourcedGrant[] => {
    const wide = object.system ? [] : (byObject.get(EVERY_OBJECT) ?? []);
    const all = limitedGrants([...(byObject.get(object.name) ?? []), ...wide], object.name, limits);
    return isDelegated ? delegatedGrants(all, object) : all;
  };
  const portalGrantsOf = (object: ModelObject): readonly SourcedGrant[] => {
    // by name alone: what is granted over every object is not meant for people outside
    const named = limitedGrants(byObject.get(object.name) ?? [], object.name, limits);
    const parent = parentOf(object);
    if (!object.follows) return portalGrants(named, object);
    return parent ? portalGrants(followingGrants(parent, object.follows, object.name, named), object) : [];
  };
  const parentOf = ({ follows }: ModelObject): ObjectAccess | undefined =>
    follows && accessTo(follows.object);
  const grantsOf = (object: ModelObject): readonly SourcedGrant[] => {
    if (isPortal) return portalGrantsOf(object);
    if (!object.follows) return grantsOver(object);
    const parent = parentOf(object);
    return parent
      ? followingGrants(parent, object.follows, object.name, byObject.get(object.name) ?? [])
      : [];
  };
  const rulesOver = (name: string): ObjectRules =>
    roles
      ? {
          sharing: rulesFor(model.sharingRules.get(name), roles),
          restrictions: rulesFor(model.restrictionRules.get(name), roles),
        }
      : NO_RULES;
  const objects = new Map<string, ObjectAccess | undefined>();
  const accessTo = (name: string): ObjectAccess | undefined => {
    if (objects.has(name)) return objects.get(name);
    const object = model.objects.get(name);
    // what follows itself, over however many, follows nothing
    objects.set(name, undefined);
    const mine = object && (roles ? grantsOf(object) : [engineGrant(object)]);
    const made =
      object && mine!.length > 0
        ? objectAccess(object, childRelations(model, name).values(), mine!, {
            rules: rulesOver(name),
            follow: accessTo,
            parent: roles && parentOf(object),
            knowsModel: roles === undefined || adminRights.has('model'),
            forms,
            portal,
          })
        : undefined;
    const known = made && (made.can('read') || made.can('create')) ? made : undefined;
    if (object) objects.set(name, known);
    else objects.delete(name);
    return known;
  };
  return {
    key,
    object: accessTo,
    can: (object, action) => accessTo(object)?.can(action) ?? false,
    hasAdminRight: (right) => roles === undefined || adminRights.has(right),
  };
}

const made = new WeakMap<Model, Map<string, Access>>();

/** In what form the users are told whom an actor reaches: it is part of every statement that asks for their rows. */
const formsOf = ({ reach = {} }: Pick<Actor, 'reach'>): ReachForms =>
  new Map(Object.entries(reach).map(([name, { form }]) => [name as ReachName, form]));

/** What decides over rights; equal keys are equal rights. */
type Holder = Pick<Actor, 'roles' | 'reach' | 'limits' | 'portal'>;

const keyOf = ({ roles, reach, limits, portal }: Holder): string =>
  [
    ...(portal ? [`portal:${portal.object}`] : []),
    roles.join(' '),
    ...[...formsOf({ ...(reach && { reach }) })].flat(),
    ...(limits ? [limitsKey(limits)] : []),
  ].join(' | ');

const accessOfHolder = (model: Model, holder: Holder, isDelegated = false): Access =>
  makeAccess(model, keyOf(holder), [...new Set(holder.roles)].sort(), {
    forms: formsOf(holder),
    limits: holder.limits,
    isDelegated,
    portal: holder.portal?.object,
  });

/**
 * The rights of an actor, remembered per model, set of roles and form of reach, and of those of whoever has delegated
 * to them. The engine itself may do everything.
 */
export function accessOf(
  model: Model,
  actor: Pick<Actor, 'kind' | 'roles' | 'reach' | 'limits' | 'delegators' | 'portal'>,
): Access {
  const isEngine = actor.kind === 'engine';
  const { limits } = actor;
  const delegators = (actor.delegators ?? []).map(({ roles, reach }) => ({
    roles,
    ...(reach && { reach }),
    ...(limits && { limits }),
  }));
  const key = isEngine ? '*' : [actor, ...delegators].map(keyOf).join(' + ');
  let known = made.get(model);
  if (!known) {
    known = new Map();
    made.set(model, known);
  }
  let access = known.get(key);
  if (!access) {
    if (isEngine) access = makeAccess(model, key, undefined);
    else if (delegators.length === 0) access = accessOfHolder(model, actor);
    else {
      const theirs = delegators.map((one) => accessOfHolder(model, one, true));
      access = withDelegators(model, { key, own: accessOfHolder(model, actor), roles: actor.roles, theirs });
    }
    known.set(key, access);
  }
  return access;
}

const reaches = new WeakMap<Model, Map<string, readonly ReachName[]>>();

/** By what the holders of these roles reach the records of others: what has to be known of them before they are asked for. */
export function reachAsked(model: Model, roles: readonly string[]): readonly ReachName[] {
  const known = reaches.get(model) ?? new Map<string, readonly ReachName[]>();
  reaches.set(model, known);
  const key = roles.join(' ');
  let names = known.get(key);
  if (!names) {
    const scopes = roles.flatMap((role) =>
      (model.roles.get(role)?.grants ?? []).flatMap(({ rows }) => Object.values(rows)),
    );
    names = [...new Set(scopes.flatMap((scope) => rowScope(scope).reach ?? []))].sort();
    known.set(key, names);
  }
  return names;
}
