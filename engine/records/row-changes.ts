import type { Access, Action, ActorAttribute } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import type { Model, ModelObject } from '../model/model.ts';
import { makeBinder } from './binder.ts';
import { tableOf } from './frame.ts';
import { makeFrame } from './make-frame.ts';

/** Rights over an object as one Model has them; undefined where nothing of it may be known. */
export interface RowSide {
  readonly model: Model;
  readonly access: Access;
  readonly object: ModelObject;
}

/** A question about rows; its text and values say all that its answer depends on. */
export interface RowQuestion {
  readonly text: string;
  readonly values: readonly unknown[];
  /** whether it depends on who acts, beyond their rights */
  readonly isPersonal: boolean;
}

const ALIAS = 't';

/**
 * Counts the records, those in the bin apart, which the actor of the context reaches with an action on one side alone:
 * per action a row for the side `after`, and one for the side `before`.
 */
export function rowChanges(
  ctx: RequestContext,
  before: RowSide,
  after: RowSide,
  actions: readonly Action[],
): RowQuestion {
  const binder = makeBinder(ctx);
  let isPersonal = false;
  const actor = (attribute: ActorAttribute): string => {
    isPersonal = true;
    return binder.actor(attribute);
  };
  const reached = ({ model, access, object }: RowSide, action: Action): string => {
    const mine = access.object(object.name);
    if (!mine) return 'false';
    const row = { access: mine, alias: ALIAS };
    const sql = makeFrame(model, access, row, { ...binder, actor }).scope(row, mine.rows(action));
    return sql === undefined ? 'true' : `coalesce(${sql}, false)`;
  };
  const counts = actions.flatMap((action) => {
    const [was, is] = [reached(before, action), reached(after, action)];
    return [
      `count(*) FILTER (WHERE ${is} AND NOT (${was}))`,
      `count(*) FILTER (WHERE ${was} AND NOT (${is}))`,
    ];
  });
  return {
    text: `SELECT unnest(ARRAY[${counts.join(', ')}]) FROM ${tableOf(before.model, before.object)} ${ALIAS} WHERE ${ALIAS}.deleted_at IS NULL`,
    values: binder.values,
    isPersonal,
  };
}
