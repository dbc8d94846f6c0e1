import type { RequestContext } from '../context.ts';
import { literal, quote } from '../db/names.ts';
import { nearest, Problem, problemItem } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { soughtWords } from '../search/index.ts';
import { type Binder, makeBinder } from './binder.ts';
import { compileFilter } from './filter.ts';
import { type Frame, type Row, tableOf } from './frame.ts';
import { makeFrame } from './make-frame.ts';
import { bareMember, type Member, memberOf, membersOf } from './members.ts';
import { choiceSql } from './order.ts';
import { namesOf } from './paths.ts';
import { assertCan, objectAccessOf, remembered } from './plan.ts';
import { runStatement } from './postgres.ts';
import { follow } from './reference-sql.ts';
import type { AggregateRequest } from './request.ts';
import { searchShape, searchSql } from './search.ts';
import { leaveAsked, readsOf } from './sensitive.ts';
import { columnSql, valueSql } from './value-sql.ts';

/** One column of the answer: what it is called, and its SQL as the group, as JSON and in ORDER BY. */
interface Column {
  readonly name: string;
  readonly json: string;
  readonly order: string;
  /** what rows are grouped by; measures have none */
  readonly group?: readonly string[];
}

const BUCKETS: ReadonlyMap<string, string> = new Map([
  ['day', 'YYYY-MM-DD'],
  ['month', 'YYYY-MM'],
  ['year', 'YYYY'],
]);
const FUNCTIONS = ['count', 'sum', 'avg', 'min', 'max'] as const;
const CALL = /^([a-z]+)\(([^()]*)\)$/;

const refuseField = (frame: Frame, parameter: string, name: string): Problem =>
  new Problem('query.field', { name }, [
    problemItem(
      `/${parameter}`,
      'query.field',
      { name },
      nearest(name.slice(0, 80), membersOf(frame.row.access).keys()),
    ),
  ]);

const refuseWord = (parameter: string, code: 'query.group' | 'query.measure', name: string): Problem => {
  const params = { name, known: FUNCTIONS.map((one) => `${one}(${one === 'count' ? '' : '…'})`).join(', ') };
  return new Problem(code, params, [problemItem(`/${parameter}`, code, params)]);
};

function find(frame: Frame, parameter: string, path: string): { row: Row; member: Member } {
  const found = follow(frame, namesOf(parameter, path));
  if (!found) throw refuseField(frame, parameter, path);
  return { row: found.row, member: bareMember(found.member) };
}

/**
 * What the rows are read for: a sub-select names each of these values, so that groups and measures are over names.
 * What is null where it may not be read asks for other columns, and of those Postgres would want groups too.
 */
interface Held {
  readonly sql: string[];
  /** the name that a value has outside */
  hold(sql: string): string;
}

function makeHeld(): Held {
  const sql: string[] = [];
  return {
    sql,
    hold: (value) => {
      const known = sql.indexOf(value);
      return `g.v${known < 0 ? sql.push(value) : known + 1}`;
    },
  };
}

/** A date or moment cut to its day, month or year on the workspace's clock. */
function bucketColumn(frame: Frame, { hold }: Held, word: string, format: string, path: string): Column {
  const { row, member } = find(frame, 'group', path);
  const { kind } = member.type;
  if (kind !== 'date' && kind !== 'timestamp') throw refuseWord('group', 'query.group', word);
  const value = hold(valueSql(frame, row, member));
  const zone = literal(frame.model.settings.timeZone);
  const local = kind === 'date' ? `${value}::timestamp` : `(${value} AT TIME ZONE ${zone})`;
  const sql = `to_char(${local}, '${format}')`;
  return { name: word, json: sql, order: sql, group: [sql] };
}

function groupColumn(frame: Frame, held: Held, word: string): Column {
  const [, bucket, argument] = CALL.exec(word) ?? [];
  if (bucket !== undefined) {
    const format = BUCKETS.get(bucket);
    if (format === undefined) throw refuseWord('group', 'query.group', word);
    return bucketColumn(frame, held, word, format, argument!.trim());
  }
  const { row, member } = find(frame, 'group', word);
  if (member.type.kind === 'list' || member.type.kind === 'encrypted')
    throw refuseWord('group', 'query.group', word);
  const { type, field, target } = member;
  const read: typeof valueSql = (...of) => held.hold(valueSql(...of));
  const source = (part: string) => held.hold(columnSql(frame, row, member, part || member.part));
  const value = target === undefined ? (type.value?.(source, field) ?? source('')) : read(frame, row, member);
  const pipeline = type.hasStages ? memberOf(row.access, `${member.name}_pipeline`) : undefined;
  return {
    name: word,
    // where it is masked it is unknown: there is no group of what is left of it
    json: target === undefined ? type.wire(source, field) : value,
    // the place of a choice is worked out once per group, not per row
    order: choiceSql(frame, row, member, read) ?? value,
    group: pipeline && member.part === '' ? [value, read(frame, row, pipeline)] : [value],
  };
}

/** The wire spelling of an aggregate of a field's values: sums and extremes keep its scale, averages may have more. */
const measured = ({ field, type }: Member, call: string, aggregate: string): string =>
  call === 'avg' ? `trim_scale(round(${aggregate}, 12))::text` : type.wire(() => aggregate, field);

function measureColumn(frame: Frame, { hold }: Held, word: string): Column {
  const [, call, argument = ''] = CALL.exec(word) ?? [];
  if (!FUNCTIONS.some((one) => one === call)) throw refuseWord('measures', 'query.measure', word);
  if (argument.trim() === '') {
    if (call !== 'count') throw refuseWord('measures', 'query.measure', word);
    return { name: word, json: 'count(*)', order: 'count(*)' };
  }
  const { row, member } = find(frame, 'measures', argument.trim());
  const value = hold(valueSql(frame, row, member));
  if (call === 'count') return { name: word, json: `count(${value})`, order: `count(${value})` };
  const isExtreme = call === 'min' || call === 'max';
  const isAllowed = isExtreme
    ? ['decimal', 'date', 'timestamp'].includes(member.type.kind)
    : member.type.summable;
  if (!isAllowed) throw refuseWord('measures', 'query.measure', word);
  const aggregate = `${call}(${value})`;
  return { name: word, json: measured(member, call!, aggregate), order: aggregate };
}

function makeText(
  frame: Frame,
  binder: Binder,
  filter: string | undefined,
  request: AggregateRequest,
): string {
  const held = makeHeld();
  const groups = request.group.map((word) => groupColumn(frame, held, word));
  const measures = request.measures.map((word) => measureColumn(frame, held, word));
  const columns = [...groups, ...measures];
  const sorted = request.sort.map(({ path, descending }) => {
    const column = columns.find(({ name }) => name === path);
    if (!column) {
      throw new Problem('query.sort', { name: path }, [problemItem('/sort', 'query.sort', { name: path })]);
    }
    return `${column.order} ${descending ? 'DESC' : 'ASC'} NULLS LAST`;
  });
  const order = [...sorted, ...groups.map(({ order: sql }) => `${sql} ASC NULLS LAST`)];
  const conditions = frame.live(frame.row);
  if (filter !== undefined) conditions.push(filter);
  if (request.q !== undefined) conditions.push(searchSql(frame, binder, soughtWords(request.q)));
  const by = groups.flatMap(({ group = [] }) => group);
  const limit = binder.source(({ limit: given }) => given, 'bigint');
  const rows = [
    `SELECT ${columns.map(({ name, json }) => `${json} AS ${quote(name)}`).join(', ')}`,
    `FROM (SELECT ${held.sql.map((value, index) => `${value} AS v${index + 1}`).join(', ')}`,
    `FROM ${tableOf(frame.model, frame.row.access.object)} t ${frame.joins.join(' ')}`,
    `WHERE ${conditions.join(' AND ')}) g`,
    by.length > 0 ? `GROUP BY ${by.join(', ')}` : '',
    order.length > 0 ? `ORDER BY ${order.join(', ')}` : '',
    `LIMIT ${limit}`,
  ];
  return `SELECT coalesce(json_agg(g), '[]')::text FROM (${rows.join(' ')}) g`;
}

/** Groups and measures as the JSON text of the answer: `{"groups": [{"stage": "won", "count()": 4}]}`. */
export async function aggregateRecords(
  ctx: RequestContext,
  objectName: string,
  request: AggregateRequest,
): Promise<string> {
  const { access, object } = objectAccessOf(ctx, objectName);
  assertCan(object, 'read');
  const binder = makeBinder(ctx);
  const frame = makeFrame(ctx.model, access, { access: object, alias: 't' }, binder);
  const filter = compileFilter(ctx, frame, binder, request.filter);
  const { group, measures, sort, q } = request;
  const shape = [
    'aggregate',
    objectName,
    access.key,
    filter ?? '',
    binder.seal(),
    JSON.stringify([group, measures, sort]),
    searchShape(q),
  ];
  const plan = remembered(ctx.model, shape.join('\n'), () => ({
    text: makeText(frame, binder, filter, request),
    sources: binder.sources,
    form: 'json',
    output: [],
    keys: 0,
    cache: {},
    ...readsOf(binder.sensitive, []),
  }));
  const bindings = {
    ctx,
    limit: Math.min(request.limit, LIMITS.aggregateRows),
    offset: 0,
    ...(q !== undefined && { words: soughtWords(q) }),
  };
  const { rows } = await runStatement(ctx.db.forReading(ctx.workspace), {
    text: plan.text,
    values: [...binder.values, ...plan.sources.map((source) => source(bindings))],
  });
  await leaveAsked(ctx, plan.asked);
  return `{"groups":${rows[0]![0]}}`;
}
