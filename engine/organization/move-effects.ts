import { reachAsked } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { query } from '../db/connect.ts';
import type { Labels } from '../errors.ts';
import { usersByRoles } from '../people/index.ts';
import { titlesOfRecords } from '../records/index.ts';
import { belowSql, type Places, upSql } from './places.ts';

/** Users, of whom the first few are named. */
export interface SomeUsers {
  readonly count: number;
  readonly users: readonly { readonly id: string; readonly name: string }[];
}

/** What it comes to when a department, a territory or somebody who leads others stands elsewhere. */
export interface MoveEffects {
  /** who goes along */
  readonly people: number;
  /** records of theirs, of territories those in them, by object, most first */
  readonly records: readonly {
    readonly object: string;
    readonly plural: Labels;
    readonly count: number;
  }[];
  /** who by their roles and where they stand reaches these no more, and who does from then on */
  readonly lose: SomeUsers;
  readonly gain: SomeUsers;
}

const NAMED = 5;

async function idsOf(ctx: RequestContext, text: string, id: string): Promise<readonly string[]> {
  const { rows } = await query<{ id: string }>(ctx.db.forReading(ctx.workspace), { text, values: [id] });
  return rows.map((row) => row.id);
}

async function usersAbove(ctx: RequestContext, places: Places, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const { rows } = await query<{ id: string | null }>(ctx.db.forReading(ctx.workspace), {
    text: places.above('$1::uuid[]'),
    values: [ids],
  });
  return new Set(rows.flatMap(({ id }) => id ?? []));
}

/** The active users whose roles reach by where they stand. */
async function whoReach(ctx: RequestContext, { reach }: Places): Promise<ReadonlySet<string>> {
  const held = await usersByRoles(ctx.model, ctx.db.forReading(ctx.workspace));
  return new Set(
    held.flatMap(({ roles, portal, users }) =>
      portal === null && reachAsked(ctx.model, roles).includes(reach) ? users : [],
    ),
  );
}

/** Those of the first who are not among the second, by name. */
async function without(
  ctx: RequestContext,
  first: ReadonlySet<string>,
  second: ReadonlySet<string>,
): Promise<SomeUsers> {
  const ids = [...first].filter((id) => !second.has(id)).sort();
  const some = ids.slice(0, NAMED);
  const names = await titlesOfRecords(ctx, 'user', some);
  return { count: ids.length, users: some.map((id) => ({ id, name: names.get(id) ?? '' })) };
}

async function recordsOf(ctx: RequestContext, places: Places, ids: readonly string[]) {
  const asked = [...ctx.model.objects.values()].flatMap((object) => {
    const text = places.recordsAt(object, '$1::uuid[]');
    return text === undefined ? [] : [{ object, text }];
  });
  if (asked.length === 0) return [];
  const { rows } = await query<{ at: number; count: number }>(ctx.db.forReading(ctx.workspace), {
    text: asked.map(({ text }, at) => `SELECT ${at} AS at, (${text}) AS count`).join(' UNION ALL '),
    values: [ids],
  });
  return rows
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || a.at - b.at)
    .map(({ at, count }) => ({ object: asked[at]!.object.name, plural: asked[at]!.object.plural, count }));
}

/** The place where something stands, or is to stand: it and all above, with the users who reach what is below. */
async function reachedFrom(ctx: RequestContext, places: Places, place: string | null): Promise<Set<string>> {
  return place === null ? new Set() : usersAbove(ctx, places, await idsOf(ctx, upSql(places, '$1'), place));
}

/**
 * What it comes to when `id` stands below `to`, or below nothing. Who sees records by other ways as well goes on
 * seeing them: asked is only where people stand.
 */
export async function moveEffects(
  ctx: RequestContext,
  places: Places,
  { id, from, to }: { readonly id: string; readonly from: string | null; readonly to: string | null },
): Promise<MoveEffects> {
  const below = await idsOf(ctx, belowSql(places, '$1'), id);
  const on = ctx.db.forReading(ctx.workspace);
  const { rows } = await query<{ count: number }>(on, {
    text: `SELECT count(*)::int AS count FROM (${places.at('$1::uuid[]')}) w`,
    values: [below],
  });
  const [reaching, own] = [await whoReach(ctx, places), await usersAbove(ctx, places, [id])];
  // who stands at it reaches all of it either way
  const reached = async (place: string | null): Promise<Set<string>> => {
    const all = await reachedFrom(ctx, places, place);
    return new Set([...all].filter((user) => reaching.has(user) && !own.has(user)));
  };
  const [before, after] = [await reached(from), await reached(to)];
  return {
    people: rows[0]!.count,
    records: await recordsOf(ctx, places, below),
    lose: await without(ctx, before, after),
    gain: await without(ctx, after, before),
  };
}
