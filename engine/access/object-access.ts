import { type Action, CAME_WITH, type ChildRelation, GOES_BY } from '../model/index.ts';
import type {
  ModelField,
  ModelGrant,
  ModelObject,
  ModelRestrictionRule,
  ModelSharingRule,
} from '../model/model.ts';
import type { ChildAccess, FieldRight, ObjectAccess, SourcedGrant } from './access.ts';
import { canReadAll } from './can-read-all.ts';
import { readableChildren } from './children.ts';
import { strongest } from './field-right.ts';
import { parentsToAddTo } from './follow-parent.ts';
import type { ReachForms } from './row-predicate.ts';
import { conditionsOf, restricted, restrictionsOn, sharedGrants } from './rules.ts';
import { collaboratingIn, OWN_AND_COLLABORATORS } from './scopes/index.ts';
import { canAssignIn, every, type RowScopes, sum, whereScope } from './terms.ts';
import { toldField } from './told-field.ts';
import { wayOf } from './ways.ts';

const ALWAYS_READABLE: ReadonlySet<string> = new Set(['id', 'version']);

const rightIn = (grant: ModelGrant, field: string): FieldRight =>
  grant.fields[field] ?? grant.fields['*'] ?? (Object.keys(grant.fields).length === 0 ? 'write' : 'none');

/** Whether a grant names an action, or it comes with what it names. */
function allows(grant: ModelGrant, action: Action, canAssign: boolean): boolean {
  if (grant.do.includes(action)) return true;
  const comes = CAME_WITH[action]?.some((one) => grant.do.includes(one)) ?? false;
  // an owner was a field like others, of whoever may make records for others
  return action === 'transfer' ? comes && canAssign && rightIn(grant, 'owner') === 'write' : comes;
}

/** The rows that a grant reaches with an action; undefined where there are none. */
function termOf({ rows, where }: ModelGrant, action: Action): string | undefined {
  const stated = rows[action] ?? rows[GOES_BY[action] ?? action] ?? 'all';
  const scope = stated === OWN_AND_COLLABORATORS ? collaboratingIn(action) : stated;
  return where ? every([scope, whereScope(where.name)]) : every([scope]);
}

/** Rules beside the grants: what is shared with the actor, and what they are kept to. */
export interface ObjectRules {
  readonly sharing: readonly ModelSharingRule[];
  readonly restrictions: readonly ModelRestrictionRule[];
}

export const NO_RULES: ObjectRules = { sharing: [], restrictions: [] };

/** What else decides over an object. */
interface Around {
  readonly rules: ObjectRules;
  readonly follow: (target: string) => ObjectAccess | undefined;
  readonly parent: ObjectAccess | undefined;
  /** whether all that documents name may be told */
  readonly knowsModel: boolean;
  readonly forms: ReachForms;
  readonly portal: string | undefined;
}

/** The rights that grants and rules over an object come to. */
export function objectAccess(
  object: ModelObject,
  relations: Iterable<ChildRelation>,
  given: readonly SourcedGrant[],
  { rules: { sharing, restrictions }, follow, parent, knowsModel, forms, portal }: Around,
): ObjectAccess {
  const grants = [...given, ...sharedGrants(given, sharing)];
  const reached = (some: readonly ModelGrant[], action: Action, canAssign: boolean): RowScopes =>
    sum(some.filter((grant) => allows(grant, action, canAssign)).map((grant) => termOf(grant, action)));
  const canAssign = canAssignIn(reached(grants, 'create', false));
  const rowsBy = (some: readonly ModelGrant[], action: Action): RowScopes =>
    restricted(reached(some, action, canAssign), action, restrictions);
  const rows = new Map<string, RowScopes>();
  const remember = (key: string, make: () => RowScopes): RowScopes => {
    let known = rows.get(key);
    if (!known) {
      known = make();
      rows.set(key, known);
    }
    return known;
  };
  const over = (field: string, rights: readonly FieldRight[]) =>
    grants.filter((grant) => rights.includes(rightIn(grant, field)));
  const isHidden = (field: string): boolean => {
    const { formula, rollup } = object.fields.get(field) ?? {};
    // a roll-up counts all records, also those that its reader does not see: its field must be theirs to read
    const isOverHidden =
      rollup?.field !== undefined && !follow(rollup.object)?.readableRows(rollup.field).length;
    return isOverHidden || (formula !== undefined && !canReadAll(access, formula, follow));
  };
  const readableRows = (field: string): RowScopes =>
    remember(`read ${field}`, () =>
      isHidden(field)
        ? []
        : rowsBy(ALWAYS_READABLE.has(field) ? grants : over(field, ['read', 'write']), 'read'),
    );
  const told = new Map<ModelField, ModelField>();
  let readable: readonly ModelField[] | undefined;
  let shown: readonly ModelField[] | undefined;
  let children: ReadonlyMap<string, ChildAccess> | undefined;
  const access: ObjectAccess = {
    object,
    forms,
    ...(portal !== undefined && { portal }),
    conditions: conditionsOf(grants, sharing, restrictions),
    ...(parent && { parent: { access: parent, rows: parentsToAddTo(parent, object.follows!) } }),
    can: (action) => remember(action, () => rowsBy(grants, action)).length > 0,
    rows: (action) => remember(action, () => rowsBy(grants, action)),
    right: (field) => {
      const right = strongest(grants.map((grant) => rightIn(grant, field)));
      return ALWAYS_READABLE.has(field) ? 'read' : right;
    },
    readableRows,
    ways: ({ action, field }) =>
      grants.flatMap((grant) => {
        if (!allows(grant, action, canAssign)) return [];
        const right =
          field === undefined ? undefined : ALWAYS_READABLE.has(field) ? 'read' : rightIn(grant, field);
        return right === 'none' ? [] : (wayOf(grant.source, termOf(grant, action), right) ?? []);
      }),
    bounds: (action) => restrictionsOn(restrictions, action).map(({ id }) => id),
    maskedRows: (field) => remember(`masked ${field}`, () => rowsBy(over(field, ['masked']), 'read')),
    writableRows: (field, action) =>
      remember(`${action} ${field}`, () => rowsBy(over(field, ['write']), action)),
    told: (field) => {
      const known = told.get(field) ?? (knowsModel ? field : toldField(field, follow));
      told.set(field, known);
      return known;
    },
    // asked for late: a formula may lead over objects that lead back here
    get readable() {
      readable ??= [...object.fields.values()].filter((field) => readableRows(field.name).length > 0);
      return readable;
    },
    get shown() {
      shown ??= [...object.fields.values()].filter(
        ({ name }) => readableRows(name).length > 0 || access.maskedRows(name).length > 0,
      );
      return shown;
    },
    get children() {
      children ??= readableChildren(relations, follow);
      return children;
    },
  };
  return access;
}
