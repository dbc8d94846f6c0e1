import { fieldType, type TypesAround } from '../field-types/index.ts';
import { type Body, type DocumentKind, type Documents, documentsOf } from './document.ts';
import { propertiesOf } from './kinds/object.ts';
import { systemFieldId } from './kinds/object-model.ts';
import { SYSTEM_FIELDS, stageMembers } from './names.ts';
import { typesAround } from './value-facts.ts';

/** What a name of a field stands for. */
export interface NamedField {
  readonly id: string;
  /** the object that a dot after it leads to */
  readonly target?: string;
}

/** What names stand for, as documents say it: also while they do not fit together well enough for a Model. */
export interface NameIndex {
  /** by API name; parts of a stage (`stage_since`) are the stage field */
  field(object: string, name: string): NamedField | undefined;
  documentId(kind: DocumentKind, key: string): string | undefined;
}

const USERS: ReadonlySet<string> = new Set(['owner', 'created_by', 'updated_by']);

function targetIn(types: TypesAround, name: string): string | undefined {
  const facts = types.at([name]);
  return facts?.type.targets?.({ ...facts, name, labels: {}, schema: {} })[0];
}

function fieldsOf(objectId: string, body: Body, types: TypesAround): ReadonlyMap<string, NamedField> {
  const system = SYSTEM_FIELDS.map((name): [string, NamedField] => [
    name,
    { id: systemFieldId(objectId, name), ...(USERS.has(name) && { target: 'user' }) },
  ]);
  const own = propertiesOf(body).flatMap(([name, { 'x-field': field }]): [string, NamedField][] => {
    if (field.system !== undefined) return [];
    const target = targetIn(types, name);
    const named = { id: field.id, ...(target !== undefined && { target }) };
    const parts = fieldType(field.type)?.hasStages ? stageMembers(name) : [];
    return [name, ...parts].map((one) => [one, one === name ? named : { id: field.id }]);
  });
  return new Map([...system, ...own]);
}

export function namesOf(documents: Documents): NameIndex {
  const around = typesAround(documents, () => []);
  const objects = new Map(
    documentsOf(documents, 'object').map(({ key, id, body }) => [key, fieldsOf(id, body, around(key))]),
  );
  return {
    field: (object, name) => objects.get(object)?.get(name),
    documentId: (kind, key) => documents.get(`${kind}/${key}`)?.id,
  };
}
