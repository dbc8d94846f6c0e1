import {
  type Access,
  accessOf,
  canAssignIn,
  isKnownField,
  isNewIn,
  type ObjectAccess,
  type RowScopes,
} from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { quote } from '../db/names.ts';
import type { WireValue } from '../field-types/index.ts';
import { isEncrypted } from '../model/index.ts';
import type { ModelLines } from '../model/model.ts';
import type { FieldRights, Situation, Values } from '../rules/index.ts';
import { makeBinder } from './binder.ts';
import { ENGINE } from './engine-rights.ts';
import { type Frame, systemTable, tableOf } from './frame.ts';
import { makeFrame } from './make-frame.ts';
import { linkTargetsOf, type Member, membersOf } from './members.ts';
import type { OutputValue } from './output.ts';
import { type Plan, remembered } from './plan.ts';
import { type Connection, runStatement, statementName } from './postgres.ts';
import { writerOf } from './read.ts';
import { allSealed } from './secrets.ts';
import { objectNameSql, wireSql } from './value-sql.ts';
import { rawColumns } from './writer.ts';

/** A record as a write needs it: what the touched fields held, and which rights the row gives. */
export interface NarrowRecord {
  readonly version: number;
  readonly values: Values;
  /** whether the record lies in these scopes of the actor */
  isIn(scopes: RowScopes): boolean;
  /** false when another model version was published since the request began */
  readonly isCurrent: boolean;
}

/** The rights over the fields of one record, or of a record about to be made. */
export function fieldRights(
  object: ObjectAccess,
  action: 'create' | 'update',
  isIn: (scopes: RowScopes) => boolean,
): FieldRights {
  return {
    isKnown: ({ name }) => isKnownField(object, name),
    canWrite: (field) => isIn(object.writableRows(field.name, action)),
    told: object.told,
    canAssign: canAssignIn(object.rows('create')),
    canTransfer: isIn(object.rows('transfer')),
  };
}

/**
 * The rights over the fields of a record about to be made: it lies in its maker's own scopes if it will be theirs.
 * Whoever may make none for others is told that of the owner alone.
 */
export function newRecordRights(
  { actor }: RequestContext,
  object: ObjectAccess,
  values: unknown,
): FieldRights {
  const given = object.object.fields.has('owner') ? Object(values).owner : undefined;
  const isGiven = given !== undefined && String(given).trim().toLowerCase() !== actor.userId;
  const isOwn = !isGiven || !canAssignIn(object.rows('create'));
  return fieldRights(object, 'create', (scopes) => isNewIn(scopes, isOwn));
}

/** What rules judge: a body, what it is about, and who sends it. */
export function situationOf(
  { model, actor, now }: RequestContext,
  { object }: ObjectAccess,
  rights: FieldRights,
  body: Pick<Situation, 'given' | 'path' | 'before'>,
): Situation {
  const { userId: id, name, email, department = null, manager = null, roles } = actor;
  const { departments = [], teams = [], territories = [] } = actor;
  const { portal } = actor;
  const user = {
    ...{ id, name, email, department, departments, manager, roles, teams, territories },
    portal_record: portal?.id ?? null,
  };
  return { model, object, user, ...(portal && { portal }), rights, now, ...body };
}

const scopesOf = new WeakMap<ObjectAccess, readonly RowScopes[]>();

/** The scopes that may decide over a write of the object, each once. */
function decidingScopes(object: ObjectAccess): readonly RowScopes[] {
  let scopes = scopesOf.get(object);
  if (!scopes) {
    const fields = [...object.object.fields.keys()];
    const all = [
      object.rows('update'),
      object.rows('delete'),
      object.rows('restore'),
      object.rows('purge'),
      object.rows('transfer'),
      object.rows('share'),
      object.rows('claim'),
      object.rows('merge'),
      ...fields.map((name) => object.writableRows(name, 'update')),
      ...(['delete', 'restore'] as const).flatMap((action) => object.doing?.({ action }) ?? []),
      ...fields.flatMap((field) => object.doing?.({ action: 'update', field }) ?? []),
    ];
    scopes = [...new Map(all.map((one) => [one.join(), one])).values()].filter((one) => one.length > 0);
    scopesOf.set(object, scopes);
  }
  return scopes;
}

/** A value as it stands in its row. */
function storedWire(frame: Frame, { field }: Member): string {
  const source = (part: string): string => {
    const sql = frame.column(frame.row, field.columns.find((column) => column.part === part)!.name);
    return field.objects && part !== '' ? objectNameSql(field.objects, sql) : sql;
  };
  return field.type.wire(source, field);
}

/** Whether a record has line items or links: one of them stands for all. */
function heldLine({ model }: Frame, { object, via }: ModelLines): string {
  const child = model.objects.get(object)!;
  const link = quote(child.fields.get(via)!.columns[0]!.name);
  return `ARRAY(SELECT l.id FROM ${tableOf(model, child)} l WHERE l.${link} = t.id AND l.deleted_at IS NULL LIMIT 1)`;
}

/** The stored values of these members, read with the engine's rights: rules judge by them, no message quotes them. */
export function storedValues(frame: Frame, object: ObjectAccess, names: readonly string[]): OutputValue[] {
  const members = membersOf(object);
  return names.map((name) => {
    const lines = object.object.fields.get(name)?.lines;
    if (lines) return { name, sql: heldLine(frame, lines), isList: true };
    const member = members.get(name)!;
    // a relation is compared as it is stored, also while it reads as null; so is what is sealed
    const isBare = linkTargetsOf(member.field).length > 0 || isEncrypted(member.field);
    const sql = isBare ? storedWire(frame, member) : wireSql(frame, frame.row, member);
    return { name, sql, isList: member.type.kind === 'list' };
  });
}

function makeNarrowPlan(
  ctx: RequestContext,
  access: Access,
  object: ObjectAccess,
  names: readonly string[],
  scopes: readonly RowScopes[],
  isDeleted: boolean,
  lock: boolean,
): Plan {
  const binder = makeBinder(ctx);
  binder.seal();
  const id = binder.source(({ id: given }) => given, 'uuid');
  const row = { access: object, alias: 't' };
  const frame = makeFrame(ctx.model, access, row, binder);
  const whole = accessOf(ctx.model, ENGINE);
  const full = whole.object(object.object.name)!;
  const engineFrame = makeFrame(ctx.model, whole, { access: full, alias: 't' }, binder, { canJoin: false });
  const output = storedValues(engineFrame, full, names);
  const version = binder.source(({ ctx: now }) => now.model.version, 'int');
  const columns = [
    ...rawColumns(output),
    ...scopes.map((one) => frame.scope(row, one) ?? 'true'),
    't.version',
    `(SELECT v FROM ${systemTable(ctx.model, '_meta_current')}) = ${version}`,
  ];
  const conditions = [`t.id = ${id}`, ...frame.live(row, isDeleted)];
  const text = `SELECT ${columns.join(', ')} FROM ${tableOf(ctx.model, object.object)} t WHERE ${conditions.join(' AND ')}${lock ? ' FOR NO KEY UPDATE OF t' : ''}`;
  return { text, sources: binder.sources, form: 'raw', output, shown: [], asked: [], keys: 0, cache: {} };
}

export interface NarrowRead {
  readonly access: Access;
  readonly object: ObjectAccess;
  readonly id: string;
  /** members to read, by name */
  readonly names: readonly string[];
  readonly isDeleted?: boolean;
  readonly lock?: boolean;
}

/** Reads a record that the actor may see; undefined where there is none. */
export async function readNarrow(
  ctx: RequestContext,
  on: Connection,
  { access, object, id, names, isDeleted = false, lock = false }: NarrowRead,
): Promise<NarrowRecord | undefined> {
  const scopes = decidingScopes(object);
  const shape = ['narrow', object.object.name, access.key, names.join(), isDeleted, lock].join('\n');
  const plan = remembered(ctx.model, shape, () =>
    makeNarrowPlan(ctx, access, object, names, scopes, isDeleted, lock),
  );
  const result = await runStatement(on, {
    name: statementName(plan.text),
    text: plan.text,
    values: plan.sources.map((source) => source({ ctx, limit: 1, offset: 0, id })),
  });
  const row = result.rows[0];
  if (!row) return undefined;
  const record: Record<string, WireValue> = JSON.parse(writerOf(plan, result.oids)(row));
  const held = new Map(scopes.map((one, index) => [one.join(), row[names.length + index] === 't']));
  return {
    version: Number(row.at(-2)),
    values: new Map(Object.entries(allSealed(ctx, object.object, record))),
    isIn: (asked) => asked.length > 0 && (held.get(asked.join()) ?? false),
    isCurrent: row.at(-1) === 't',
  };
}
