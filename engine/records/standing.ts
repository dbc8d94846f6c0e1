import type { Access, ObjectAccess } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { quote } from '../db/names.ts';
import { makeBinder } from './binder.ts';
import { tableOf } from './frame.ts';
import { makeFrame } from './make-frame.ts';
import { runStatement } from './postgres.ts';

/** Where a record stands for the actor of the context, whoever asks. */
export interface Standing {
  readonly isDeleted: boolean;
  /** of each scope asked for, whether the record lies in it */
  readonly holds: ReadonlyMap<string, boolean>;
  /** the record whose rights it follows */
  readonly parent: string | null;
}

/** In which of some scopes a record lies; undefined where there is none. It tells no value. */
export async function standingOf(
  ctx: RequestContext,
  access: Access,
  object: ObjectAccess,
  id: string,
  scopes: readonly string[],
): Promise<Standing | undefined> {
  const binder = makeBinder(ctx);
  const row = { access: object, alias: 't' };
  const frame = makeFrame(ctx.model, access, row, binder);
  const { follows, fields } = object.object;
  const link = follows && fields.get(follows.via)?.columns[0];
  const each = scopes.map((scope) => `coalesce(${frame.scope(row, [scope]) ?? 'true'}, false)`);
  const columns = ['t.deleted_at IS NOT NULL', link ? `t.${quote(link.name)}` : 'NULL', ...each];
  const text = `SELECT ${columns.join(', ')} FROM ${tableOf(ctx.model, object.object)} t WHERE t.id = ${binder.parameter(id, 'uuid')}`;
  const { rows } = await runStatement(ctx.db.forWorkspace(ctx.workspace), { text, values: binder.values });
  const [found] = rows;
  if (!found) return undefined;
  const [isDeleted, parent, ...held] = found;
  return {
    isDeleted: isDeleted === 't',
    parent: parent ?? null,
    holds: new Map(scopes.map((scope, index) => [scope, held[index] === 't'])),
  };
}
