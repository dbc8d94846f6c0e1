import type { Actor } from '../context.ts';
import type { Workspace } from '../db/connect.ts';
import { dayOf } from '../expression/index.ts';
import { LIMITS } from '../limits.ts';
import type { Model } from '../model/model.ts';
import type { People } from '../people/index.ts';
import { reachAsked } from './access.ts';

type Known = Pick<People, 'reaches' | 'userActor' | 'users'>;

async function withReach(people: Known, workspace: Workspace, model: Model, actor: Actor): Promise<Actor> {
  const asked = reachAsked(model, actor.roles);
  if (actor.userId === null || asked.length === 0) return actor;
  return { ...actor, reach: await people.reaches.of(workspace, model, actor.userId, asked) };
}

/**
 * A user with all that their rights ask for: whose records they reach, and for whom they act today, by the calendar of
 * the workspace. Who acts for somebody does not act for those who have delegated to that one.
 */
export async function wholeActor(
  people: Known,
  workspace: Workspace,
  model: Model,
  actor: Actor,
  now: Date,
): Promise<Actor> {
  if (actor.kind !== 'user' || actor.userId === null || actor.portal) return actor;
  const user = await people.users.byId(workspace, model, actor.userId);
  const today = dayOf(now.toISOString(), model.settings.timeZone)!;
  const ids = (user?.delegations ?? []).filter(({ begins, until }) => begins <= today && today <= until);
  const found = await Promise.all(
    [...new Set(ids.map(({ owner }) => owner))]
      .slice(0, LIMITS.delegatorsAtOnce)
      .map((id) => people.userActor(workspace, model, id)),
  );
  const delegators = await Promise.all(
    found.filter((one) => one !== undefined).map((one) => withReach(people, workspace, model, one)),
  );
  const whole = await withReach(people, workspace, model, actor);
  return delegators.length === 0 ? whole : { ...whole, delegators };
}
