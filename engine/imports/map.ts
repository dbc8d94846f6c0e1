import type { Access, ObjectAccess } from '../access/index.ts';
import {
  nearest,
  Problem,
  type ProblemCode,
  type ProblemItem,
  type ProblemParams,
  problemItem,
} from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { isEncrypted, linkTargetsOf } from '../model/index.ts';
import type { Model, ModelField, ModelObject, ModelPipeline } from '../model/model.ts';
import { cleared, making } from './column-policies.ts';
import {
  type Filling,
  fieldNamed,
  fieldsOf,
  importedFields,
  isImported,
  type Meant,
  type ModelPart,
  OBJECT,
  PIPELINE,
  spellings,
} from './headings.ts';
import type { ColumnOptions, FileOptions, ImportMode } from './options.ts';
import { type ImportSource, REPORT_COLUMNS, type TableForm } from './tables.ts';
import { folded, labelledMessage } from './words.ts';

/** Column that names the rows of a file, so that other rows of the same import can point at them. */
const ROW_KEY = '_key';

/** Where the records of a relation are found. */
export interface LookupTarget {
  readonly object: ModelObject;
  /** undefined where the actor may not read the object: then nothing is found */
  readonly access?: ObjectAccess;
  /** fields whose values identify a record; [] when rows are found by their key alone */
  readonly by: readonly ModelField[];
  /** the field that gets the name where a record is not there and is to be made */
  readonly makes?: ModelField;
}

/** A field of a new record as an import fills it. */
export interface Filled {
  /** member of the body: a field's name, or that of the pipeline of a stage */
  readonly name: string;
  readonly field: ModelField;
  /** the field as the actor may know it, by which its cells are read */
  readonly told?: ModelField;
  readonly target?: LookupTarget;
  /** a cell names any number of records */
  readonly isMany?: true;
  /** of relations to one of several objects: where their records are found */
  readonly targets?: readonly LookupTarget[];
  /** says of which object the record is that the field's own column names */
  readonly isObject?: true;
  /** of a value of several parts: the one that a column of its own fills */
  readonly part?: ModelPart;
  /** of `<stage>_pipeline`: what may stand there */
  readonly pipelines?: readonly ModelPipeline[];
}

export interface FilledColumn extends Filled {
  /** of a column `items.quantity`: which line items it fills, and what of each */
  readonly line?: { readonly field: ModelField; readonly member: string };
  readonly index: number;
  readonly heading: string;
  /** an empty cell of a row that changes a record empties the field */
  readonly clears?: true;
  /** by the folded spelling of the cell */
  readonly values?: ReadonlyMap<string, unknown>;
}

export interface FilledConstant extends Filled {
  readonly value: unknown;
}

/** A heading that fills nothing, with the nearest one that would. */
export interface IgnoredColumn {
  readonly heading: string;
  readonly suggestion?: string;
}

/** What one file does to one object. */
export interface FilePlan {
  readonly source: ImportSource;
  readonly form: TableForm;
  /** of the model that was published when the last rows were taken */
  object: ObjectAccess;
  readonly columns: readonly FilledColumn[];
  readonly constants: readonly FilledConstant[];
  readonly ignored: readonly IgnoredColumn[];
  /** of an upsert: the field that says which record a row is */
  key?: ModelField;
  readonly mode: ImportMode;
  /** index of the column that names the rows */
  readonly rowKey?: number;
}

export interface Mapping extends Filling {
  readonly access: Access;
  readonly file: string;
  readonly problems: ProblemItem[];
  refuse(path: string, code: ProblemCode, params: ProblemParams, suggestion?: string): undefined;
}

const pointer = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** Names that a message lists. */
const MOST_NAMES = 40;
const ADDED: ReadonlySet<string> = new Set(Object.values(REPORT_COLUMNS));

/** The names of what can be imported, as a message lists them. */
function knownNames(mapping: Mapping): string {
  const names = importedFields(mapping).map(({ name }) => name);
  return names.slice(0, MOST_NAMES).join(', ') + (names.length > MOST_NAMES ? ', …' : '');
}

/** Whether a cell can name a record by the field; messages quote such cells, and none that are kept encrypted. */
const isNaming = (field: ModelField): boolean =>
  field.type.unique === true && !field.type.relation && !isEncrypted(field);

/** The fields by which a record of an object can be found: those that identify it, then its title. */
function identifying(target: ObjectAccess): ModelField[] {
  const { fields, titleField } = target.object;
  return [...fields.values()].filter(
    (field) =>
      isNaming(field) &&
      target.readableRows(field.name).length > 0 &&
      (field.unique || field.externalId || field.name === titleField),
  );
}

function targetOf(mapping: Mapping, field: ModelField, by: string | undefined, path: string) {
  return targetAt(
    mapping,
    field.target ?? field.lines?.target ?? field.type.targets?.(field)[0],
    field,
    by,
    path,
  );
}

function targetAt(
  mapping: Mapping,
  name: string | undefined,
  field: ModelField,
  by: string | undefined,
  path: string,
) {
  const object = name === undefined ? undefined : mapping.model.objects.get(name);
  if (!object) {
    if (by !== undefined) mapping.refuse(`${path}/by`, 'import.no_relation', { name: field.name, by });
    return undefined;
  }
  const access = mapping.access.object(object.name);
  const readable = access?.can('read') ? access : undefined;
  const base = { object, ...(readable && { access: readable }) };
  if (by === ROW_KEY || !readable) return { ...base, by: [] };
  if (by === undefined) return { ...base, by: identifying(readable) };
  const found = fieldNamed(readable, by)?.field;
  if (found && isNaming(found)) return { ...base, by: [found] };
  const known = [...readable.readable].filter(isNaming).map((one) => one.name);
  return mapping.refuse(`${path}/by`, 'import.key', { name: by, object: object.name }, nearest(by, known));
}

function filled(
  mapping: Mapping,
  { field, isPipeline, isObject, part }: Meant,
  by: string | undefined,
  path: string,
): Filled {
  if (isObject) return { name: `${field.name}${OBJECT}`, field, isObject };
  if (part) return { name: `${field.name}.${part.name}`, field, part };
  const told = mapping.object.told(field);
  const targets = field.objects && linkTargetsOf(field).filter((name) => mapping.access.can(name, 'read'));
  const several = targets?.flatMap((name) => targetAt(mapping, name, field, undefined, path) ?? []);
  const target = several ? undefined : targetOf(mapping, field, by, path);
  return {
    name: isPipeline ? `${field.name}${PIPELINE}` : field.name,
    field,
    told,
    ...(target && { target }),
    ...(several && { targets: several }),
    ...(isPipeline && { pipelines: mapping.object.object.pipelines }),
    ...(field.lines?.to !== undefined && { isMany: true as const }),
  };
}

/** The field that options name, or a refusal. */
function namedField(mapping: Mapping, name: string, path: string) {
  const { object } = mapping;
  const found = fieldNamed(object, name);
  if (!found) {
    const params = { name: name.slice(0, 80), object: object.object.name, known: knownNames(mapping) };
    return mapping.refuse(path, 'import.field', params, nearest(name.slice(0, 80), spellings(mapping)));
  }
  if (!isImported(object, found.field)) return mapping.refuse(path, 'import.field_locked', { name });
  return found;
}

export type Heading = { readonly column?: FilledColumn; readonly ignored?: IgnoredColumn };

/** A column of line items: their field, a dot, and a field of theirs, by names or labels. */
function mapLineHeading(
  mapping: Mapping,
  heading: string,
  index: number,
  path: string,
  by?: string,
): Heading {
  const [, before, inside] = /^([^.]+)\.(.+)$/.exec(heading) ?? [];
  if (before === undefined) return {};
  const lines = fieldsOf(mapping, before).find(
    ({ field }) => field.lines && isImported(mapping.object, field),
  );
  const child = lines && mapping.access.object(lines.field.lines!.object);
  if (!child?.can('create')) return {};
  const mapped = mapHeading({ ...mapping, object: child }, inside!, index, path, by);
  if (!mapped.column) return mapped.ignored ? { ignored: { ...mapped.ignored, heading } } : mapped;
  const { name: member, ...column } = mapped.column;
  const { field } = lines!;
  return { column: { ...column, heading, name: `${field.name}.${member}`, line: { field, member } } };
}

/** What a column without instructions fills; what is no field is left out and said. */
function mapHeading(mapping: Mapping, heading: string, index: number, path: string, by?: string): Heading {
  const line = mapLineHeading(mapping, heading, index, path, by);
  if (line.column || line.ignored) return line;
  const candidates = fieldsOf(mapping, heading);
  const written = candidates.filter(({ field }) => isImported(mapping.object, field));
  if (written.length > 1) {
    const names = written.map(({ field }) => field.name);
    const params = { name: heading, candidates: names.join(', ') };
    mapping.refuse(path, 'import.heading_ambiguous', params, names[0]);
    return {};
  }
  if (written[0]) return { column: { ...filled(mapping, written[0], by, path), index, heading } };
  // a heading that is a field nobody may write, such as the time of creation, is no misspelling
  const suggestion = candidates.length > 0 ? undefined : nearest(heading.slice(0, 80), spellings(mapping));
  return { ignored: { heading, ...(suggestion !== undefined && { suggestion }) } };
}

function mapColumn(
  mapping: Mapping,
  heading: string,
  index: number,
  options: ColumnOptions | undefined,
  path: string,
): Heading {
  if (options?.isSkipped || heading === '' || ADDED.has(heading)) return {};
  const values =
    options?.values && new Map([...options.values].map(([cell, value]) => [folded(cell), value]));
  if (options?.field === undefined) {
    const mapped = mapHeading(mapping, heading, index, path, options?.by);
    if (options && mapped.ignored) {
      const { suggestion } = mapped.ignored;
      const params = { name: heading, object: mapping.object.object.name, known: knownNames(mapping) };
      mapping.refuse(path, 'import.field', params, suggestion);
      return {};
    }
    return mapped.column && values ? { column: { ...mapped.column, values } } : mapped;
  }
  const found = namedField(mapping, options.field, `${path}/field`);
  if (!found) return {};
  const column = { ...filled(mapping, found, options.by, path), index, heading };
  return { column: values ? { ...column, values } : column };
}

/** Headings must say which column is meant: those of options exist, those that fill a field exist once. */
function checkHeadings(
  mapping: Mapping,
  headings: readonly string[],
  columns: readonly FilledColumn[],
  options: FileOptions,
  path: string,
): void {
  for (const heading of options.columns.keys()) {
    if (headings.includes(heading.trim())) continue;
    const params = { file: mapping.file, name: heading };
    const suggestion = nearest(heading.slice(0, 80), headings);
    mapping.refuse(`${path}/columns/${pointer(heading)}`, 'import.heading', params, suggestion);
  }
  const taken = new Map<string, FilledColumn>();
  const parted = new Map(columns.filter(({ part }) => part).map((column) => [column.field.name, column]));
  for (const column of columns) {
    const { name, heading } = column;
    // a value is filled as a whole or part by part
    const other = taken.get(name) ?? parted.get(name);
    taken.set(name, column);
    if (!other) continue;
    const at = `${path}/columns/${pointer(heading)}`;
    if (other.heading === heading) {
      mapping.refuse(at, 'import.heading_twice', { file: mapping.file, name: heading });
    } else {
      mapping.refuse(at, 'import.field_twice', { first: other.heading, second: heading, name });
    }
  }
}

function mapConstants(mapping: Mapping, options: FileOptions, path: string): FilledConstant[] {
  return [...options.constants].flatMap(([name, value]) => {
    const at = `${path}/constants/${pointer(name)}`;
    const found = namedField(mapping, name, at);
    // a part alone says nothing of a new record whose row fills others
    if (found?.part) return mapping.refuse(at, 'import.part', { name, field: found.field.name }) ?? [];
    return found ? [{ ...filled(mapping, found, undefined, at), value }] : [];
  });
}

function mapKey(mapping: Mapping, columns: readonly FilledColumn[], name: string, path: string) {
  const { object } = mapping;
  const keys = columns.filter(({ field: { type, unique, externalId, name: own } }) =>
    Boolean(type.unique && !type.relation && (unique || externalId || own === object.object.titleField)),
  );
  const named = fieldNamed(object, name)?.field ?? fieldsOf(mapping, name)[0]?.field;
  const key = keys.find(({ field }) => field === named)?.field;
  if (key && object.readableRows(key.name).length > 0) return key;
  const known = keys.map(({ field }) => field.name);
  return mapping.refuse(
    `${path}/key`,
    'import.key',
    { name, object: object.object.name },
    nearest(name, known) ?? known[0],
  );
}

/** Reads the headings of a file by its options; what is wrong goes to `problems`, all at once. */
export function mapFile(
  where: { readonly model: Model; readonly access: Access; readonly object: ObjectAccess },
  source: ImportSource,
  form: TableForm,
  options: FileOptions,
  path: string,
  problems: ProblemItem[],
): FilePlan {
  const params = { file: source.name, limit: LIMITS.columnsPerTable, given: form.headings.length };
  if (params.given > params.limit) throw new Problem('import.too_wide', params);
  const mapping: Mapping = {
    ...where,
    file: source.name,
    problems,
    refuse: (at, code, params, suggestion) => {
      const item = problemItem(at, code, params, suggestion);
      const isNamed = 'object' in params && params.object === where.object.object.name;
      const message = isNamed ? labelledMessage(code, params, { object: where.object.object }) : item.message;
      problems.push({ ...item, message });
    },
  };
  const byHeading = new Map([...options.columns].map(([heading, columns]) => [heading.trim(), columns]));
  const rowKey = form.headings.indexOf(ROW_KEY);
  const mapped = form.headings.flatMap((heading, index): Heading[] => {
    const at = `${path}/columns/${pointer(heading)}`;
    if (index === rowKey) return [];
    const given = byHeading.get(heading) ?? [undefined];
    return given.map((column, place) => {
      const where = given.length > 1 ? `${at}/${place}` : at;
      const mapped = mapColumn(mapping, heading, index, column, where);
      return making(mapping, cleared(mapping, mapped, column, where), column, where);
    });
  });
  const columns = mapped.flatMap(({ column }: Heading) => column ?? []);
  checkHeadings(mapping, form.headings, columns, options, path);
  if (columns.length === 0 && problems.length === 0) {
    const params = { file: source.name, object: where.object.object.name, known: knownNames(mapping) };
    mapping.refuse(`${path}/columns`, 'import.no_columns', params);
  }
  if (options.mode !== undefined && options.mode !== 'create' && options.key === undefined) {
    mapping.refuse(`${path}/mode`, 'import.mode_key', { mode: options.mode });
  }
  const key = options.key === undefined ? undefined : mapKey(mapping, columns, options.key, path);
  return {
    source,
    form,
    object: where.object,
    columns,
    constants: mapConstants(mapping, options, path),
    ignored: mapped.flatMap(({ ignored }: Heading) => ignored ?? []),
    ...(key && { key }),
    mode: options.mode ?? 'upsert',
    ...(rowKey >= 0 && { rowKey }),
  };
}
