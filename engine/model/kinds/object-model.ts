import { columnName, tableName } from '../../db/names.ts';
import type { Labels } from '../../errors.ts';
import { type FieldFacts, type FieldType, fieldType, type Option } from '../../field-types/index.ts';
import { type Body, type Document, ENGINE_PACKAGE } from '../document.ts';
import { derivedId } from '../ids.ts';
import type { ModelField, ModelLayout, ModelObject, ModelPipeline, PhysicalColumn } from '../model.ts';
import { type SYSTEM_FIELDS, SYSTEM_FIELDS as SYSTEM_ORDER } from '../names.ts';
import { propertiesOf } from './object.ts';
import { resolveOptions } from './option-set.ts';

/** What an object needs of others to be resolved. */
export interface ObjectSurroundings {
  /** frozen names by `${fieldId}/${part}`, of tables by `${objectId}/` */
  readonly physical: ReadonlyMap<string, string>;
  readonly optionSets: ReadonlyMap<string, readonly Option[]>;
  readonly pipelines: readonly ModelPipeline[];
  readonly layouts: readonly ModelLayout[];
  /** old name -> id of the field */
  readonly aliases: ReadonlyMap<string, string>;
}

type SystemName = (typeof SYSTEM_FIELDS)[number];

const SYSTEM: Readonly<Record<SystemName, { readonly type: string; readonly labels: Labels }>> = {
  id: { type: 'id', labels: { en: 'Id', 'zh-CN': '记录编号' } },
  owner: { type: 'user', labels: { en: 'Owner', 'zh-CN': '负责人' } },
  created_at: { type: 'datetime', labels: { en: 'Created', 'zh-CN': '创建时间' } },
  created_by: { type: 'user', labels: { en: 'Created by', 'zh-CN': '创建人' } },
  updated_at: { type: 'datetime', labels: { en: 'Last changed', 'zh-CN': '最后修改时间' } },
  updated_by: { type: 'user', labels: { en: 'Last changed by', 'zh-CN': '最后修改人' } },
  deleted_at: { type: 'datetime', labels: { en: 'Deleted', 'zh-CN': '删除时间' } },
  version: { type: 'integer', labels: { en: 'Version', 'zh-CN': '版本' } },
  source: { type: 'text', labels: { en: 'Source', 'zh-CN': '数据来源' } },
};

/** Id of a system field: it follows from its object's. */
export const systemFieldId = (objectId: string, name: string): string =>
  derivedId('fld', ENGINE_PACKAGE, 'field', objectId, name);

const pick = (given: Body, words: object): Body =>
  Object.fromEntries(Object.entries(given).filter(([word]) => Object.hasOwn(words, word)));

function columnsOf(
  type: FieldType,
  facts: FieldFacts,
  nameOf: (part: string) => string,
): readonly PhysicalColumn[] {
  return Object.freeze(
    type.columns(facts).map((column) => Object.freeze({ ...column, name: nameOf(column.part) })),
  );
}

const PLAIN = {
  archived: false,
  required: false,
  readOnly: false,
  unique: false,
  externalId: false,
} as const;

function systemField(document: Document, name: SystemName, relabelled: Body | undefined): ModelField {
  const type = fieldType(SYSTEM[name].type)!;
  const facts = { name, labels: SYSTEM[name].labels, settings: {}, schema: {}, options: [] };
  return Object.freeze({
    ...PLAIN,
    ...facts,
    ...(relabelled?.labels && { labels: { ...facts.labels, ...relabelled.labels } }),
    ...(relabelled?.help && { help: relabelled.help }),
    id: systemFieldId(document.id, name),
    system: true,
    package: ENGINE_PACKAGE,
    type,
    columns: columnsOf(type, facts, (part) => (part === '' ? name : `${name}_${part}`)),
    ...(type.targets && { target: type.targets(facts)[0] }),
  });
}

/** Stages as options: each name once, with the label that it has first. */
const stageOptions = (pipelines: readonly ModelPipeline[]): readonly Option[] => {
  const stages = pipelines.flatMap((pipeline) => pipeline.stages);
  const byName = new Map(stages.toReversed().map((stage) => [stage.name, stage]));
  return [...new Set(stages.map(({ name }) => name))].map((name) => {
    const { labels, color } = byName.get(name)!;
    // out of use only where no pipeline uses it
    const archived = stages.every((stage) => stage.name !== name || stage.archived);
    return { value: name, labels, ...(color && { color }), ...(archived && { archived }) };
  });
};

function optionsOf(type: FieldType, field: Body, home: string, around: ObjectSurroundings) {
  if (type.hasStages) return stageOptions(around.pipelines);
  if (!type.hasOptions) return [];
  if (field.optionSet !== undefined) return around.optionSets.get(field.optionSet) ?? [];
  return resolveOptions(field.options, home);
}

function ownField(
  document: Document,
  name: string,
  property: Body,
  around: ObjectSurroundings,
): ModelField | undefined {
  const { 'x-field': field, ...words } = property;
  const type = fieldType(field.type);
  if (!type) return undefined;
  const home = field.package ?? document.package;
  const facts: FieldFacts = {
    name,
    labels: field.labels,
    settings: pick(field, type.settings.properties),
    schema: pick(words, type.words),
    options: optionsOf(type, field, home, around),
  };
  const target = type.targets?.(facts)[0];
  return {
    ...PLAIN,
    ...facts,
    id: field.id,
    system: false,
    archived: field.archived === true,
    package: home,
    type,
    columns: columnsOf(
      type,
      facts,
      (part) => around.physical.get(`${field.id}/${part}`) ?? columnName(name, field.id, part),
    ),
    required: (document.body.required ?? []).includes(name),
    readOnly: field.readOnly === true,
    unique: field.unique === true,
    externalId: field.externalId === true,
    ...(field.help && { help: field.help }),
    ...(words.default !== undefined && { default: words.default }),
    ...(target !== undefined && { target, onDelete: field.onDelete ?? 'restrict' }),
    ...(field.search && { search: field.search }),
  };
}

/** The field that stands for a record when the document names none: `name`, else the first text. */
function defaultTitle(fields: readonly ModelField[]): string {
  const own = fields.filter((field) => !field.system && !field.archived);
  const isText = (field: ModelField) => field.type.kind === 'string' && field.target === undefined;
  return (own.find(({ name }) => name === 'name') ?? own.find(isText))?.name ?? 'id';
}

/** An object of the Model; expressions are bound later, when all objects are there to be named. */
export function resolveObject(document: Document, around: ObjectSurroundings): ModelObject {
  const { body, id, package: home } = document;
  const head = body['x-object'];
  const ownership = head.ownership ?? 'user';
  const properties = propertiesOf(body);
  const relabelled = new Map(
    properties
      .filter(([, property]) => property['x-field'].system !== undefined)
      .map(([name, property]) => [name, property['x-field']]),
  );
  const all = [
    ...SYSTEM_ORDER.filter((name) => name !== 'owner' || ownership === 'user').map((name) =>
      systemField(document, name, relabelled.get(name)),
    ),
    ...properties
      .filter(([name]) => !relabelled.has(name))
      .flatMap(([name, property]) => ownField(document, name, property, around) ?? []),
  ];
  const live = all.filter((field) => !field.archived);
  const byId = new Map(all.map((field) => [field.id, field]));
  const aliases = [...around.aliases].flatMap(([old, fieldId]) => {
    const field = byId.get(fieldId);
    return field && !field.archived ? [[old, field.name] as const] : [];
  });
  return {
    id,
    name: head.name,
    labels: head.labels,
    plural: head.plural ?? head.labels,
    ...(head.description && { description: head.description }),
    icon: head.icon ?? 'table',
    titleField: head.titleField ?? defaultTitle(all),
    ownership,
    capabilities: head.capabilities ?? {},
    system: home === ENGINE_PACKAGE,
    archived: head.archived === true,
    package: home,
    table: around.physical.get(`${id}/`) ?? tableName(head.name, id),
    fields: new Map(live.map((field) => [field.name, field])),
    fieldsById: byId,
    aliases: new Map(aliases),
    unique: head.unique ?? [],
    rules: [],
    pipelines: live.some((field) => field.type.hasStages) ? around.pipelines : [],
    layouts: around.layouts,
  };
}
