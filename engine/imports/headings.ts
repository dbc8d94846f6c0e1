import { isKnownField, type ObjectAccess } from '../access/index.ts';
import { partsOf } from '../model/index.ts';
import type { Model, ModelField } from '../model/model.ts';
import { folded } from './words.ts';

/** A part of a composite: its name in the value, and the field as which its cells are read. */
export interface ModelPart {
  readonly name: string;
  readonly field: ModelField;
}

/** Whether a new record may be given the field. */
export const isImported = (object: ObjectAccess, field: ModelField): boolean =>
  field.name === 'owner'
    ? field.system
    : !field.system &&
      !field.engineWritten &&
      !field.readOnly &&
      object.writableRows(field.name, 'create').length > 0;

export const PIPELINE = '_pipeline';
/** Behind a relation to one of several objects: the column that names the object. */
export const OBJECT = '.object';

/** The object that a file fills, as its importer may know it. */
export interface Filling {
  readonly model: Model;
  readonly object: ObjectAccess;
}

/** What a heading means: a field, the pipeline of a stage, the object of a relation. */
export interface Meant {
  readonly field: ModelField;
  readonly isPipeline: boolean;
  readonly isObject?: true;
  readonly part?: ModelPart;
}

/** The parts of a composite that a file may fill by columns of their own: not what follows from them. */
function fillableParts(field: ModelField): ModelPart[] {
  if (field.type.kind === 'list') return [];
  const parts = field.type.parts?.(field) ?? [];
  const known = partsOf(field);
  return parts.flatMap(({ name, isDerived }) => {
    const part = isDerived ? undefined : known.get(name);
    return part ? [{ name, field: part.field }] : [];
  });
}

/** The field that a name or former name means, and whether it is about its pipeline. */
export function fieldNamed(object: ObjectAccess, name: string): Meant | undefined {
  const { fields, aliases } = object.object;
  const find = (one: string) => {
    const field = fields.get(aliases.get(one) ?? one);
    return field && isKnownField(object, field.name) ? field : undefined;
  };
  const field = find(name);
  if (field) return { field, isPipeline: false };
  const stage = name.endsWith(PIPELINE) ? find(name.slice(0, -PIPELINE.length)) : undefined;
  if (stage?.type.hasStages) return { field: stage, isPipeline: true };
  const pointing = name.endsWith(OBJECT) ? find(name.slice(0, -OBJECT.length)) : undefined;
  if (pointing?.objects) return { field: pointing, isPipeline: false, isObject: true };
  const [whole, inside] = name.split('.') as [string, string?];
  const composite = inside === undefined ? undefined : find(whole);
  const part = composite && fillableParts(composite).find((one) => one.name === inside);
  return part && { field: composite, isPipeline: false, part };
}

/** What stands between the label of a field and that of one of its parts: `地址/市`, `Address: City`. */
const BEHIND = /\s*[./:]\s*/;

/** Parts by the label of their field and their own, each in any language. */
function partsLabelled({ object, model }: Filling, spelled: string): Meant[] {
  const [whole, inside, ...more] = spelled.split(BEHIND) as [string, string?, ...string[]];
  if (inside === undefined || more.length > 0) return [];
  const isCalled = (field: ModelField, text: string) =>
    labelsOf(model, field).some((label) => folded(label) === text);
  return [...object.object.fields.values()]
    .filter((field) => isKnownField(object, field.name) && isCalled(field, whole))
    .flatMap((field) =>
      fillableParts(field)
        .filter((part) => isCalled(part.field, inside) || part.name === inside)
        .map((part): Meant => ({ field, isPipeline: false, part })),
    );
}

/** The labels of a field in the workspace's languages. */
const labelsOf = (model: Model, field: ModelField): string[] =>
  model.settings.languages.flatMap((language) => field.labels[language] ?? []);

/** The fields that a heading may mean: by name, by former name, else by label in any language. */
export function fieldsOf(filling: Filling, heading: string): Meant[] {
  const { object, model } = filling;
  const spelled = folded(heading);
  for (const name of [heading, spelled, spelled.replaceAll(/[\s-]+/g, '_')]) {
    const found = fieldNamed(object, name);
    if (found) return [found];
  }
  const labelled = (text: string) =>
    [...object.object.fields.values()]
      .filter((field) => isKnownField(object, field.name))
      .filter((field) => labelsOf(model, field).some((label) => folded(label) === text));
  const found = labelled(spelled).map((field): Meant => ({ field, isPipeline: false }));
  if (found.length > 0) return found;
  if (!spelled.endsWith(OBJECT)) return partsLabelled(filling, spelled);
  return labelled(spelled.slice(0, -OBJECT.length))
    .filter(({ objects }) => objects)
    .map((field): Meant => ({ field, isPipeline: false, isObject: true }));
}

export const importedFields = ({ object }: Filling): ModelField[] =>
  [...object.object.fields.values()].filter((field) => isImported(object, field));

/** The spellings of everything that can be imported, for suggestions. */
export const spellings = (filling: Filling): string[] =>
  importedFields(filling).flatMap((field) => [
    field.name,
    ...labelsOf(filling.model, field),
    ...fillableParts(field).map((part) => `${field.name}.${part.name}`),
  ]);
