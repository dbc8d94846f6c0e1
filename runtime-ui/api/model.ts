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

/** The `fields` parameter that shows `names`; stages bring their pipeline where there are several. */
export function fieldsParameter(object: ObjectMeta, names: Iterable<string>): string {
  const paths = new Set<string>(['id']);
  for (const name of names) {
    const field = fieldOf(object, name);
    const known = field && publishedName(object, name);
    if (!field || known === null || known === undefined) continue;
    for (const path of pathsOf({ ...field, name: known })) paths.add(path);
    if (isStage(field) && object.pipelines.length > 1) paths.add(`${known}_pipeline`);
  }
  return [...paths].join(',');
}
