import { fieldType } from '../field-types/index.ts';
import { addressOf, type Body, type Document, type Documents, documentsOf } from './document.ts';
import { derivedId } from './ids.ts';
import type { ModelField, ModelObject } from './model.ts';
import { isReservedField } from './names.ts';
import { linkTargetOf } from './targets.ts';

/** What the object of a relation's links is called where its document names none. */
export const linkObjectName = (object: string, field: string): string => `${object}_${field}`.slice(0, 48);

const isManyToMany = (settings: Body): boolean => settings.manyToMany === true;

/** The relation of a link to one of its sides, called as the object there. */
const sideOf = (fieldId: string, side: string, object: string, labels: Body): Body => ({
  'x-field': {
    id: derivedId('fld', fieldId, side),
    type: 'lookup',
    target: object,
    onDelete: 'cascade',
    labels,
  },
});

/** The object whose records are the links of a relation between two objects, as a document would state it. */
function linkDocument(document: Document, name: string, field: Body, target: Body): Document {
  const { 'x-object': head } = document.body;
  const called = linkObjectName(head.name, name);
  const free = (one: string, taken?: string) =>
    isReservedField(one) || one === taken ? `${one}_record` : one;
  const from = free(head.name);
  const to = free(target['x-object'].name, from);
  const body: Body = {
    'x-object': {
      id: derivedId('obj', field.id, 'links'),
      name: called,
      labels: field.labels,
      ownership: 'none',
      unique: [[from, to]],
      accessFrom: from,
      isLink: true,
      ...(field.archived === true && { archived: true }),
    },
    properties: {
      [from]: sideOf(field.id, 'from', head.name, head.labels),
      [to]: sideOf(field.id, 'to', target['x-object'].name, target['x-object'].labels),
    },
    required: [from, to],
  };
  return {
    kind: 'object',
    key: called,
    id: body['x-object'].id,
    package: field.package ?? document.package,
    body,
  };
}

/** Documents with an object for the links of each relation that states none. */
export function withLinkObjects(documents: Documents): Documents {
  const made = documentsOf(documents, 'object').flatMap((document) =>
    Object.entries<Body>(document.body.properties ?? {}).flatMap(([name, { 'x-field': field }]) => {
      const linked = fieldType(field.type)?.linksTo?.(field);
      if (linked === undefined || field.through !== undefined) return [];
      const target = documents.get(`object/${linked}`)?.body;
      return target ? [linkDocument(document, name, field, target)] : [];
    }),
  );
  const fresh = made.filter((one) => !documents.has(addressOf(one)));
  return fresh.length === 0
    ? documents
    : new Map([...documents, ...fresh.map((one): [string, Document] => [addressOf(one), one])]);
}

/** The fields of a link that lead to one side of the relation: the named one, or all that could be meant. */
export const endsOf = (link: ModelObject, target: string, named: string | undefined): readonly ModelField[] =>
  [...link.fields.values()].filter(
    (field) =>
      !field.system && linkTargetOf(field) === target && (named === undefined || field.name === named),
  );

/** Both ends of a relation's links as seen from one side; undefined where they are not clear. */
export function linkEnds(
  object: ModelObject,
  { settings }: ModelField,
  link: ModelObject,
): { readonly via: string; readonly to: string } | undefined {
  const froms = endsOf(link, object.name, settings.throughFrom);
  const tos = endsOf(link, settings.target, settings.throughTo).filter((field) => field !== froms[0]);
  const own = froms.filter((field) => settings.throughFrom !== undefined || !tos.includes(field));
  return own.length === 1 && tos.length === 1 ? { via: own[0]!.name, to: tos[0]!.name } : undefined;
}

/** Objects with what the fields of relations with any number of records are over. */
export function withLinks(objects: readonly ModelObject[]): ModelObject[] {
  const byName = new Map(objects.map((object) => [object.name, object]));
  return objects.map((object) => {
    const isMany = ({ settings, type }: ModelField) => type.apart === true && isManyToMany(settings);
    if (![...object.fieldsById.values()].some(isMany)) return object;
    const bound = (field: ModelField): ModelField => {
      if (!isMany(field)) return field;
      const name = field.settings.through ?? linkObjectName(object.name, field.name);
      const link = byName.get(name);
      const ends = link && linkEnds(object, field, link);
      return ends ? { ...field, lines: { object: name, ...ends, target: field.settings.target } } : field;
    };
    const fieldsById = new Map([...object.fieldsById].map(([id, field]) => [id, bound(field)]));
    return {
      ...object,
      fieldsById,
      fields: new Map([...object.fields].map(([name, { id }]) => [name, fieldsById.get(id)!])),
    };
  });
}
