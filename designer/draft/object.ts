import type { Labels } from '../../runtime-ui/api/types.ts';
import { type Body, ENGINE, type MetaDocument } from './documents.ts';

export interface OptionBody {
  readonly id?: string;
  readonly value: string;
  readonly labels: Labels;
  readonly color?: string;
  readonly archived?: boolean;
  readonly package?: string;
}

/** A property of an object document: JSON Schema's words, and ours in `x-field`. */
export interface Property {
  readonly 'x-field': {
    readonly id?: string;
    readonly type: string;
    readonly labels: Labels;
    readonly help?: Labels;
    readonly unique?: boolean;
    readonly archived?: boolean;
    readonly options?: readonly OptionBody[];
    readonly target?: string;
    /** relabels a field that every object has */
    readonly system?: string;
    readonly package?: string;
    readonly [word: string]: unknown;
  };
  readonly [word: string]: unknown;
}

/** A field of an object document, archived ones included. */
export interface Field {
  readonly name: string;
  readonly property: Property;
  readonly type: string;
  readonly labels: Labels;
  readonly isRequired: boolean;
  readonly isArchived: boolean;
}

export const propertiesOf = (body: Body): Readonly<Record<string, Property>> => body.properties ?? {};

export const requiredOf = (body: Body): readonly string[] => body.required ?? [];

/** The fields that the object's authors made, in their order; relabelled system fields are not among them. */
export function fieldsOf(object: MetaDocument): readonly Field[] {
  const required = new Set(requiredOf(object.body));
  return Object.entries(propertiesOf(object.body))
    .filter(([, property]) => property['x-field']?.type !== undefined)
    .map(([name, property]) => ({
      name,
      property,
      type: property['x-field'].type,
      labels: property['x-field'].labels,
      isRequired: required.has(name),
      isArchived: property['x-field'].archived === true,
    }));
}

/** Fields that the engine gives to every object, as far as people name them; records of nobody have no owner. */
const SYSTEM_FIELDS: readonly { readonly name: string; readonly target: string | undefined }[] = [
  { name: 'owner', target: 'user' },
  { name: 'created_at', target: undefined },
  { name: 'created_by', target: 'user' },
  { name: 'updated_at', target: undefined },
  { name: 'updated_by', target: 'user' },
];

/** Those that it gives to objects with consents. */
const CONSENT_FIELDS: typeof SYSTEM_FIELDS = ['do_not_contact', 'consents_given', 'consents_refused'].map(
  (name) => ({ name, target: undefined }),
);

/** Whether records of an object are people of whom it is kept whether they may be contacted. */
export const hasConsents = ({ body }: MetaDocument): boolean =>
  body['x-object']?.capabilities?.consent === true;

export const systemFields = (object: MetaDocument) => [
  ...SYSTEM_FIELDS.filter(({ name }) => name !== 'owner' || object.body['x-object']?.ownership !== 'none'),
  ...(hasConsents(object) ? CONSENT_FIELDS : []),
];

/** Whether the engine relies on a field: it can be relabelled, not renamed or archived. */
export const isEngineField = (object: MetaDocument, property: Property): boolean =>
  object.package === ENGINE && property['x-field'].package === undefined;

export const fieldNames = (object: MetaDocument): ReadonlySet<string> =>
  new Set(Object.keys(propertiesOf(object.body)));

/** What an object document says of the object as a whole. */
export const factsOf = (object: MetaDocument) => ({
  name: object.key,
  labels: (object.body['x-object']?.labels ?? {}) as Labels,
  plural: (object.body['x-object']?.plural ?? object.body['x-object']?.labels ?? {}) as Labels,
  icon: object.body['x-object']?.icon as string | undefined,
  titleField: object.body['x-object']?.titleField as string | undefined,
  isArchived: object.body['x-object']?.archived === true,
  isSystem: object.package === ENGINE,
});

/** Whether people outside can be bound to its records, as users of the portal. */
export const isPortalHome = (object: MetaDocument): boolean =>
  object.body['x-object']?.capabilities?.portal === true &&
  !factsOf(object).isArchived &&
  !factsOf(object).isSystem;

/**
 * A body with other properties and required names. Members keep their places, so that a document that is
 * changed and changed back reads as before.
 */
export function withProperties(
  body: Body,
  properties: Readonly<Record<string, Property>>,
  required: readonly string[] = requiredOf(body),
): Body {
  const places = Object.entries(body).filter(([name]) => name !== 'required' || required.length > 0);
  if (!('required' in body) && required.length > 0) {
    const behind = places.findIndex(([name]) => name === 'properties') + 1;
    places.splice(behind, 0, ['required', required]);
  }
  return { ...Object.fromEntries(places), properties, ...(required.length > 0 && { required }) };
}

/** The members of an object, one of them under another name, in the same order. */
export const renameKey = <T>(given: Readonly<Record<string, T>>, from: string, to: string) =>
  Object.fromEntries(Object.entries(given).map(([key, value]) => [key === from ? to : key, value]));
