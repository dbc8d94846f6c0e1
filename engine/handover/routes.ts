import type { RequestContext } from '../context.ts';
import { persistentTransaction } from '../db/connect.ts';
import { Problem, problemItem } from '../errors.ts';
import { isUuid, uuidv7 } from '../ids.ts';
import {
  assertMayManagePeople,
  engineActor,
  isAtLeast,
  type People,
  readMembers,
  type User,
} from '../people/index.ts';
import { updateInside } from '../records/index.ts';
import { answer, type Route } from '../route.ts';
import { TAKEN_BACK } from './hand-over.ts';
import { holdingsOf, placesOf } from './holdings.ts';
import {
  countRecords,
  findHandover,
  type Handover,
  handoversOf,
  insertHandover,
  setState,
} from './ledger.ts';
import type { HandoverRunner } from './runner.ts';

/** Somebody whom the caller may switch off: they manage people, and hold all rights over the workspace that this user has. */
async function leaverOf(ctx: RequestContext, people: People, id: string): Promise<User> {
  assertMayManagePeople(ctx);
  const user = isUuid(id) ? await people.users.byId(ctx.workspace, ctx.model, id.toLowerCase()) : undefined;
  if (!user) throw new Problem('people.not_found');
  if (!isAtLeast(ctx, user.roles)) throw new Problem('people.not_allowed');
  return user;
}

async function takerOf(
  ctx: RequestContext,
  people: People,
  leaver: User,
  to: string | undefined,
): Promise<string | null> {
  if (to === undefined) return null;
  const user = isUuid(to) ? await people.users.byId(ctx.workspace, ctx.model, to.toLowerCase()) : undefined;
  if (user?.active && user.kind !== 'portal' && user.id !== leaver.id) return user.id;
  throw new Problem('people.invalid', {}, [problemItem('/to', 'people.takes_over')]);
}

/** Ids of the fields by which what is asked for is handed over. */
function placesAsked({ model }: RequestContext, objects: readonly string[] | undefined): readonly string[] {
  const places = placesOf(model);
  const known = new Set(places.map(({ object }) => object.name));
  const unknown = (objects ?? []).flatMap((name, index) =>
    known.has(name) ? [] : [problemItem(`/objects/${index}`, 'people.unknown', { name: name.slice(0, 80) })],
  );
  if (unknown.length > 0) throw new Problem('people.invalid', {}, unknown);
  return places
    .filter(({ object }) => !objects || objects.includes(object.name))
    .map(({ field }) => field.id);
}

const byAdmin = (ctx: RequestContext): RequestContext => ({
  ...ctx,
  actor: { ...engineActor('handover'), userId: ctx.actor.userId, name: ctx.actor.name },
});

const switchUser = (
  ctx: RequestContext,
  client: Parameters<typeof updateInside>[1],
  id: string,
  active: boolean,
) => updateInside(byAdmin(ctx), client, 'user', { id, values: { active }, path: '' });

async function describe(ctx: RequestContext, one: Handover): Promise<object> {
  const fields = new Map(
    placesOf(ctx.model).map(({ object, field }) => [field.id, { object: object.name, field: field.name }]),
  );
  const counts = await countRecords(ctx, one.id);
  const sum = (isMeant: (problem: string | null) => boolean): number =>
    counts.filter(({ problem }) => isMeant(problem)).reduce((all, { count }) => all + count, 0);
  return {
    id: one.id,
    user: one.user,
    to: one.to,
    state: one.state,
    at: one.at,
    moved: sum((problem) => problem === null),
    takenBack: sum((problem) => problem === TAKEN_BACK),
    kept: counts
      .filter(({ problem }) => problem !== null && problem !== TAKEN_BACK)
      .map(({ field, problem, count }) => ({ ...fields.get(field), reason: problem, count })),
  };
}

async function handoverFor(ctx: RequestContext, people: People, id: string): Promise<Handover> {
  assertMayManagePeople(ctx);
  const one = isUuid(id)
    ? await findHandover(ctx, ctx.db.forWorkspace(ctx.workspace), id.toLowerCase())
    : undefined;
  if (!one) throw new Problem('people.handover');
  await leaverOf(ctx, people, one.user);
  return one;
}

/** People who leave: what they hold, and who takes that over. */
export const routesOf = (people: People, runner: HandoverRunner): readonly Route[] => [
  {
    method: 'GET',
    path: '/api/people/:id/holdings',
    reads: 'administration',
    answers: 'how many records of each object a user holds, for those who manage people',
    handler: async ({ ctx, params }) => {
      const user = await leaverOf(ctx, people, params.id!);
      const holdings = await holdingsOf(ctx, user.id);
      return answer({
        user: user.id,
        total: holdings.reduce((sum, { count }) => sum + count, 0),
        holdings: holdings.map(({ object, field, count }) => ({
          object: object.name,
          plural: object.plural,
          field: field.name,
          labels: field.labels,
          count,
        })),
      });
    },
  },
  {
    method: 'POST',
    path: '/api/people/:id/deactivate',
    reads: 'administration',
    answers: 'the handover, for those who manage people',
    handler: async ({ ctx, params, body }) => {
      const user = await leaverOf(ctx, people, params.id!);
      const given = readMembers(body ?? {}, { to: 'text?', objects: 'texts?' });
      if (!user.active) throw new Problem('people.inactive');
      const one: Handover = {
        id: uuidv7(ctx.now.getTime()),
        user: user.id,
        to: await takerOf(ctx, people, user, given.to),
        manager: user.manager,
        actor: ctx.actor.userId,
        state: 'running',
        places: placesAsked(ctx, given.objects),
        at: ctx.now,
      };
      await persistentTransaction(ctx.db.forWorkspace(ctx.workspace), async (client) => {
        await switchUser(ctx, client, user.id, false);
        await insertHandover(ctx, client, one);
      });
      runner.run(ctx.workspace, one);
      return answer(await describe(ctx, one), 202, { Location: `/api/handovers/${one.id}` });
    },
  },
  {
    method: 'GET',
    path: '/api/people/:id/handovers',
    reads: 'administration',
    answers: 'what a user has handed over, for those who manage people',
    handler: async ({ ctx, params }) => {
      const user = await leaverOf(ctx, people, params.id!);
      const all = await handoversOf(ctx, user.id);
      return answer({ handovers: await Promise.all(all.map((one) => describe(ctx, one))) });
    },
  },
  {
    method: 'GET',
    path: '/api/handovers/:id',
    reads: 'administration',
    answers: 'what a user has handed over, for those who manage people',
    handler: async ({ ctx, params }) =>
      answer(await describe(ctx, await handoverFor(ctx, people, params.id!))),
  },
  {
    method: 'POST',
    path: '/api/handovers/:id/undo',
    reads: 'administration',
    answers: 'the handover, for those who manage people',
    handler: async ({ ctx, params }) => {
      const one = await handoverFor(ctx, people, params.id!);
      if (one.state === 'running') throw new Problem('people.handing_over');
      if (one.state !== 'done') throw new Problem('people.handover_undone');
      await persistentTransaction(ctx.db.forWorkspace(ctx.workspace), async (client) => {
        await switchUser(ctx, client, one.user, true);
        await setState(ctx, client, one.id, 'undoing');
      });
      const undoing: Handover = { ...one, state: 'undoing' };
      runner.run(ctx.workspace, undoing);
      return answer(await describe(ctx, undoing), 202);
    },
  },
];
