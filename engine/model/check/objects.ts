import type { ProblemItem } from '../../errors.ts';
import { isCellProblem } from '../../field-types/index.ts';
import { childRelations, isMember, TREE_NAMES } from '../child-relations.ts';
import type { Body, Document } from '../document.ts';
import { pathOf } from '../folder.ts';
import { treeFields } from '../kinds/object-model.ts';
import type { ModelField, ModelObject } from '../model.ts';
import { isReservedField, nameFrom } from '../names.ts';
import { placeIn, type Report } from '../report.ts';
import { linkTargetsOf } from '../scope.ts';
import { eachDocument, type Together } from './together.ts';

const own = (object: ModelObject): ModelField[] =>
  [...object.fields.values()].filter((field) => !field.system);

function checkTitle(object: ModelObject, report: Report): void {
  const field = object.fields.get(object.titleField);
  const isArchived = [...object.fieldsById.values()].some(({ name }) => name === object.titleField);
  // a name that leads nowhere is told with the other references
  if (!field && !isArchived) return;
  if (field?.type.kind !== 'string' || field.type.relation) {
    report(['x-object', 'titleField'], 'document.title_field', { name: object.titleField });
  }
}

function checkStages({ broken }: Together, object: ModelObject, report: Report): void {
  const field = own(object).find(({ type }) => type.hasStages);
  if (!field || object.pipelines.length > 0) return;
  if ([...broken].some((address) => address.startsWith(`pipeline/${object.name}.`))) return;
  const suggestion = `pipelines/${object.name}.main.json`;
  report(['properties', field.name], 'document.no_pipeline', { object: object.name }, suggestion);
}

function checkTargets({ objects }: Together, object: ModelObject, report: Report): void {
  const isGone = (target: string | undefined): boolean =>
    target !== undefined && objects.get(target)?.archived === true;
  for (const { name, target, settings, objects: any } of own(object)) {
    const path = ['properties', name, 'x-field'];
    if (isGone(target)) report([...path, 'target'], 'document.archived_target', { name: target! });
    if (!any) continue;
    for (const [index, one] of (settings.targets as readonly string[]).entries()) {
      if (isGone(one)) report([...path, 'targets', index], 'document.archived_target', { name: one });
    }
  }
}

/** A tree has one relation that leads upwards. */
function checkTree(object: ModelObject, report: Report): void {
  if (object.capabilities.tree !== true) return;
  const found = treeFields(object.name, own(object));
  const path = ['x-object', 'capabilities', 'tree'];
  if (object.capabilities.singleton === true) {
    report(path, 'document.words_clash', { word: 'tree', other: 'singleton' });
  }
  const names = found.map(({ name }) => name);
  if (found.length !== 1) {
    report(path, 'document.tree_parent', { object: object.name, found: names.join(', ') || '–' });
  }
  for (const name of TREE_NAMES) {
    const relation = childRelations({ objects: new Map([[object.name, object]]) }, object.name).get(name);
    if (isMember(object, name) || (relation && !relation.tree)) {
      report(path, 'document.tree_name', { name, object: object.name });
    }
  }
}

/** What a relation is called on the other side is the name of nothing else there. */
function checkInverse({ live }: Together, object: ModelObject, report: Report): void {
  for (const field of own(object)) {
    const name: string | undefined = field.settings.inverse?.name;
    if (name === undefined) continue;
    const path = ['properties', field.name, 'x-field', 'inverse', 'name'];
    const free = nameFrom(`${object.name}_${field.name}`);
    if (isReservedField(name)) report(path, 'document.name_reserved', { name }, free);
    for (const target of linkTargetsOf(field).flatMap((one) => live.get(one) ?? [])) {
      const holder = childRelations({ objects: live }, target.name).get(name);
      const isOurs = holder?.object === object.name && holder.via === field.name;
      if (isOurs && !isMember(target, name)) continue;
      report(path, 'document.inverse_taken', { name, object: target.name }, free);
    }
  }
}

/** What a value follows is a field that holds such a value itself. */
function checkFollows(object: ModelObject, report: Report): void {
  for (const field of own(object)) {
    for (const { word, name, kind, mayBeRelation } of field.type.follows?.(field) ?? []) {
      const other = object.fields.get(name);
      // a name that leads nowhere is told with the other references
      if (!other) continue;
      const isRelation = other.target !== undefined;
      const isPlain = other.type.kind === kind && (!isRelation || mayBeRelation) && !other.type.hasStages;
      if (isPlain && other.columns.length > 0) continue;
      report(['properties', field.name, 'x-field', word], 'document.follows', { name });
    }
  }
}

/** A default is a value like others; those that name an option or stage are looked up with the references. */
function checkDefaults(object: ModelObject, file: string): ProblemItem[] {
  return own(object).flatMap((field) => {
    const { type, settings, default: initial, name } = field;
    const isNamed = settings.options !== undefined || settings.optionSet !== undefined || type.hasStages;
    if (initial === undefined || isNamed) return [];
    const read = type.normalise(initial, field);
    if (!isCellProblem(read)) return [];
    const path = placeIn(file, ['properties', name, 'default']);
    const { code, problem: message, suggestion } = read;
    return [{ path, code, message, ...(suggestion !== undefined && { suggestion }) }];
  });
}

const BOUNDS = [
  ['minimum', 'maximum'],
  ['minLength', 'maxLength'],
] as const;

function checkBounds(object: ModelObject, report: Report): void {
  for (const { name, schema } of own(object)) {
    for (const [least, most] of BOUNDS) {
      if (schema[least] === undefined || schema[most] === undefined || schema[least] <= schema[most])
        continue;
      report(['properties', name, most], 'document.bounds', { least: schema[least], most: schema[most] });
    }
  }
}

/** Fields that are unique together hold one value each, which the record itself stores. */
function checkUnique(object: ModelObject, body: Body, report: Report): void {
  const sets: readonly (readonly string[])[] = body['x-object'].unique ?? [];
  for (const [index, names] of sets.entries()) {
    for (const [at, name] of names.entries()) {
      const field = object.fields.get(name);
      if (field && (field.columns.length !== 1 || field.type.kind === 'list')) {
        report(['x-object', 'unique', index, at], 'document.not_unique', { type: field.declared });
      }
    }
  }
}

function checkAliases({ aliases }: Together, object: ModelObject, report: Report): void {
  for (const { kind, parentId, oldName, id } of aliases) {
    const taker = kind === 'field' && parentId === object.id ? object.fields.get(oldName) : undefined;
    const field = object.fieldsById.get(id);
    if (!taker || !field || field.archived || taker.id === id) continue;
    report(['properties', oldName], 'document.alias_taken', { name: oldName, field: field.name });
  }
}

/** What fields of an object promise is possible, also with what other documents say. */
export const checkObjects = (together: Together): ProblemItem[] => {
  const defaults: ProblemItem[] = [];
  const others = eachDocument(together, (document: Document, report) => {
    const object = document.kind === 'object' ? together.objects.get(document.key) : undefined;
    if (!object || object.archived) return;
    checkTitle(object, report);
    checkStages(together, object, report);
    checkTargets(together, object, report);
    checkTree(object, report);
    checkInverse(together, object, report);
    checkFollows(object, report);
    checkBounds(object, report);
    checkAliases(together, object, report);
    checkUnique(object, document.body, report);
    defaults.push(...checkDefaults(object, pathOf(document)));
  });
  return [...others, ...defaults];
};
