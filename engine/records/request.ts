import { EXPECTED, type Labels, nearest, Problem, problemItem } from '../errors.ts';
import { quoted } from '../field-types/index.ts';
import { isUuid } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import type { SearchRequest } from './search-all.ts';

/** What a list is asked for, by address or by body; names are not yet resolved. */
export interface ListRequest {
  readonly filter?: string;
  readonly sort: readonly SortWord[];
  /** undefined: every readable field */
  readonly fields?: readonly string[];
  readonly q?: string;
  readonly limit: number;
  readonly cursor?: string;
  readonly offset: number;
  readonly count?: 'capped' | 'exact';
  readonly deleted: boolean;
  /** only records that may be exported */
  readonly isExported?: true;
  /** only records that this relation takes */
  readonly for?: PointingRequest;
}

/** A relation of a record that is being filled in: what a form holds decides which records it offers. */
export interface PointingRequest {
  readonly object: string;
  readonly field: string;
  /** of a record that is changed */
  readonly id?: string;
  readonly values: unknown;
}

export interface SortWord {
  readonly path: string;
  readonly descending: boolean;
}

export interface AggregateRequest {
  readonly group: readonly string[];
  readonly measures: readonly string[];
  readonly filter?: string;
  readonly q?: string;
  readonly sort: readonly SortWord[];
  readonly limit: number;
}

const LIST = ['filter', 'sort', 'fields', 'q', 'view', 'limit', 'cursor', 'offset', 'count', 'deleted'];
const AGGREGATE = ['group', 'measures', 'filter', 'having', 'q', 'sort', 'limit'];

/** Of a body alone: what a form holds is no address. */
const FOR = 'for';

type Parameters = ReadonlyMap<string, unknown>;

const refuse = (name: string, given: unknown, expected: string | Labels): Problem =>
  new Problem('request.value', { name, given: quoted(given), expected }, [
    problemItem(`/${name}`, 'request.value', { name, given: quoted(given), expected }),
  ]);

/** The parameters of an address, each once and known; a long filter belongs into a body. */
export function addressParameters(query: URLSearchParams, known: readonly string[]): Parameters {
  const filter = query.get('filter');
  if (filter !== null && Buffer.byteLength(filter) > LIMITS.filterInAddress) {
    throw refuse('filter', filter, `≤ ${LIMITS.filterInAddress} bytes (longer: POST …/query)`);
  }
  for (const name of new Set(query.keys())) {
    if (query.getAll(name).length > 1) throw refuse(name, query.getAll(name), 'one value');
  }
  return checkNames([...query], known);
}

/** The same names as a JSON body. */
function bodyParameters(body: unknown, known: readonly string[]): Parameters {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Problem('record.shape', { given: quoted(body) });
  }
  return checkNames(
    Object.entries(body).filter(([, value]) => value !== null),
    known,
  );
}

function checkNames(entries: [string, unknown][], known: readonly string[]): Parameters {
  for (const [name] of entries) {
    if (known.includes(name)) continue;
    const params = { name: quoted(name), known: known.join(', ') };
    const item = problemItem(`/${name}`, 'request.parameter', params, nearest(name.slice(0, 40), known));
    throw new Problem('request.parameter', params, [item]);
  }
  return new Map(entries.filter(([, value]) => value !== ''));
}

function text(parameters: Parameters, name: string): string | undefined {
  const value = parameters.get(name);
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || value.includes('\0') || !value.isWellFormed()) {
    throw refuse(name, value, EXPECTED.text);
  }
  return value;
}

/** A comma inside brackets does not separate. */
function splitNames(list: string | undefined): string[] | undefined {
  if (list === undefined) return undefined;
  const names = [''];
  let isInside = false;
  for (const piece of list.split(/([,()])/)) {
    if (piece === ',' && !isInside) names.push('');
    else names[names.length - 1] += piece;
    if (piece === '(') isInside = true;
    else if (piece === ')') isInside = false;
  }
  return names;
}

/** `a,b` or a list of texts. */
function texts(parameters: Parameters, name: string, most: number): readonly string[] | undefined {
  const value = parameters.get(name);
  const list = Array.isArray(value) ? value : splitNames(text(parameters, name));
  if (list === undefined) return undefined;
  if (!list.every((one): one is string => typeof one === 'string')) throw refuse(name, value, EXPECTED.texts);
  const names = list.map((one) => one.trim()).filter((one) => one !== '');
  if (names.length > most) {
    throw new Problem('query.too_many', { name, limit: most }, [
      problemItem(`/${name}`, 'query.too_many', { name, limit: most }),
    ]);
  }
  return names;
}

function whole(parameters: Parameters, name: string, least: number, most: number, fallback: number): number {
  const value = parameters.get(name);
  if (value === undefined) return fallback;
  const number = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number) || number < least || number > most) {
    throw refuse(name, value, `${least} – ${most}`);
  }
  return number;
}

function oneOf<Word extends string>(
  parameters: Parameters,
  name: string,
  words: readonly Word[],
): Word | undefined {
  const value = parameters.get(name);
  if (value === undefined) return undefined;
  const word = words.find((one) => one === value);
  if (word === undefined) throw refuse(name, value, words.join(' | '));
  return word;
}

const sortWords = (parameters: Parameters): readonly SortWord[] =>
  (texts(parameters, 'sort', LIMITS.sortKeys) ?? []).map((word) => ({
    path: word.replace(/^[-+]/, ''),
    descending: word.startsWith('-'),
  }));

/** A word of the contract that does nothing yet is refused: who asks by it would take the answer for another one. */
function refuseLater(parameters: Parameters, name: string): void {
  if (!parameters.has(name)) return;
  throw new Problem('query.later', { name }, [problemItem(`/${name}`, 'query.later', { name })]);
}

function pointing(parameters: Parameters): PointingRequest | undefined {
  const given = parameters.get(FOR);
  if (given === undefined) return undefined;
  const { object, field, id, values = {}, ...others } = Object(given) as Record<string, unknown>;
  const isRight = typeof object === 'string' && typeof field === 'string' && Object.keys(others).length === 0;
  const isId = id === undefined || id === null || (typeof id === 'string' && isUuid(id));
  if (!isRight || !isId) throw refuse(FOR, given, '{object, field, id?, values}');
  return { object, field, values, ...(typeof id === 'string' && { id: id.toLowerCase() }) };
}

function readList(parameters: Parameters): ListRequest {
  refuseLater(parameters, 'view');
  const request: ListRequest = {
    filter: text(parameters, 'filter'),
    sort: sortWords(parameters),
    fields: texts(parameters, 'fields', LIMITS.fieldsPerObject),
    q: text(parameters, 'q')?.trim() || undefined,
    limit: whole(parameters, 'limit', 1, LIMITS.pageSize, LIMITS.pageSizeDefault),
    cursor: text(parameters, 'cursor'),
    offset: whole(parameters, 'offset', 0, LIMITS.offset, 0),
    count: oneOf(parameters, 'count', ['capped', 'exact']),
    deleted: oneOf(parameters, 'deleted', ['only']) !== undefined,
    for: pointing(parameters),
  };
  if (request.cursor !== undefined && request.offset > 0) throw refuse('offset', request.offset, 'no cursor');
  return request;
}

/** What goes out of an object, as a body asks for it. */
export interface AskedExport {
  readonly request: Pick<ListRequest, 'filter' | 'sort' | 'fields' | 'q'>;
  /** where the address does not say it */
  readonly object: string | undefined;
  readonly format: string;
  readonly values: 'labels' | 'keys';
}

/** Reads what a body asks to be exported; `formats` are those that there are, the first for who names none. */
export function exportFromBody(
  body: unknown,
  formats: readonly string[],
  own: readonly string[],
): AskedExport {
  const parameters = bodyParameters(body ?? {}, [
    'filter',
    'sort',
    'fields',
    'q',
    'format',
    'values',
    ...own,
  ]);
  const fields = texts(parameters, 'fields', LIMITS.fieldsPerObject);
  const filter = text(parameters, 'filter');
  const q = text(parameters, 'q')?.trim() || undefined;
  return {
    request: {
      sort: sortWords(parameters),
      ...(filter !== undefined && { filter }),
      ...(fields !== undefined && { fields }),
      ...(q !== undefined && { q }),
    },
    object: text(parameters, 'object'),
    format: oneOf(parameters, 'format', formats) ?? formats[0]!,
    values: oneOf(parameters, 'values', ['labels', 'keys']) ?? 'labels',
  };
}

const readAggregate = (parameters: Parameters): AggregateRequest => {
  refuseLater(parameters, 'having');
  return {
    group: texts(parameters, 'group', LIMITS.groupKeys) ?? [],
    measures: texts(parameters, 'measures', LIMITS.measures) ?? ['count()'],
    filter: text(parameters, 'filter'),
    q: text(parameters, 'q')?.trim() || undefined,
    sort: sortWords(parameters),
    limit: whole(parameters, 'limit', 1, LIMITS.aggregateRows, LIMITS.pageSize),
  };
};

export const listFromAddress = (query: URLSearchParams): ListRequest =>
  readList(addressParameters(query, LIST));
export const listFromBody = (body: unknown): ListRequest => readList(bodyParameters(body, [...LIST, FOR]));
export const aggregateFromAddress = (query: URLSearchParams): AggregateRequest =>
  readAggregate(addressParameters(query, AGGREGATE));
export const aggregateFromBody = (body: unknown): AggregateRequest =>
  readAggregate(bodyParameters(body, AGGREGATE));

/** What an address looks for in all objects. */
export function searchFromAddress(query: URLSearchParams): SearchRequest {
  const parameters = addressParameters(query, ['q', 'objects', 'limit']);
  const objects = texts(parameters, 'objects', LIMITS.searchObjects);
  return {
    q: text(parameters, 'q')?.trim() ?? '',
    limit: whole(parameters, 'limit', 1, LIMITS.searchHits, LIMITS.searchHitsDefault),
    ...(objects && { objects }),
  };
}

/** Texts of a screen that are to be spelled. */
export function textsFromBody(body: unknown): readonly string[] {
  const given = bodyParameters(body, ['texts']).get('texts');
  const isText = (one: unknown): one is string =>
    typeof one === 'string' && one.length <= LIMITS.spelledText && one.isWellFormed();
  if (!Array.isArray(given) || given.length > LIMITS.spelledTexts || !given.every(isText))
    throw refuse('texts', given, `≤ ${LIMITS.spelledTexts} × ≤ ${LIMITS.spelledText}`);
  return given;
}

/** Which part of a record's history an address asks for. */
export function historyFromAddress(query: URLSearchParams): { limit: number; cursor?: string } {
  const parameters = addressParameters(query, ['limit', 'cursor']);
  const cursor = text(parameters, 'cursor');
  const limit = whole(parameters, 'limit', 1, LIMITS.historyPage, LIMITS.pageSizeDefault);
  return { limit, ...(cursor !== undefined && { cursor }) };
}

/** The `fields` of an address that reads one record. */
export const fieldsFromAddress = (query: URLSearchParams): readonly string[] | undefined =>
  texts(addressParameters(query, ['fields']), 'fields', LIMITS.fieldsPerObject);
