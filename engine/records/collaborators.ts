import { auditWriterOf, entriesSql } from '../audit/index.ts';
import type { RequestContext } from '../context.ts';
import { persistentTransaction } from '../db/connect.ts';
import { Problem, type ProblemItem, problemItem } from '../errors.ts';
import { dayOf } from '../expression/index.ts';
import { fieldType, quoted } from '../field-types/index.ts';
import { isUuid } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import { timeOf } from '../model/index.ts';
import { makeBinder } from './binder.ts';
import { systemTable } from './frame.ts';
import { type NarrowRecord, readNarrow } from './narrow.ts';
import { assertParty, type PartyKind, partyNameSql } from './parties.ts';
import { assertCan, objectAccessOf } from './plan.ts';
import { type Connection, runStatement } from './postgres.ts';

/** How far a member of the team of a record reaches: as far as their roles go in its rows. */
export type TeamRight = 'read' | 'write';

interface Given {
  readonly kind: PartyKind;
  readonly member: unknown;
  readonly right: TeamRight;
  /** the last day, in the workspace's time zone */
  readonly until: string | null;
}

const MEMBERS = ['user', 'team', 'right', 'until'];

/** Reads the body of a PUT, every problem at once. */
function readGiven({ now, model }: RequestContext, body: unknown): Given {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new Problem('record.shape', { given: quoted(body ?? null) });
  const given = body as Readonly<Record<string, unknown>>;
  const problems: ProblemItem[] = Object.keys(given)
    .filter((name) => !MEMBERS.includes(name))
    .map((name) => problemItem(`/${name}`, 'request.parameter', { name, known: MEMBERS.join(', ') }));
  const { user, team, right = 'read', until = null } = given;
  const refuse = (name: string, value: unknown, expected: string) =>
    problems.push(problemItem(`/${name}`, 'request.value', { name, given: quoted(value ?? null), expected }));
  if ((user === undefined) === (team === undefined)) refuse('user', user, 'user | team');
  if (right !== 'read' && right !== 'write') refuse('right', right, 'read | write');
  const day = until === null ? null : fieldType('date')!.normalise(until, undefined as never);
  const today = dayOf(now.toISOString(), timeOf(model).timeZone)!;
  if (day !== null && (typeof day !== 'string' || day < today)) refuse('until', until, `≥ ${today}`);
  if (problems.length > 0) throw new Problem('record.invalid', {}, problems);
  const kind = user === undefined ? 'team' : 'user';
  return { kind, member: given[kind], right: right as TeamRight, until: day as string | null };
}

/** The record as its team is about to change; refused where the actor may not say who is in it. */
async function readTeamed(
  ctx: RequestContext,
  client: Connection,
  objectName: string,
  id: string,
  isLeaving = false,
): Promise<NarrowRecord> {
  const { access, object } = objectAccessOf(ctx, objectName);
  const record = await readNarrow(ctx, client, { access, object, id, names: [], lock: true });
  if (!record) throw new Problem('record.not_found');
  if (isLeaving) return record;
  assertCan(object, 'share');
  if (!record.isIn(object.rows('share'))) throw new Problem('record.forbidden');
  return record;
}

interface Kept {
  readonly kind: PartyKind;
  readonly right: TeamRight;
  readonly until: string | null;
}

async function readKept(
  { model }: RequestContext,
  on: Connection,
  objectId: string,
  record: string,
  member: string,
): Promise<Kept | undefined> {
  const text = `SELECT kind, access, until FROM ${systemTable(model, '_collaborator')} WHERE object_id = $1 AND record_id = $2::uuid AND member = $3::uuid`;
  const { rows } = await runStatement(on, { text, values: [objectId, record, member] });
  const [found] = rows;
  return found && { kind: found[0] as PartyKind, right: found[1] as TeamRight, until: found[2] ?? null };
}

const told = (member: string, kept: Kept | undefined) =>
  kept ? { [kept.kind]: member, right: kept.right, until: kept.until } : null;

/** Puts somebody into the team of a record, or changes for what and until when they are in it. */
export async function putCollaborator(
  ctx: RequestContext,
  objectName: string,
  id: string,
  body: unknown,
): Promise<void> {
  const { access, object } = objectAccessOf(ctx, objectName);
  const { id: objectId } = object.object;
  await persistentTransaction(ctx.db.forWorkspace(ctx.workspace), async (client) => {
    const record = await readTeamed(ctx, client, objectName, id);
    const { kind, member: named, right, until } = readGiven(ctx, body);
    const member = await assertParty(ctx, client, access, { kind, id: named, path: `/${kind}` });
    const before = await readKept(ctx, client, objectId, id, member);
    if (before?.right === right && before.until === until) return;
    const table = systemTable(ctx.model, '_collaborator');
    if (!before) await assertRoom(ctx, client, objectId, id);
    const values: unknown[] = [
      ...[objectId, id, member, kind, right, until],
      ...[ctx.actor.userId, ctx.now.toISOString()],
    ];
    const changes = { collaborators: [told(member, before), told(member, { kind, right, until })] };
    const entry = { op: 'share' as const, object: objectId, record: id, version: record.version, changes };
    const audit = entriesSql(auditWriterOf(ctx), [entry], values);
    const text =
      `WITH audit AS (${audit}) INSERT INTO ${table} (object_id, record_id, member, kind, access, until, added_by, added_at)` +
      ' VALUES ($1, $2::uuid, $3::uuid, $4, $5, $6::date, $7::uuid, $8::timestamptz)' +
      ' ON CONFLICT (object_id, record_id, member) DO UPDATE SET access = $5, until = $6::date';
    await runStatement(client, { text, values });
  });
}

async function assertRoom(
  { model }: RequestContext,
  client: Connection,
  objectId: string,
  id: string,
): Promise<void> {
  const text = `SELECT count(*) FROM ${systemTable(model, '_collaborator')} WHERE object_id = $1 AND record_id = $2::uuid`;
  const { rows } = await runStatement(client, { text, values: [objectId, id] });
  if (Number(rows[0]![0]) >= LIMITS.collaborators)
    throw new Problem('record.team_full', { limit: LIMITS.collaborators });
}

/** Takes somebody out of the team of a record; everybody may leave by themselves. */
export async function removeCollaborator(
  ctx: RequestContext,
  objectName: string,
  id: string,
  member: string,
): Promise<void> {
  if (!isUuid(member)) throw new Problem('record.not_found');
  const { object } = objectAccessOf(ctx, objectName);
  const { id: objectId } = object.object;
  await persistentTransaction(ctx.db.forWorkspace(ctx.workspace), async (client) => {
    const record = await readTeamed(ctx, client, objectName, id, member === ctx.actor.userId);
    const before = await readKept(ctx, client, objectId, id, member);
    if (!before) throw new Problem('record.not_found');
    const values: unknown[] = [objectId, id, member];
    const changes = { collaborators: [told(member, before), null] };
    const entry = { op: 'share' as const, object: objectId, record: id, version: record.version, changes };
    const audit = entriesSql(auditWriterOf(ctx), [entry], values);
    const text = `WITH audit AS (${audit}) DELETE FROM ${systemTable(ctx.model, '_collaborator')} WHERE object_id = $1 AND record_id = $2::uuid AND member = $3::uuid`;
    await runStatement(client, { text, values });
  });
}

/** The team of a record for whoever sees that, and whether they may change it. */
export async function readCollaborators(ctx: RequestContext, objectName: string, id: string) {
  const { access, object } = objectAccessOf(ctx, objectName);
  const on = ctx.db.forWorkspace(ctx.workspace);
  const record = await readNarrow(ctx, on, { access, object, id, names: [] });
  if (!record) throw new Problem('record.not_found');
  const binder = makeBinder(ctx);
  const name = (kind: PartyKind) => partyNameSql(ctx, access, binder, kind, 'c.member');
  const today = dayOf(ctx.now.toISOString(), timeOf(ctx.model).timeZone)!;
  const text =
    `SELECT c.kind, c.member, CASE c.kind WHEN 'user' THEN ${name('user')} ELSE ${name('team')} END, c.access, c.until` +
    ` FROM ${systemTable(ctx.model, '_collaborator')} c WHERE c.object_id = ${binder.parameter(object.object.id, 'text')}` +
    ` AND c.record_id = ${binder.parameter(id, 'uuid')} ORDER BY c.added_at, c.member`;
  const { rows } = await runStatement(on, { text, values: binder.values });
  return {
    collaborators: rows.map(([kind, member, called, right, until]) => ({
      [kind!]: { id: member, name: called },
      right,
      until,
      isOver: until !== null && until! < today,
    })),
    can: { share: record.isIn(object.rows('share')) },
  };
}
