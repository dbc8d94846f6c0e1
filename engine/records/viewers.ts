import {
  type Access,
  type ActorAttribute,
  accessOf,
  actorValue,
  type ObjectAccess,
  reachAsked,
  reachedColumns,
} from '../access/index.ts';
import type { ReachName, RequestContext } from '../context.ts';
import { quote } from '../db/names.ts';
import type { ModelField } from '../model/model.ts';
import { isPortalHome, reachedBySql, userTable, userValues } from '../people/index.ts';
import { type Binder, makeBinder } from './binder.ts';
import { type Frame, type Row, tableOf } from './frame.ts';
import { makeFrame } from './make-frame.ts';
import { runStatement } from './postgres.ts';

/** What is done with a record, or with a field of it. */
export interface Viewing {
  readonly object: string;
  readonly record: string;
  readonly action: 'read' | 'update' | 'delete';
  readonly field?: string;
}

/** Users who hold exactly the same roles. */
export interface SameRoles {
  readonly roles: readonly string[];
  /** of users of the portal: id of the object whose record they are bound to */
  readonly portal: string | null;
  readonly users: readonly string[];
}

/** Whom somebody has to reach for a record: its owner and territory, and those of what it follows. */
interface Holders {
  readonly users: readonly string[];
  readonly territories: readonly string[];
}

const PLACES: ReadonlySet<ReachName> = new Set(['territory']);

/** Whoever holds a record and what it follows, up to the top. */
async function holdersOf(ctx: RequestContext, object: ObjectAccess, record: string): Promise<Holders> {
  const { user, territory } = reachedColumns(object.object);
  const via = object.parent && object.object.fields.get(object.object.follows!.via)?.columns[0]?.name;
  const columns = [user, territory, via].map((name) => (name === undefined ? 'NULL' : quote(name)));
  const { rows } = await runStatement(ctx.db.forWorkspace(ctx.workspace), {
    text: `SELECT ${columns.join(', ')} FROM ${tableOf(ctx.model, object.object)} WHERE id = $1::uuid`,
    values: [record],
  });
  const [owner, place, above] = rows[0] ?? [];
  const further =
    above != null && object.parent ? await holdersOf(ctx, object.parent.access, above) : undefined;
  return {
    users: [...(owner == null ? [] : [owner]), ...(further?.users ?? [])],
    territories: [...(place == null ? [] : [place]), ...(further?.territories ?? [])],
  };
}

/** The values of whoever is judged, as columns of `viewer`; told which of them are asked for. */
function viewerValues(ctx: RequestContext, { roles, users, portal }: SameRoles, binder: Binder) {
  const { id, name, email, portal_record, ...amongColleagues } = userValues(ctx.model);
  const outside = { id, name, email, portal_record, teams: "'{}'" };
  const known: Readonly<Record<string, string>> =
    portal === null ? { id, name, email, ...amongColleagues } : outside;
  const asked = new Map<string, string>();
  const reaches = new Set<ReachName>();
  const sqlOf = (attribute: ActorAttribute): string => {
    if (attribute === 'roles') return binder.parameter(roles, 'text[]');
    if (attribute === 'parties') return `${id} || ${known.teams}::uuid[]`;
    if (!attribute.startsWith('reach.')) return known[attribute] ?? 'NULL';
    const reach = attribute.slice('reach.'.length) as ReachName;
    reaches.add(reach);
    return `coalesce(${reach}.held, '{}')`;
  };
  const actor = (attribute: ActorAttribute): string => {
    if (!asked.has(attribute)) asked.set(attribute, `(${sqlOf(attribute)})::${actorValue(attribute).type}`);
    return `viewer.${quote(attribute)}`;
  };
  /** SQL of the users with what is asked of them; whom they reach is asked of the holders, for all of them at once */
  const table = (holders: Holders): string => {
    const columns = [...asked].map(([attribute, sql]) => `${sql} AS ${quote(attribute)}`);
    const joins = [...reaches].map((reach) => {
      const held = binder.parameter(PLACES.has(reach) ? holders.territories : holders.users, 'uuid[]');
      const reached = `SELECT user_id, array_agg(held) AS held FROM (${reachedBySql[reach](ctx.model, held)}) h GROUP BY 1`;
      return `LEFT JOIN (${reached}) ${reach} ON ${reach}.user_id = t.id`;
    });
    return (
      `SELECT ${columns.join(', ')} FROM ${userTable(ctx.model)} t ${joins.join(' ')}` +
      ` WHERE t.id = ANY(${binder.parameter(users, 'uuid[]')})`
    );
  };
  return { actor, table };
}

/** The rights of a set of users, whom they reach left open. */
function accessOfSet(ctx: RequestContext, { roles, portal }: SameRoles): Access | undefined {
  if (portal === null) {
    const reach = Object.fromEntries(
      reachAsked(ctx.model, roles).map((name) => [name, { form: 'few' as const, ids: [] }]),
    );
    return accessOf(ctx.model, { kind: 'user', roles, reach });
  }
  const home = ctx.model.objectsById.get(portal);
  if (!home || !isPortalHome(home)) return undefined;
  return accessOf(ctx.model, { kind: 'user', roles, portal: { object: home.name, id: '' } });
}

/** Conditions under which a field is read: in its rows, and what it is worked out from in theirs. */
function readingOf(frame: Frame, row: Row, { name, formula }: ModelField): string[] {
  const scopes = row.access.readableRows(name);
  if (scopes.length === 0) return ['false'];
  const { fields } = row.access.object;
  const read = (formula?.references ?? []).flatMap(([first]) => fields.get(first!) ?? []);
  return [frame.scope(row, scopes) ?? 'true', ...read.flatMap((one) => readingOf(frame, row, one))];
}

/** Conditions under which it is done; undefined where these roles never may. */
function conditionsOf(frame: Frame, row: Row, { action, field }: Viewing): readonly string[] | undefined {
  const { access } = row;
  if (!access.can('read') || !access.can(action)) return undefined;
  const member = field === undefined ? undefined : access.object.fields.get(field);
  const seen = frame.live(row);
  if (action === 'read') return member ? [...seen, ...readingOf(frame, row, member)] : seen;
  const scopes =
    member && action === 'update' ? access.writableRows(member.name, action) : access.rows(action);
  return scopes.length === 0 ? undefined : [...seen, frame.scope(row, scopes) ?? 'true'];
}

/** SQL of whether the record to which a user of the portal is bound is there: without it they are not let in. */
function boundSql(ctx: RequestContext, portal: string, id: string): string {
  const home = ctx.model.objectsById.get(portal)!;
  return `EXISTS (SELECT FROM ${tableOf(ctx.model, home)} home WHERE home.id = ${id} AND home.deleted_at IS NULL)`;
}

/**
 * Ids of those among users of the same roles who may do something with a record by themselves: the predicate of their
 * lists, asked of one record and of all of them in one statement. Those for whom others act are asked apart.
 */
export async function usersWho(
  ctx: RequestContext,
  asked: Viewing,
  set: SameRoles,
): Promise<readonly string[]> {
  const access = accessOfSet(ctx, set);
  const object = access?.object(asked.object);
  if (!access || !object) return [];
  const binder = makeBinder(ctx);
  const { actor, table } = viewerValues(ctx, set, binder);
  const id = actor('id');
  const row: Row = { access: object, alias: 'shown' };
  const frame = makeFrame(ctx.model, access, row, {
    actor,
    moving: binder.moving,
    sensitive: binder.sensitive,
  });
  const conditions = conditionsOf(frame, row, asked);
  if (!conditions) return [];
  const bound = set.portal === null ? [] : [boundSql(ctx, set.portal, actor('portal_record'))];
  const viewers = table(await holdersOf(ctx, object, asked.record));
  const where = [`shown.id = ${binder.parameter(asked.record, 'uuid')}`, ...conditions, ...bound];
  const { rows } = await runStatement(ctx.db.forWorkspace(ctx.workspace), {
    text:
      `WITH viewer AS MATERIALIZED (${viewers}) SELECT ${id} FROM ${tableOf(ctx.model, object.object)} shown` +
      ` CROSS JOIN viewer WHERE ${where.join(' AND ')}`,
    values: binder.values,
  });
  return rows.map(([user]) => user!);
}
