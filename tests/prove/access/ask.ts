import { isDeepStrictEqual } from 'node:util';
import { isUuid } from '../../../engine/ids.ts';
import type { Oracle } from './oracle.ts';
import { type Question, requestOf } from './questions.ts';
import { isGiven, isGranted } from './specification.ts';
import type { AccessWorld, Reply } from './world.ts';

/** What the API says, in the oracle's words. */
export interface Said {
  readonly status: number;
  readonly body?: unknown;
}

/** Lists inside records have no order here, objects none of their members; places in the document are not the matter. */
export function settled(value: unknown): unknown {
  if (Array.isArray(value))
    return value.map(settled).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([name, one]) => [name, settled(one)]));
}

const ORDERED: ReadonlySet<string> = new Set(['list', 'query', 'export']);

/** An answer whose order says something: that of the records of a list. */
export const comparable = (question: Question, { status, body }: Said): Said => {
  if (status !== 200 || !ORDERED.has(question.surface))
    return { status, body: status === 200 ? settled(body) : undefined };
  const { records, ...rest } = body as { records: unknown[] };
  return { status, body: { records: records.map(settled), ...rest } };
};

const PAGES = 200;

/** All pages of a list as one. */
async function pages(world: AccessWorld, oracle: Oracle, question: Question, first: Reply): Promise<Said> {
  const records = [...first.body.records];
  let { next } = first.body;
  for (let page = 0; next !== null; page += 1) {
    if (page > PAGES) throw new Error('a list without an end');
    const { method, path, body } = requestOf(question, oracle.user.id, next);
    const reply = await world.ask(oracle.user, method, path, body);
    if (reply.status !== 200) return { status: reply.status, body: reply.body };
    records.push(...reply.body.records);
    next = reply.body.next;
  }
  const { count } = first.body;
  return { status: 200, body: { records, ...(count && { count: count.value }) } };
}

const namesIn = (fields: readonly { name: string }[]): string[] => fields.map(({ name }) => name).sort();

/** What a history says that each field came to hold, and what it names beside it that is nothing to the user. */
function historyOf(world: AccessWorld, oracle: Oracle, items: readonly { changes: readonly any[] }[]) {
  const changes = items.flatMap((item) => item.changes);
  const values = changes
    .filter(({ field, records }) => field && !records)
    .map(({ field, masked, to }) => [field, masked ? 'masked' : isPointer(to) ? to : 'read']);
  const rows = [...world.rows.values()].flat();
  const named = changes.flatMap(({ records = {} }) => Object.values<(string | null)[]>(records).flat());
  const unseen = named.filter(
    (id) => id !== null && !rows.some((row) => row.id === id && oracle.may(row, 'read')),
  );
  return { values: Object.fromEntries(values), unseen };
}

const isPointer = (value: unknown): boolean =>
  value === null ||
  (typeof value === 'string' && isUuid(value)) ||
  (typeof value === 'object' && 'object' in value!);

function checkOf({ specification }: AccessWorld, object: string, body: any) {
  const given = new Set(
    [...specification.objects.get(object)!.fields.values()].filter(isGiven).map(({ name }) => name),
  );
  return {
    isForbidden: body.problems.some(({ code }: { code: string }) => code === 'record.forbidden'),
    readOnly: body.readOnly.filter((name: string) => given.has(name)),
    formulas: body.formulas,
  };
}

/** What a search has found; of records that are only nearly what was sought, and of excerpts, those that are not to be seen. */
function foundBy({ rows }: AccessWorld, oracle: Oracle, object: string, results: readonly any[]): string[] {
  const known = new Map(rows.get(object)!.map((row) => [row.id, row]));
  const mayShow = ({ id, field }: { id: string; field: string }): boolean => {
    const row = known.get(id);
    return row !== undefined && oracle.sees(row) && oracle.value(row, [field]) !== null;
  };
  return [
    ...results.filter(({ isNear }) => !isNear).map(({ id }) => id),
    ...results.filter((one) => !mayShow(one)).map(({ id, field }) => `not to be seen: ${id} ${field}`),
  ];
}

/** The records of a file that has one on each line. */
const linesOf = (text: string): unknown[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

/** Asks the API. */
export async function ask(world: AccessWorld, oracle: Oracle, question: Question): Promise<Said> {
  const { method, path, body } = requestOf(question, oracle.user.id);
  const reply = await world.ask(oracle.user, method, path, body);
  if (reply.status !== 200) return { status: reply.status };
  const isOurs = (name: string): boolean => {
    const object = world.specification.objects.get(name);
    return object !== undefined && isGranted(object);
  };
  switch (question.surface) {
    case 'list':
    case 'query':
      return pages(world, oracle, question, reply);
    case 'export':
      return { status: 200, body: { records: linesOf(reply.text) } };
    case 'search':
      return { status: 200, body: foundBy(world, oracle, question.object, reply.body.results) };
    case 'models':
      return { status: 200, body: namesIn(reply.body.objects).filter(isOurs) };
    case 'model':
      return { status: 200, body: namesIn(reply.body.fields) };
    case 'form':
      return { status: 200, body: Object.keys(reply.body.schema.properties).sort() };
    case 'explain':
      return { status: 200, body: reply.body.verdict };
    case 'history':
      return { status: 200, body: historyOf(world, oracle, reply.body.items) };
    case 'team': {
      const { collaborators, can } = reply.body;
      const members = collaborators.map(({ user, team, right, isOver }: any) => [
        (user ?? team).id,
        right,
        isOver,
      ]);
      return { status: 200, body: { members, canShare: can.share } };
    }
    case 'check':
      return { status: 200, body: checkOf(world, question.object, reply.body) };
    default:
      return { status: 200, body: reply.body };
  }
}

export const isSame = (question: Question, a: Said, b: Said): boolean =>
  isDeepStrictEqual(comparable(question, a), comparable(question, b));
