import { AUDIT_KINDS, isAuditOp } from '../audit/index.ts';
import { EXPECTED, type Labels, nearest, Problem, problemItem } from '../errors.ts';
import { quoted } from '../field-types/index.ts';
import { isUuid } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import type { Model } from '../model/model.ts';

/** What of the audit is asked for. */
export interface AuditRequest {
  /** id of the object */
  readonly object?: string;
  readonly record?: string;
  readonly user?: string;
  readonly op?: string;
  readonly from?: string;
  readonly to?: string;
  readonly limit: number;
  readonly cursor?: string;
}

const NAMES = ['object', 'record', 'user', 'op', 'from', 'to', 'limit', 'cursor'];

function refuse(name: string, given: string, expected: string | Labels, near?: string): Problem {
  const params = { name, given: quoted(given), expected };
  return new Problem('request.value', params, [problemItem(`/${name}`, 'request.value', params, near)]);
}

/** An object by its name, or by its id where it was archived long ago. */
function objectId({ objects, objectsById }: Model, given: string): string {
  const object = objects.get(given) ?? objectsById.get(given);
  if (object) return object.id;
  throw refuse('object', given, EXPECTED.text, nearest(given.slice(0, 80), objects.keys()));
}

const MOMENT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?)?$/;

/** A day stands for its beginning, by UTC. */
function moment(name: string, given: string): string {
  const parsed = MOMENT.test(given) ? new Date(given) : new Date(Number.NaN);
  if (Number.isNaN(parsed.getTime())) throw refuse(name, given, 'YYYY-MM-DD | YYYY-MM-DDThh:mm:ssZ');
  return parsed.toISOString();
}

function id(name: string, given: string): string {
  if (!isUuid(given)) throw refuse(name, given, 'UUID');
  return given.toLowerCase();
}

function opOf(given: string): string {
  if (isAuditOp(given)) return given;
  const names = Object.keys(AUDIT_KINDS);
  throw refuse('op', given, names.join(' | '), nearest(given.slice(0, 40), names));
}

function limitOf(given: string): number {
  const limit = /^\d{1,4}$/.test(given) ? Number(given) : 0;
  if (limit < 1 || limit > LIMITS.pageSize) throw refuse('limit', given, `1 – ${LIMITS.pageSize}`);
  return limit;
}

/** Reads an address, each name once and known. */
export function readAuditRequest(model: Model, query: URLSearchParams): AuditRequest {
  for (const name of new Set(query.keys())) {
    if (!NAMES.includes(name)) {
      const params = { name: quoted(name), known: NAMES.join(', ') };
      const item = problemItem(`/${name}`, 'request.parameter', params, nearest(name.slice(0, 40), NAMES));
      throw new Problem('request.parameter', params, [item]);
    }
    if (query.getAll(name).length > 1) throw refuse(name, query.getAll(name).join(', '), EXPECTED.text);
  }
  const given = (name: string): string | undefined => query.get(name) || undefined;
  const [object, record, user, op, from, to] = NAMES.map(given);
  const cursor = given('cursor');
  return {
    limit: limitOf(given('limit') ?? String(LIMITS.pageSizeDefault)),
    ...(object !== undefined && { object: objectId(model, object) }),
    ...(record !== undefined && { record: id('record', record) }),
    ...(user !== undefined && { user: id('user', user) }),
    ...(op !== undefined && { op: opOf(op) }),
    ...(from !== undefined && { from: moment('from', from) }),
    ...(to !== undefined && { to: moment('to', to) }),
    ...(cursor !== undefined && { cursor }),
  };
}
