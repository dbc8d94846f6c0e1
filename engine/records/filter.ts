import type { ActorAttribute, ObjectAccess } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { Problem } from '../errors.ts';
import { type CheckedExpression, checkExpression, toSql } from '../expression/index.ts';
import { timeOf } from '../model/index.ts';
import type { Binder } from './binder.ts';
import type { Frame } from './frame.ts';
import { childRows, referenceSql } from './reference-sql.ts';
import { filterScope } from './scope.ts';

/** Filters of an object that are remembered for a set of rights; a long one comes to a hundred kilobytes. */
const REMEMBERED = 500;
const LONGEST_REMEMBERED = 1_000;

const checkedFilters = new WeakMap<ObjectAccess, Map<string, CheckedExpression>>();

/** The expression of a filter over an object, checked against what the actor may read. */
function checkFilter(frame: Frame, source: string): CheckedExpression {
  const { access } = frame.row;
  let known = checkedFilters.get(access);
  if (!known) {
    known = new Map();
    checkedFilters.set(access, known);
  }
  const before = known.get(source);
  if (before) return before;
  const scope = { ...filterScope(frame.access, access), asksEncrypted: true } as const;
  const checked = checkExpression(source, scope, { returns: 'bool' });
  if (!checked.ok) {
    throw new Problem(
      'query.filter',
      {},
      checked.problems.map(({ position, code, message, suggestion }) => ({
        path: `/filter/${position}`,
        code,
        message,
        ...(suggestion !== undefined && { suggestion }),
      })),
    );
  }
  if (source.length > LONGEST_REMEMBERED) return checked.expression;
  if (known.size >= REMEMBERED) known.clear();
  known.set(source, checked.expression);
  return checked.expression;
}

/** The SQL of a filter, made for each request since its values are; the statement around it is remembered. */
export function compileFilter(
  ctx: RequestContext,
  frame: Frame,
  binder: Binder,
  source: string | undefined,
): string | undefined {
  if (source === undefined || source.trim() === '') return undefined;
  return toSql(checkFilter(frame, source), {
    reference: (path) =>
      path[0] === '$user' ? binder.actor(path[1] as ActorAttribute) : referenceSql(frame, frame.row, path),
    children: (path, depth) => childRows(frame, frame.row, path, depth, { isFilter: true }),
    parameter: binder.parameter,
    encrypted: (text, field) => ctx.vault.keys().index(field, text),
    now: ctx.now,
    ...timeOf(ctx.model),
  });
}
