import type { Column } from './columns.ts';
import { previewQuery, publishedName } from './preview.ts';
import { get } from './request.ts';
import type { CountryMeta, FieldMeta, FormDescription, ObjectMeta, ObjectSummary } from './types.ts';

export const fetchModel = (signal?: AbortSignal) =>
  get<{ version: number; objects: readonly ObjectSummary[] }>('/api/model', {
    query: previewQuery(),
    signal,
  });

export const fetchObject = (object: string, signal?: AbortSignal) =>
  get<ObjectMeta>(`/api/model/${encodeURIComponent(object)}`, { query: previewQuery(object), signal });

/** What only the server can answer is asked of what is published, so a form of a draft does not ask. */
export async function fetchForm(object: string, locale: string, signal?: AbortSignal) {
  const asked = previewQuery(object);
  const query = { locale, ...asked };
  const form = await get<FormDescription>(`/api/model/${encodeURIComponent(object)}/form`, { query, signal });
  return asked ? { ...form, asks: false } : form;
}

/** The countries, of China with its provinces, cities and districts. */
export const fetchCountries = async (signal?: AbortSignal): Promise<readonly CountryMeta[]> =>
  (await get<{ entries: readonly CountryMeta[] }>('/api/catalogue/countries', { signal })).entries;

/** Whether the field points at records of another object. */
export const isRelation = (field: FieldMeta): boolean => field.target !== undefined;

/** Whether the field follows a pipeline. */
export const isStage = (field: FieldMeta): boolean => field.widget === 'stage';

export const fieldOf = (object: ObjectMeta, name: string): FieldMeta | undefined =>
  object.fields.find((field) => field.name === name);

/** Whether the caller may give records another owner. */
export const canTransfer = (object: ObjectMeta): boolean =>
  object.can.transfer === true && fieldOf(object, 'owner') !== undefined;

/** Whether the caller may make records their own that nobody owns. */
export const canClaim = (object: ObjectMeta): boolean =>
  object.can.claim === true && object.ownership === 'user';

export const stageFieldOf = (object: ObjectMeta): FieldMeta | undefined => object.fields.find(isStage);

/** What stands at the end of a path of an answer, as a text: `name`, or `name.full` of a value in parts. */
export function textAt(record: Readonly<Record<string, unknown>>, path: string): string {
  let value: unknown = record;
  for (const name of path.split('.')) value = (value as Readonly<Record<string, unknown>> | null)?.[name];
  return value === null || value === undefined ? '' : String(value);
}

/** How to ask for a field so that it can be shown: relations with the title of what they point at, and where needed its object. */
export function fieldPath(field: FieldMeta): string {
  if (field.targets) return ['object', 'id', 'title'].map((part) => `${field.name}.${part}`).join(',');
  return isRelation(field) && field.targetTitle ? `${field.name}.${field.targetTitle}` : field.name;
}

/** Line items are asked for field by field, so that their relations come with titles. */
const pathsOf = (field: FieldMeta): readonly string[] =>
  field.lines ? field.lines.fields.map((one) => `${field.name}.${fieldPath(one)}`) : [fieldPath(field)];

/** Names in a path that the API takes. */
const LONGEST = 4;

/** What to ask for so that a column of something behind a relation, or of a part, can be shown. */
function pathsBehind(root: ObjectMeta, { path, object, field }: Column): readonly string[] {
  const [first = '', ...rest] = path.split('.');
  const known = publishedName(root, first);
  if (known === null) return [];
  const before = [known, ...rest.slice(0, -1)].join('.');
  const whole = `${before}.${field.name}`;
  const asked = pathsOf(field).flatMap((one) => one.split(','));
  if (isStage(field) && object.pipelines.length > 1) asked.push(`${field.name}_pipeline`);
  return asked
    .map((one) => `${before}.${one}`)
    .map((one) => (one.split('.').length <= LONGEST ? one : whole));
}

/**
 * The `fields` parameter that shows `names` and columns; stages bring their pipeline where there are several.
 */
export function fieldsParameter(
  object: ObjectMeta,
  names: Iterable<string>,
  columns: readonly Column[] = [],
): string {
  const paths = new Set<string>(['id']);
  const own = columns.filter(({ path }) => !path.includes('.')).map(({ path }) => path);
  const behind = columns.filter(({ path }) => path.includes('.'));
  for (const name of [...names, ...own]) {
    const field = fieldOf(object, name);
    const known = field && publishedName(object, name);
    if (!field || known === null || known === undefined) continue;
    for (const path of pathsOf({ ...field, name: known })) paths.add(path);
    if (isStage(field) && object.pipelines.length > 1) paths.add(`${known}_pipeline`);
  }
  for (const column of behind) for (const path of pathsBehind(object, column)) paths.add(path);
  return [...paths].join(',');
}
