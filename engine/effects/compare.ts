import { ACTIONS, type Access, type Action, accessOf, type ObjectAccess } from '../access/index.ts';
import type { Model, ModelField, ModelObject } from '../model/model.ts';
import { adminRightsOf, isPortalHome } from '../people/index.ts';

/** How much of a field somebody is given, in whatever records. */
export type FieldLevel = 'none' | 'masked' | 'read' | 'write';

/** A field that is given otherwise than before; from and to the same level: in other records. */
export interface FieldChange {
  readonly field: string;
  readonly from: FieldLevel;
  readonly to: FieldLevel;
}

/** What becomes of the rights of a set of roles over one object that both Models have. */
export interface ObjectChange {
  readonly before: ModelObject;
  readonly after: ModelObject;
  /** whether it was known at all, and is */
  readonly wasKnown: boolean;
  readonly isKnown: boolean;
  readonly gained: readonly Action[];
  readonly lost: readonly Action[];
  readonly fields: readonly FieldChange[];
  /** actions that reach other records than before */
  readonly rows: readonly Action[];
}

/** What becomes of the rights of a set of roles. */
export interface RightsChange {
  readonly adminGained: readonly string[];
  readonly adminLost: readonly string[];
  readonly objects: readonly ObjectChange[];
}

/** Actions of which it is counted how many records they reach. */
const COUNTED: readonly Action[] = ['read', 'update', 'delete'];

function levelOf(access: ObjectAccess | undefined, { name, engineWritten }: ModelField): FieldLevel {
  if (!access) return 'none';
  const isWritten = (['create', 'update'] as const).some(
    (action) => access.writableRows(name, action).length > 0,
  );
  if (isWritten && !engineWritten) return 'write';
  if (access.readableRows(name).length > 0) return 'read';
  return access.maskedRows(name).length > 0 ? 'masked' : 'none';
}

/** The conditions that scopes over an object may name, and those over its parents. */
const conditionsAbout = (access: ObjectAccess): readonly unknown[] => [
  ...[...access.conditions].map(([name, { source }]) => [name, source]),
  ...(access.parent ? conditionsAbout(access.parent.access) : []),
];

/** What rows are told by: their terms, and what the conditions that these may name say. */
const rowsText = (access: ObjectAccess | undefined, terms: readonly string[]): string =>
  access && terms.some((term) => /where:|parent\(/.test(term))
    ? JSON.stringify([terms, conditionsAbout(access)])
    : JSON.stringify([terms]);

const readText = (access: ObjectAccess | undefined, field: string): string =>
  rowsText(access, access?.readableRows(field) ?? []);

/** Whether a field is read in some of the records alone that its object is read in. */
const isPartly = (access: ObjectAccess | undefined, field: string): boolean =>
  access !== undefined && access.readableRows(field).join() !== access.rows('read').join();

function changeOf(
  before: ModelObject,
  after: ModelObject,
  was: ObjectAccess | undefined,
  is: ObjectAccess | undefined,
): ObjectChange {
  const could = (action: Action): boolean => was?.can(action) ?? false;
  const can = (action: Action): boolean => is?.can(action) ?? false;
  const fields = [...after.fields.values()].flatMap((field): FieldChange[] => {
    const known = before.fieldsById.get(field.id);
    if (!known || known.archived) return [];
    const [from, to] = [levelOf(was, known), levelOf(is, field)];
    const isElsewhere =
      from === to &&
      (isPartly(was, known.name) || isPartly(is, field.name)) &&
      readText(was, known.name) !== readText(is, field.name);
    return from !== to || isElsewhere ? [{ field: field.name, from, to }] : [];
  });
  return {
    before,
    after,
    wasKnown: was !== undefined,
    isKnown: is !== undefined,
    gained: ACTIONS.filter((action) => can(action) && !could(action)),
    lost: ACTIONS.filter((action) => could(action) && !can(action)),
    fields,
    rows: COUNTED.filter(
      (action) => rowsText(was, was?.rows(action) ?? []) !== rowsText(is, is?.rows(action) ?? []),
    ),
  };
}

const isChanged = ({ gained, lost, fields, rows }: ObjectChange): boolean =>
  [gained, lost, fields, rows].some((list) => list.length > 0);

/** What decides over the rights of whoever holds them. */
export interface Holding {
  readonly roles: readonly string[];
  /** of users of the portal: id of the object whose record they are bound to */
  readonly portal?: string;
}

/** Bound to nothing that this Model opens to people outside, they reach nothing: no object is called so. */
export function portalNameIn(model: Model, portal: string): string {
  const object = model.objectsById.get(portal);
  return object && isPortalHome(object) ? object.name : '';
}

const accessFor = (model: Model, { roles, portal }: Holding): Access =>
  accessOf(model, {
    kind: 'user',
    roles,
    ...(portal !== undefined && { portal: { object: portalNameIn(model, portal), id: '' } }),
  });

/**
 * What becomes of the rights of whoever holds these roles, from the compiled rights of both Models: by whatever
 * document it comes. What only one Model has is told by the change that brings or takes it.
 */
export function compareRights(before: Model, after: Model, holding: Holding): RightsChange {
  const [was, is] = [accessFor(before, holding), accessFor(after, holding)];
  const adminOf = (model: Model) =>
    holding.portal === undefined ? adminRightsOf(model, holding.roles) : new Set<string>();
  const [had, has] = [adminOf(before), adminOf(after)];
  const objects = [...after.objects.values()].flatMap((object): ObjectChange[] => {
    const known = before.objectsById.get(object.id);
    if (!known || before.objects.get(known.name) !== known) return [];
    const change = changeOf(known, object, was.object(known.name), is.object(object.name));
    return isChanged(change) ? [change] : [];
  });
  return {
    adminGained: [...has].filter((right) => !had.has(right)),
    adminLost: [...had].filter((right) => !has.has(right)),
    objects,
  };
}
