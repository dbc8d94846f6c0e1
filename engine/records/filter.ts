import type { ObjectAccess } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { Problem } from '../errors.ts';
import { type CheckedExpression, checkExpression, toSql } from '../expression/index.ts';
import type { Binder } from './binder.ts';
import { type Frame, follow, type Row, valueSql } from './frame.ts';
import { memberOf } from './members.ts';
import { filterScope, STAGE_ATTRIBUTES } from './scope.ts';

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
  const checked = checkExpression(source, filterScope(frame.access, access), { returns: 'bool' });
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

/** SQL behind a checked path: a column, a column of a joined row, an attribute of a stage. */
function referenceSql(frame: Frame, path: readonly string[]): string {
  const found = follow(frame, path);
  if (found) return valueSql(frame, found.row, found.member);
  const attribute = STAGE_ATTRIBUTES[path.at(-1)!];
  const stage = attribute && follow(frame, path.slice(0, -1));
  if (!stage?.member.type.hasStages) throw new Error(`checked path leads nowhere: ${path.join('.')}`);
  if (attribute?.column) return `${frame.joinedStage(stage.row, stage.member)}.${attribute.column}`;
  return partSql(frame, stage.row, `${stage.member.name}_${attribute!.name}`);
}

const partSql = (frame: Frame, row: Row, name: string): string =>
  valueSql(frame, row, memberOf(row.access, name)!);

/** The SQL of a filter, made for each request since its values are; the statement around it is remembered. */
export function compileFilter(
  ctx: RequestContext,
  frame: Frame,
  binder: Binder,
  source: string | undefined,
): string | undefined {
  if (source === undefined || source.trim() === '') return undefined;
  return toSql(checkFilter(frame, source), {
    reference: (path) => (path[0] === '$user' ? userSql(ctx, path[1]!, binder) : referenceSql(frame, path)),
    parameter: binder.parameter,
    now: ctx.now,
    timeZone: ctx.model.settings.timeZone,
  });
}

/** A value of the acting user, bound like every other. */
const USER_SQL: Readonly<Record<string, (ctx: RequestContext, binder: Binder) => string>> = {
  id: (_ctx, binder) => binder.actor('id'),
  name: ({ actor }, binder) => binder.parameter(actor.name, 'text'),
  email: ({ actor }, binder) => binder.parameter(actor.email, 'text'),
  roles: ({ actor }, binder) => binder.parameter(actor.roles, 'text[]'),
};

const userSql = (ctx: RequestContext, attribute: string, binder: Binder): string =>
  USER_SQL[attribute]!(ctx, binder);
