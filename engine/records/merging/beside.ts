import { hasConsents, mirrorConsents } from '../../consent/index.ts';
import type { RequestContext } from '../../context.ts';
import { fileIdOf } from '../../field-types/index.ts';
import type { ModelField, ModelObject } from '../../model/model.ts';
import { followConsents } from '../consents.ts';
import { systemTable, tableOf } from '../frame.ts';
import { type Connection, runStatement } from '../postgres.ts';
import type { LedgerKind, LedgerRow } from './ledger.ts';
import type { Together } from './stand-apart.ts';

/** How far and until when somebody was in a team. */
export interface HeldMember {
  readonly access: string;
  readonly until: string | null;
}

const rowOf = (
  kind: LedgerKind,
  { id: objectId }: ModelObject,
  [record, origin]: readonly (string | null)[],
): LedgerRow => ({ kind, objectId, record: record!, field: '', origin: origin!, held: undefined });

/** The files of values that are taken over become the survivor's: a file is of one record. */
export async function moveFiles(
  { model }: RequestContext,
  client: Connection,
  object: ModelObject,
  survivor: string,
  fields: ReadonlyMap<ModelField, string>,
  values: Readonly<Record<string, unknown>>,
): Promise<readonly LedgerRow[]> {
  const ledger: LedgerRow[] = [];
  for (const [field, origin] of fields) {
    if (!field.type.files) continue;
    const ids = [values[field.name]].flat().flatMap((one) => fileIdOf(one) ?? []);
    const text = `UPDATE ${systemTable(model, '_file')} f SET record = $1::uuid WHERE f.id = ANY($2::uuid[]) AND f.record = $3::uuid AND f.field_id = $4 RETURNING f.id`;
    const { rows } = await runStatement(client, { text, values: [survivor, ids, origin, field.id] });
    ledger.push(...rows.map(([id]) => ({ ...rowOf('file', object, [id!, origin]), field: field.id })));
  }
  return ledger;
}

/** Brings what records say of consents to what the ledger of consents has of them by now. */
export async function renewConsents(
  ctx: RequestContext,
  client: Connection,
  object: ModelObject,
  ids: readonly string[],
): Promise<void> {
  if (!hasConsents(object)) return;
  const changed = await mirrorConsents(ctx.model, client, object, ids, ctx.now);
  if (changed.length > 0) await followConsents(ctx, client, new Map([[object, changed]]));
}

/** Moves the team of the others, but for who is in that of the survivor already or owns it, and has what was said of contacting them count. */
export async function moveKept(
  ctx: RequestContext,
  client: Connection,
  { object, survivor, others }: Together,
): Promise<readonly LedgerRow[]> {
  const { model } = ctx;
  const team = systemTable(model, '_collaborator');
  const owner = object.fields.has('owner')
    ? `(SELECT t.owner FROM ${tableOf(model, object)} t WHERE t.id = $2::uuid)`
    : 'NULL::uuid';
  // of one who is in several teams the place that reaches furthest, and for longest
  const members = await runStatement(client, {
    text:
      `WITH m AS (SELECT DISTINCT ON (c.member) c.member, c.record_id, c.access, c.until FROM ${team} c WHERE c.object_id = $1 AND c.record_id = ANY($3::uuid[])` +
      ` AND c.member IS DISTINCT FROM ${owner} AND NOT EXISTS (SELECT FROM ${team} s WHERE s.object_id = $1 AND s.record_id = $2::uuid AND s.member = c.member)` +
      ` ORDER BY c.member, c.access = 'write' DESC, c.until DESC NULLS FIRST, c.record_id),` +
      ` u AS (UPDATE ${team} c SET record_id = $2::uuid FROM m WHERE c.object_id = $1 AND c.record_id = m.record_id AND c.member = m.member)` +
      ' SELECT member, record_id, access, until FROM m',
    values: [object.id, survivor, others],
  });
  await renewConsents(ctx, client, object, [survivor]);
  return members.rows.map((row) => ({
    ...rowOf('team', object, row),
    held: { access: row[2]!, until: row[3] ?? null } satisfies HeldMember,
  }));
}
