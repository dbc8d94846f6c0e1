import { fieldType, type TypesAround } from '../field-types/index.ts';
import { relationNames, TREE_NAMES } from './child-relations.ts';
import { type Body, type DocumentKind, type Documents, documentsOf } from './document.ts';
import { propertiesOf } from './kinds/object.ts';
import { systemFieldId } from './kinds/object-model.ts';
import { SYSTEM_FIELDS, stageMembers } from './names.ts';
import { typesAround } from './value-facts.ts';

/** What a name of a field stands for. */
export interface NamedField {
  readonly id: string;
  /** the object that a dot after it leads to, of a relation the one whose records they are */
  readonly target?: string;
  /** of relations: every object whose records it may point at */
  readonly pointsAt?: readonly string[];
}

/** What names stand for, as documents say it: also while they do not fit together well enough for a Model. */
export interface NameIndex {
  /** by API name; parts of a stage (`stage_since`) are the stage field */
  field(object: string, name: string): NamedField | undefined;
  /** what leads to many: the field that points at the object, by what that is called there */
  relation(object: string, name: string): NamedField | undefined;
  /** what the relation that a field is is called on the side of its target */
  nameOfRelation(object: string, id: string): string | undefined;
  /** every relation: the object that it leads from to many, and what it is called there */
  relationsOf(): Iterable<readonly [object: string, name: string]>;
  documentId(kind: DocumentKind, key: string): string | undefined;
}

const USERS: ReadonlySet<string> = new Set(['owner', 'created_by', 'updated_by']);

/** The one object that a relation leads to, and all those that it may point at. */
function targetsIn(types: TypesAround, name: string): Pick<NamedField, 'target' | 'pointsAt'> {
  const facts = types.at([name]);
  if (!facts?.type.relation) return {};
  if (facts.type.relation === 'any') return { pointsAt: facts.settings.targets };
  const [target] = facts.type.targets!({ ...facts, name, labels: {}, schema: {} });
  return target === undefined ? {} : { target, pointsAt: [target] };
}

function fieldsOf(objectId: string, body: Body, types: TypesAround): ReadonlyMap<string, NamedField> {
  const system = SYSTEM_FIELDS.map((name): [string, NamedField] => [
    name,
    { id: systemFieldId(objectId, name), ...(USERS.has(name) && { target: 'user' }) },
  ]);
  const own = propertiesOf(body).flatMap(([name, { 'x-field': field }]): [string, NamedField][] => {
    if (field.system !== undefined) return [];
    const named = { id: field.id, ...targetsIn(types, name) };
    const parts = fieldType(field.type)?.hasStages ? stageMembers(name) : [];
    return [name, ...parts].map((one) => [one, one === name ? named : { id: field.id }]);
  });
  return new Map([...system, ...own]);
}

type Fields = ReadonlyMap<string, NamedField>;

/** What points at each object, by what it is called there. */
function relationsIn(
  documents: Documents,
  objects: ReadonlyMap<string, Fields>,
): ReadonlyMap<string, Fields> {
  const links = documentsOf(documents, 'object')
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .flatMap(({ key, body }) =>
      propertiesOf(body).flatMap(([via, { 'x-field': field }]) => {
        const named = objects.get(key)?.get(via);
        const isLink = named?.pointsAt !== undefined && fieldType(field.type)?.engineWritten !== true;
        if (!isLink || field.archived === true) return [];
        const inverse: string | undefined = field.inverse?.name;
        return named.pointsAt.map((target) => ({ target, object: key, via, inverse, named }));
      }),
    );
  const byTarget = Map.groupBy(links, ({ target }) => target);
  return new Map(
    [...byTarget].map(([target, given]) => {
      const names = relationNames(given, (name) => objects.get(target)?.has(name) === true);
      return [
        target,
        new Map([...names].map(([name, { object, named }]) => [name, { id: named.id, target: object }])),
      ];
    }),
  );
}

/** What a tree calls those above and below is of the object itself. */
function treeRelation(documents: Documents, object: string, name: string): NamedField | undefined {
  const document = documents.get(`object/${object}`);
  const isTree = document?.body['x-object'].capabilities?.tree === true;
  const isNamed = (TREE_NAMES as readonly string[]).includes(name);
  return isTree && isNamed ? { id: document.id, target: object } : undefined;
}

export function namesOf(documents: Documents): NameIndex {
  const around = typesAround(documents, () => []);
  const objects = new Map(
    documentsOf(documents, 'object').map(({ key, id, body }) => [key, fieldsOf(id, body, around(key))]),
  );
  const relations = relationsIn(documents, objects);
  return {
    field: (object, name) => objects.get(object)?.get(name),
    relation: (object, name) => relations.get(object)?.get(name) ?? treeRelation(documents, object, name),
    nameOfRelation: (object, id) =>
      [...(relations.get(object) ?? [])].find(([, field]) => field.id === id)?.[0],
    relationsOf: () =>
      [...relations].flatMap(([object, named]) => [...named.keys()].map((name) => [object, name] as const)),
    documentId: (kind, key) => documents.get(`${kind}/${key}`)?.id,
  };
}
