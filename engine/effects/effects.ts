import { type Action, accessOf, reachAsked } from '../access/index.ts';
import type { Actor, RequestContext } from '../context.ts';
import { LIMITS } from '../limits.ts';
import type { Model } from '../model/model.ts';
import { isPortalHome, type People, usersByRoles } from '../people/index.ts';
import { type Ask, countReadOnly } from '../publish/index.ts';
import { type RowQuestion, rowChanges } from '../records/index.ts';
import {
  compareRights,
  type Holding,
  type ObjectChange,
  portalNameIn,
  type RightsChange,
} from './compare.ts';

/** What somebody gains and loses. */
export interface UserRows {
  readonly user: string;
  readonly gained: number;
  readonly lost: number;
}

/** Who reaches which other records with an action. */
export interface RowsEffect {
  readonly action: Action;
  /** those of whom it is known, who gain or lose most first; who neither gains nor loses is left out */
  readonly users: readonly UserRows[];
  /** of how many it is not known: too many, too slow, or it rests on what is only there after the publish */
  readonly unknown: number;
}

export interface ObjectEffect extends ObjectChange {
  readonly effects: readonly RowsEffect[];
}

/** What a change of the model does to whoever holds exactly these roles. */
export interface RoleEffect extends Holding {
  /** ids of the active users who hold them */
  readonly users: readonly string[];
  readonly change: RightsChange;
  readonly objects: readonly ObjectEffect[];
}

type RoleSet = Pick<RoleEffect, 'roles' | 'portal' | 'users'>;

export interface Effects {
  readonly roles: readonly RoleEffect[];
  /** sets of roles that were not looked at */
  readonly more: number;
}

/** Where counts come from: each different question is asked once, as long as patience lasts. */
function questions(ask: Ask) {
  const known = new Map<string, readonly number[] | undefined>();
  const end = Date.now() + LIMITS.effectPatience;
  return async ({ text, values }: RowQuestion): Promise<readonly number[] | undefined> => {
    const key = JSON.stringify([text, values]);
    if (known.has(key)) return known.get(key);
    if (known.size >= LIMITS.effectQuestions || Date.now() > end) return undefined;
    const counts = (await ask.list(text, values))?.map(Number);
    known.set(key, counts);
    return counts;
  };
}

type Count = ReturnType<typeof questions>;

const most = ({ gained, lost }: UserRows): number => Math.max(gained, lost);

/** The holders of a set of roles, and as many of them as they would act as can be asked about. */
interface Holders {
  readonly set: RoleSet;
  readonly actors: readonly Actor[];
}

/** Who acts, as a Model knows them: somebody outside is bound to a record of what it calls by a name of its own. */
const actingIn = (model: Model, actor: Actor, portal: string | undefined): Actor =>
  actor.portal && portal !== undefined
    ? { ...actor, portal: { ...actor.portal, object: portalNameIn(model, portal) } }
    : actor;

/** Counts, for each of the users, the records of one object that they gain and lose. */
async function countRows(
  ctx: RequestContext,
  after: Model,
  { before: was, after: is, rows }: ObjectChange,
  { set: { users, portal }, actors }: Holders,
  count: Count,
): Promise<readonly RowsEffect[]> {
  const counted = new Map<string, readonly number[] | undefined>();
  for (const actor of rows.length > 0 ? actors : []) {
    const before = {
      model: ctx.model,
      access: accessOf(ctx.model, actingIn(ctx.model, actor, portal)),
      object: was,
    };
    const then = { model: after, access: accessOf(after, actingIn(after, actor, portal)), object: is };
    const question = rowChanges({ ...ctx, actor }, before, then, rows);
    const counts = await count(question);
    for (const user of question.isPersonal ? [actor.userId!] : users) counted.set(user, counts);
    if (!question.isPersonal) break;
  }
  const effects = rows.map((action, index): RowsEffect => {
    const told = users.flatMap((user): UserRows[] => {
      const counts = counted.get(user);
      return counts ? [{ user, gained: counts[2 * index]!, lost: counts[2 * index + 1]! }] : [];
    });
    const felt = told.filter(({ gained, lost }) => gained + lost > 0);
    return {
      action,
      users: felt.toSorted((a, b) => most(b) - most(a)),
      unknown: users.length - told.length,
    };
  });
  return effects.filter((effect) => effect.users.length + effect.unknown > 0);
}

/** The users as they would act, with all by which either Model lets them reach the records of others. */
async function actorsOf(
  ctx: RequestContext,
  people: People,
  after: Model,
  { roles, portal, users }: RoleSet,
): Promise<readonly Actor[]> {
  // the record of whoever is not let in today is not known here
  if (portal !== undefined && portalNameIn(ctx.model, portal) === '') return [];
  const names = [...new Set([...reachAsked(ctx.model, roles), ...reachAsked(after, roles)])];
  const found = await Promise.all(
    users.slice(0, LIMITS.effectQuestions).map(async (id): Promise<Actor[]> => {
      const actor = await people.userActor(ctx.workspace, ctx.model, id);
      return actor ? [{ ...actor, reach: await people.reaches.of(ctx.workspace, ctx.model, id, names) }] : [];
    }),
  );
  return found.flat();
}

const isEffect = ({ adminGained, adminLost }: RightsChange, objects: readonly ObjectEffect[]): boolean =>
  objects.length + adminGained.length + adminLost.length > 0;

const isFelt = ({ gained, lost, fields, effects }: ObjectEffect): boolean =>
  [gained, lost, fields, effects].some((list) => list.length > 0);

/** For whom a role is in either Model, where nobody holds it: for colleagues, or for people outside by what they may be bound to. */
function idleSets(models: readonly Model[], held: readonly RoleSet[], role: string): readonly RoleSet[] {
  const kinds = new Set(models.flatMap((model) => model.roles.get(role)?.portal ?? []));
  const isHeld = (isPortal: boolean): boolean =>
    held.some(({ roles, portal }) => (portal !== undefined) === isPortal && roles.includes(role));
  const homes = new Set(
    models.flatMap(({ objects }) => [...objects.values()].filter(isPortalHome).map(({ id }) => id)),
  );
  return [
    ...(kinds.has(false) && !isHeld(false) ? [{ roles: [role], users: [] }] : []),
    ...(kinds.has(true) && !isHeld(true)
      ? [...homes].map((portal) => ({ roles: [role], portal, users: [] }))
      : []),
  ];
}

/** The sets of roles that are held, and each role that nobody holds; those that most hold first. */
async function roleSets(ctx: RequestContext, after: Model): Promise<readonly RoleSet[]> {
  const held = (await usersByRoles(ctx.model, ctx.db.direct()))
    // who is bound to nothing comes in by neither Model
    .filter(({ portal }) => portal !== '')
    .map(({ portal, ...set }): RoleSet => ({ ...set, ...(portal !== null && { portal }) }));
  const models = [ctx.model, after];
  const names = new Set(models.flatMap(({ roles }) => [...roles.keys()]));
  const idle = [...names].flatMap((name) => idleSets(models, held, name));
  return [...held.toSorted((a, b) => b.users.length - a.users.length), ...idle];
}

/**
 * Who gains and who loses what when the Model of the context gives way to `after`: from the compiled rights of both,
 * records counted for each user concerned with the predicates that their lists are made of.
 */
export async function effectsOf(ctx: RequestContext, people: People, after: Model): Promise<Effects> {
  const sets = await roleSets(ctx, after);
  const roles: RoleEffect[] = [];
  await countReadOnly(ctx.db.direct(), async (ask) => {
    const count = questions(ask);
    for (const set of sets.slice(0, LIMITS.comparedRoles)) {
      const change = compareRights(ctx.model, after, set);
      const isAboutRows = change.objects.some(({ rows }) => rows.length > 0);
      const actors = isAboutRows ? await actorsOf(ctx, people, after, set) : [];
      const objects: ObjectEffect[] = [];
      for (const one of change.objects) {
        const effects = await countRows(ctx, after, one, { set, actors }, count);
        const effect = { ...one, effects };
        if (isFelt(effect)) objects.push(effect);
      }
      if (isEffect(change, objects)) roles.push({ ...set, change, objects });
    }
  });
  return { roles, more: Math.max(0, sets.length - LIMITS.comparedRoles) };
}
