import { wholeActor } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { LIMITS } from '../limits.ts';
import { delegatesOf, type People, usersByRoles } from '../people/index.ts';
import { usersWho } from '../records/index.ts';
import { type Asked, explain } from './explain.ts';

/** Everybody who may do something with a record. */
export interface Viewers {
  /** ids of users */
  readonly users: readonly string[];
  /** people who act for somebody today, of whom it was not worked out: there are too many */
  readonly unknown: number;
}

/** The context of the asker, with the rights of somebody else. */
export async function contextAs(
  ctx: RequestContext,
  people: People,
  user: string,
): Promise<RequestContext | undefined> {
  const actor = await people.userActor(ctx.workspace, ctx.model, user);
  return actor && { ...ctx, actor: await wholeActor(people, ctx.workspace, ctx.model, actor, ctx.now) };
}

/**
 * Every active user who may do it: of each set of roles at once by themselves, and then those who act today for one of
 * them. Users of the portal are among them.
 */
export async function viewersOf(ctx: RequestContext, people: People, asked: Asked): Promise<Viewers> {
  const users = new Set<string>();
  for (const set of await usersByRoles(ctx.model, ctx.db.forWorkspace(ctx.workspace))) {
    for (const user of await usersWho(ctx, asked, set)) users.add(user);
  }
  const others = (await delegatesOf(ctx, [...users])).filter((user) => !users.has(user));
  const known = others.slice(0, LIMITS.viewersByDelegation);
  for (const user of known) {
    const of = await contextAs(ctx, people, user);
    if (of && (await explain(of, asked)).verdict === 'granted') users.add(user);
  }
  return { users: [...users], unknown: others.length - known.length };
}
