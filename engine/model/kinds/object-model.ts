import { columnName, tableName } from '../../db/names.ts';
import type { Labels } from '../../errors.ts';
import {
  type FieldFacts,
  type FieldType,
  fieldType,
  type Option,
  type TypesAround,
} from '../../field-types/index.ts';
import { type Body, type Document, ENGINE_PACKAGE } from '../document.ts';
import { derivedId } from '../ids.ts';
import type {
  ModelField,
  ModelLayout,
  ModelObject,
  ModelPipeline,
  ModelRollup,
  ModelRule,
  PhysicalColumn,
} from '../model.ts';
import { SYSTEM_FIELDS, type SystemField, systemTypeOf } from '../names.ts';
import { linkTargetOf } from '../targets.ts';
import { propertiesOf } from './object.ts';

/** What an object needs of others to be resolved. */
export interface ObjectSurroundings {
  /** frozen names by `${fieldId}/${part}`, of tables by `${objectId}/` */
  readonly physical: ReadonlyMap<string, string>;
  /** what the values of a field are that follow from other fields */
  readonly types: TypesAround;
  /** of the field, in use or not */
  readonly optionsOf: (property: Body) => readonly Option[];
  readonly pipelines: readonly ModelPipeline[];
  readonly layouts: readonly ModelLayout[];
  /** old name -> id of the field */
  readonly aliases: ReadonlyMap<string, string>;
}

export const SYSTEM_LABELS: Readonly<Record<SystemField, Labels>> = {
  id: { en: 'Id', 'zh-CN': '记录编号' },
  owner: { en: 'Owner', 'zh-CN': '负责人' },
  created_at: { en: 'Created', 'zh-CN': '创建时间' },
  created_by: { en: 'Created by', 'zh-CN': '创建人' },
  updated_at: { en: 'Last changed', 'zh-CN': '最后修改时间' },
  updated_by: { en: 'Last changed by', 'zh-CN': '最后修改人' },
  deleted_at: { en: 'Deleted', 'zh-CN': '删除时间' },
  version: { en: 'Version', 'zh-CN': '版本' },
  source: { en: 'Source', 'zh-CN': '数据来源' },
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
  classification: 'none',
} as const;

function systemField(document: Document, name: SystemField, relabelled: Body | undefined): ModelField {
  const type = fieldType(systemTypeOf(name)!)!;
  const facts = { name, labels: SYSTEM_LABELS[name], settings: {}, schema: {}, options: [] };
  return Object.freeze({
    ...PLAIN,
    ...facts,
    ...(relabelled?.labels && { labels: { ...facts.labels, ...relabelled.labels } }),
    ...(relabelled?.help && { help: relabelled.help }),
    id: systemFieldId(document.id, name),
    system: true,
    package: ENGINE_PACKAGE,
    type,
    declared: type.name,
    engineWritten: name !== 'owner',
    columns: columnsOf(type, facts, (part) => (part === '' ? name : `${name}_${part}`)),
    ...(type.targets && { target: type.targets(facts)[0] }),
  });
}

/** Stages as options: each name once, with the label that it has first. */
export const stageOptions = (pipelines: readonly ModelPipeline[]): readonly Option[] => {
  const stages = pipelines.flatMap((pipeline) => pipeline.stages);
  const byName = new Map(stages.toReversed().map((stage) => [stage.name, stage]));
  return [...new Set(stages.map(({ name }) => name))].map((name) => {
    const { labels, color } = byName.get(name)!;
    // out of use only where no pipeline uses it
    const archived = stages.every((stage) => stage.name !== name || stage.archived);
    return { value: name, labels, ...(color && { color }), ...(archived && { archived }) };
  });
};

function ownField(
  document: Document,
  name: string,
  property: Body,
  around: ObjectSurroundings,
): ModelField | undefined {
  const { 'x-field': field, ...words } = property;
  const declared = fieldType(field.type);
  if (!declared) return undefined;
  const home = field.package ?? document.package;
  const own = pick(field, declared.settings.properties);
  // where what it names is gone, nothing is known of its values; that is told where it is named
  const values = declared.valueType
    ? (declared.valueType(own, around.types) ?? { type: declared, settings: {}, options: [] })
    : { type: declared, settings: own, options: around.optionsOf(property) };
  const { type } = values;
  const isConsent = field.consent === true;
  const facts: FieldFacts = {
    name,
    labels: field.labels,
    settings: values.settings,
    schema: pick(words, declared.words),
    options: values.options,
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
    declared: declared.name,
    engineWritten: declared.engineWritten === true || (isConsent && type.kind === 'list'),
    ...(isConsent && { isConsent }),
    columns: declared.expressionWord
      ? []
      : columnsOf(
          type,
          facts,
          (part) => around.physical.get(`${field.id}/${part}`) ?? columnName(name, field.id, part),
        ).map((column) => (isConsent ? { empty: 'false', ...column } : column)),
    required: (document.body.required ?? []).includes(name),
    readOnly: field.readOnly === true,
    unique: field.unique === true,
    externalId: field.externalId === true,
    classification: field.classification ?? type.classification ?? (type.personal ? 'personal' : 'none'),
    ...(field.help && { help: field.help }),
    ...(words.default !== undefined && { default: words.default }),
    // what a roll-up shows keeps nothing from going
    ...(target !== undefined && { target }),
    ...(type.relation === 'any' && { objects: values.settings.objects }),
    ...(type.relation && { onDelete: field.rollup ? 'null' : (field.onDelete ?? 'restrict') }),
    ...(field.search && { search: field.search }),
    ...(field.rollup && { rollup: resolveRollup(field.rollup) }),
    ...(field.lineItems && { lines: { object: field.lineItems.target, via: field.lineItems.via } }),
  };
}

/** Without its filter, which is bound when the fields of the child are known. */
const resolveRollup = ({ function: name, object, via, field, sort = [] }: Body): ModelRollup => ({
  function: name,
  object,
  via,
  ...(field !== undefined && { field }),
  sort: sort.map((word: string) => ({ field: word.replace(/^-/, ''), descending: word.startsWith('-') })),
});

/** Rules without their expressions, which are bound later; what is archived they do not speak of. */
function resolveRules(rules: readonly Body[] | undefined, live: ReadonlySet<string>): readonly ModelRule[] {
  const named = (names: readonly string[] | undefined) => names?.filter((name) => live.has(name));
  return (rules ?? []).map(
    ({ id, when, check, field, require, readOnly, hide, options, clear, message }) => ({
      id,
      states: [...(when === undefined ? [] : ['when']), ...(check === undefined ? [] : ['check'])],
      ...(live.has(field) && { field }),
      ...(require && { require: named(require) }),
      ...(readOnly && { readOnly: named(readOnly) }),
      ...(hide && { hide: named(hide) }),
      ...(clear === true && { clear }),
      ...(options && {
        options: Object.fromEntries(Object.entries(options).filter(([name]) => live.has(name))),
      }),
      ...(message && { message }),
    }),
  ) as readonly ModelRule[];
}

/** The field that stands for a record when the document names none: `name`, else the first text. */
function defaultTitle(fields: readonly ModelField[]): string {
  const own = fields.filter((field) => !field.system && !field.archived);
  const isText = (field: ModelField) => field.type.kind === 'string' && !field.type.relation;
  return (own.find(({ name }) => name === 'name') ?? own.find(isText))?.name ?? 'id';
}

/** The fields that can lead upwards in a tree: the one called `parent`, else every relation to the object itself. */
export function treeFields(object: string, fields: readonly ModelField[]): readonly ModelField[] {
  const links = fields.filter((field) => !field.system && linkTargetOf(field) === object);
  const parents = links.filter(({ name }) => name === 'parent');
  return parents.length > 0 ? parents : links;
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
    ...SYSTEM_FIELDS.filter((name) => name !== 'owner' || ownership === 'user').map((name) =>
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
  const tree = head.capabilities?.tree === true ? treeFields(head.name, live)[0]?.name : undefined;
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
    ...(tree !== undefined && { tree }),
    table: around.physical.get(`${id}/`) ?? tableName(head.name, id),
    fields: new Map(live.map((field) => [field.name, field])),
    fieldsById: byId,
    aliases: new Map(aliases),
    ...(head.isLink && { isLink: true as const }),
    // told when all objects are there
    hasPlaces: false,
    unique: (head.unique ?? []).filter((names: readonly string[]) =>
      names.every((name) => live.some((field) => field.name === name && field.columns.length > 0)),
    ),
    rules: resolveRules(body['x-rules'], new Set(live.map((field) => field.name))),
    pipelines: live.some((field) => field.type.hasStages) ? around.pipelines : [],
    layouts: around.layouts,
  };
}
