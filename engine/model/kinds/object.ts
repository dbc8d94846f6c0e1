import { createHash } from 'node:crypto';
import schema from '../../../schemas/object.schema.json' with { type: 'json' };
import { nearest } from '../../errors.ts';
import { type FieldType, fieldTypes, longestFor, patternFault } from '../../field-types/index.ts';
import { LIMITS } from '../../limits.ts';
import { type Body, type Document, ENGINE_PACKAGE, isBody, LOCAL_PACKAGE } from '../document.ts';
import { isConsentField, isReservedField, isReservedObject, nameFrom, stageMembers } from '../names.ts';
import { FIELD_FRAME, typeOf } from '../property.ts';
import type { Path, Report } from '../report.ts';
import { defineKind, membersOf, type Part, reportTwice } from './define-kind.ts';
import { optionParts } from './option-set.ts';
import { checkRules } from './rules.ts';

/** A property of an object document: JSON Schema's words, and ours in `x-field`. */
export type Property = Body & { readonly 'x-field': Body };

const isProperty = (value: unknown): value is Property => isBody(value) && isBody(value['x-field']);

/** The fields of an object document, in its order. */
export const propertiesOf = (body: Body): [name: string, property: Property][] =>
  Object.entries(isBody(body.properties) ? body.properties : {}).filter(
    (entry): entry is [string, Property] => isProperty(entry[1]),
  );

const headOf = (body: Body): Body => (isBody(body['x-object']) ? body['x-object'] : {});

/** Whether the document adds to an object of another package. */
export const isExtension = (body: Body): boolean => headOf(body).extends !== undefined;

/** Rules have no name: what they say identifies them. */
function ruleName({ id: _, message: __, package: ___, ...says }: Body): string {
  return createHash('sha256').update(JSON.stringify(says)).digest('hex');
}

function partsOf(body: Body): Part[] {
  const fields = propertiesOf(body).flatMap(([name, { 'x-field': field }]): Part[] => {
    const path = ['properties', name, 'x-field'];
    return [
      { kind: 'field', prefix: 'fld', name, path, value: field },
      ...optionParts(field.options, [...path, 'options']),
    ];
  });
  const rules = membersOf(body['x-rules']).map(
    ([index, value]): Part => ({
      kind: 'rule',
      prefix: 'rul',
      name: ruleName(value),
      path: ['x-rules', index],
      value,
    }),
  );
  return [...fields, ...rules];
}

/** A kind of record with its fields and rules; or what a package adds to one of another package. */
export const object = defineKind({
  name: 'object',
  labels: { en: 'object', 'zh-CN': '对象' },
  prefix: 'obj',
  folder: 'objects',
  head: 'x-object',
  schema,
  keyOf: (body) => {
    const head = headOf(body);
    const name = head.extends ?? head.name;
    return typeof name === 'string' && name !== '' ? name : undefined;
  },
  parts: partsOf,
  check: (document, report) => {
    const { name } = headOf(document.body);
    if (typeof name === 'string' && isReservedObject(name) && document.package !== ENGINE_PACKAGE) {
      const home = document.package === LOCAL_PACKAGE ? 'own' : document.package;
      report(['x-object', 'name'], 'document.name_reserved', { name }, nameFrom(`${home}_${name}`));
    }
    for (const [field, property] of propertiesOf(document.body)) {
      if (property['x-field'].system === undefined) checkProperty(document, field, property, report);
      else checkSystemField(field, property, report);
    }
    checkFields(document, report);
    checkRules(document.body['x-rules'], report);
  },
});

type Made = Omit<Document, 'id'>;

/** Whether the engine has a field of that name in the object. */
const isTaken = (body: Body, name: string): boolean =>
  isReservedField(name) || (headOf(body).capabilities?.consent === true && isConsentField(name));

function checkProperty(document: Made, name: string, property: Property, report: Report): void {
  const field = property['x-field'];
  const path = ['properties', name, 'x-field'];
  if (isTaken(document.body, name) && (field.package ?? document.package) !== ENGINE_PACKAGE) {
    const free = nameFrom(`${document.key}_${name}`);
    report(['properties', name], 'document.name_reserved', { name }, free);
  }
  // what an extension says of a field that is there already needs neither
  if (!isExtension(document.body) || field.type !== undefined) {
    for (const word of ['type', 'labels']) {
      if (field[word] === undefined) report([...path, word], 'document.missing', { word });
    }
  }
  const type = typeOf(property);
  if (type) checkTyped(name, property, type, report);
  else if (typeof field.type === 'string' && !laterTypes.has(field.type)) {
    const names = fieldTypes().filter((one) => one.offered !== false);
    const near = nearest(
      field.type.slice(0, LIMITS.nameLength),
      names.map((one) => one.name),
    );
    report([...path, 'type'], 'document.field_type', { given: field.type }, near);
  }
}

/** Types that are known and not run yet: the walk over what comes later says so. */
const laterTypes: ReadonlySet<string> = new Set(FIELD_FRAME.type!['x-later'] as readonly string[]);

const SYSTEM_WORDS: ReadonlySet<string> = new Set(['id', 'system', 'labels', 'help', 'notes', 'package']);

function checkSystemField(name: string, property: Property, report: Report): void {
  const { system } = property['x-field'];
  if (system !== name) report(['properties', name], 'document.system_name', { name: system }, system);
  for (const word of Object.keys(property['x-field'])) {
    if (!SYSTEM_WORDS.has(word))
      report(['properties', name, 'x-field', word], 'document.system_word', { word });
  }
  for (const word of Object.keys(property)) {
    if (word !== 'x-field') report(['properties', name, word], 'document.system_word', { word });
  }
}

function checkPattern(name: string, { pattern, maxLength }: Property, type: FieldType, report: Report): void {
  const path = ['properties', name, 'pattern'];
  const fault = patternFault(pattern);
  if (fault !== undefined) {
    report(path, 'document.pattern_text', { fault });
    return;
  }
  const limit = type.words?.maxLength?.maximum as number;
  const longest = Math.min(typeof maxLength === 'number' ? maxLength : limit, limit);
  const most = longestFor(pattern);
  if (longest > most) report(path, 'document.pattern_cost', { longest, most });
}

function checkTyped(name: string, property: Property, type: FieldType, report: Report): void {
  const field = property['x-field'];
  const path = ['properties', name, 'x-field'];
  if (property.default !== undefined && field.defaultExpression !== undefined) {
    report([...path, 'defaultExpression'], 'document.default_twice');
  }
  if (type.engineWritten) {
    for (const word of ['defaultExpression', 'readOnly']) {
      if (field[word] !== undefined && field[word] !== false) {
        report([...path, word], 'document.written_by_engine', { word });
      }
    }
  }
  for (const { path: at, code, params, suggestion } of type.faults?.(property) ?? []) {
    report(['properties', name, ...at], code, params, suggestion);
  }
  if (typeof property.pattern === 'string') checkPattern(name, property, type, report);
  for (const word of ['unique', 'externalId']) {
    if (field[word] === true && !type.unique) {
      report([...path, word], 'document.not_unique', { type: type.name });
    }
  }
  const isSearched = (type.kind === 'string' && !type.targets) || type.searchColumn !== undefined;
  if (field.search !== undefined && !isSearched) {
    report([...path, 'search'], 'document.not_searched', { type: type.name });
  }
  if (!type.hasOptions) return;
  checkOptionSources(field, type, path, report);
  reportTwice(report, [...path, 'options'], field.options, 'value');
}

/** Where options come from: exactly one of what the type takes for that. */
function checkOptionSources(field: Body, type: FieldType, path: Path, report: Report): void {
  const sources = OPTION_WORDS.filter((word) => Object.hasOwn(type.settings.properties, word));
  const [, second, ...stated] = sources.filter((word) => field[word] !== undefined);
  if (sources.length > 0 && sources.every((word) => field[word] === undefined))
    report([...path, 'options'], 'document.no_options');
  for (const word of [second, ...stated])
    if (word !== undefined) report([...path, word], 'document.options_twice');
}

const OPTION_WORDS = ['options', 'optionSet', 'optionsFrom'] as const;

const isLive = ([, property]: [string, Property]): boolean => property['x-field'].archived !== true;

/** What is wrong between fields of one object. */
function checkFields(document: Made, report: Report): void {
  const fields = propertiesOf(document.body).filter(isLive);
  if (fields.length > LIMITS.fieldsPerObject) {
    const params = { what: 'properties', limit: LIMITS.fieldsPerObject, given: fields.length };
    report(['properties'], 'document.too_many', params);
  }
  const staged = fields.filter(([, property]) => typeOf(property)?.hasStages);
  for (const [name] of staged.slice(1)) {
    report(['properties', name, 'x-field', 'type'], 'document.stage_fields', { name: staged[0]![0] });
  }
  for (const [name] of staged) {
    for (const taken of stageMembers(name)) {
      if (fields.some(([field]) => field === taken)) {
        const free = nameFrom(`${document.key}_${taken}`);
        report(['properties', taken], 'document.name_reserved', { name: taken }, free);
      }
    }
  }
  const required = new Set<unknown>(Array.isArray(document.body.required) ? document.body.required : []);
  for (const [name, property] of fields) {
    const { readOnly, defaultExpression } = property['x-field'];
    const isGiven = property.default !== undefined || defaultExpression !== undefined;
    if (typeOf(property)?.engineWritten && required.has(name)) {
      report(['required'], 'document.written_by_engine', { word: name });
    }
    if (readOnly === true && required.has(name) && !isGiven) {
      report(['properties', name, 'x-field', 'readOnly'], 'document.required_read_only', { name });
    }
  }
}
