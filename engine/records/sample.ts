import type { ActorAttribute } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { checkExpression, toSql, unchangedTree } from '../expression/index.ts';
import { timeOf } from '../model/index.ts';
import { makeBinder } from './binder.ts';
import { tableOf } from './frame.ts';
import { makeFrame } from './make-frame.ts';
import { titleMember } from './output.ts';
import { objectAccessOf } from './plan.ts';
import { runStatement } from './postgres.ts';
import { childRows, referenceSql } from './reference-sql.ts';
import { filterScope } from './scope.ts';
import { leaveAsked } from './sensitive.ts';
import { wireSql } from './value-sql.ts';
import { wireOf } from './wire.ts';

/** What an expression comes to for one record. */
export interface SampleValue {
  readonly id: string;
  readonly title: unknown;
  /** as it is on the wire */
  readonly value: unknown;
}

const SAMPLES = 5;

/**
 * What an expression comes to for some records, each as if it were saved as it is: those that are asked for, or
 * the latest. Read with the rights of the caller; undefined where it names what they cannot read here.
 */
export async function sampleValues(
  ctx: RequestContext,
  name: string,
  source: string,
  ids?: readonly string[],
): Promise<readonly SampleValue[] | undefined> {
  const { access, object } = objectAccessOf(ctx, name);
  if (!object.can('read')) return undefined;
  const { record, variables } = filterScope(access, object);
  // nothing changes here: what was there before is what is there
  const checked = checkExpression(source, { record, variables: new Map([...variables, ['old', record]]) });
  if (!checked.ok) return undefined;
  const binder = makeBinder(ctx);
  const frame = makeFrame(ctx.model, access, { access: object, alias: 't' }, binder);
  const tree = unchangedTree(checked.expression.tree);
  const sql = toSql(
    { tree },
    {
      reference: (path) =>
        path[0] === '$user' ? binder.actor(path[1] as ActorAttribute) : referenceSql(frame, frame.row, path),
      children: (path, depth) => childRows(frame, frame.row, path, depth),
      parameter: binder.parameter,
      now: ctx.now,
      ...timeOf(ctx.model),
    },
  );
  const title = titleMember(frame.row);
  const conditions = frame.live(frame.row);
  if (ids) conditions.push(`t.id = ANY(${binder.parameter(ids, 'uuid[]')})`);
  const values = [
    't.id::text',
    title ? `to_json(${wireSql(frame, frame.row, title)})::text` : 'NULL',
    `to_json(${wireOf(checked.expression.kind, sql)})::text`,
  ];
  const text = `SELECT ${values.join(', ')} FROM ${tableOf(ctx.model, object.object)} t ${frame.joins.join(' ')} WHERE ${conditions.join(' AND ')} ORDER BY t.id DESC LIMIT ${SAMPLES}`;
  const { rows } = await runStatement(ctx.db.forReading(ctx.workspace), { text, values: binder.values });
  await leaveAsked(ctx, binder.sensitive.values());
  const read = (json: string | null): unknown => (json === null ? null : JSON.parse(json));
  return rows.map(([id, shown, value]) => ({ id: id!, title: read(shown!), value: read(value!) }));
}
