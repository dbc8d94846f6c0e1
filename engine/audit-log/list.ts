import { AUDIT_KINDS, auditWriterOf, isAuditOp, writeEntries } from '../audit/index.ts';
import type { RequestContext } from '../context.ts';
import { textIn } from '../errors.ts';
import { sealedParts } from '../field-types/index.ts';
import { LIMITS } from '../limits.ts';
import { isEncrypted } from '../model/index.ts';
import type { ModelObject } from '../model/model.ts';
import { portalUsersAmong } from '../people/index.ts';
import { entriesOfShown, isSensitive, leaveReads, titlesOfRecords } from '../records/index.ts';
import { answer, type RouteCall } from '../route.ts';
import { type CsvRow, csvText } from './csv.ts';
import { type AuditEntry, cursorAfter, readAudit } from './entries.ts';
import { assertMayAudit } from './proof.ts';
import { type AuditRequest, readAuditRequest } from './request.ts';

const isAboutUser = (op: string): boolean => isAuditOp(op) && AUDIT_KINDS[op].about === 'user';

/** Who stands in entries as one who did something or to whom it was done, by id: whoever answers for security is told names, not more of anybody. */
async function namesOf(
  ctx: RequestContext,
  entries: readonly AuditEntry[],
): Promise<ReadonlyMap<string, string | null>> {
  const users = entries
    .flatMap(({ op, actor, onBehalf, record }) => [actor, onBehalf, isAboutUser(op) ? record : null])
    .filter((one) => one !== null);
  return titlesOfRecords(ctx, 'user', [...new Set(users)]);
}

const objectOf = ({ model }: RequestContext, { object }: AuditEntry) =>
  object === null ? undefined : model.objectsById.get(object);

/** Leaves that somebody has read sensitive fields here: what records held stands in the entries of their changes. */
function leaveShown(ctx: RequestContext, entries: readonly AuditEntry[]): Promise<void> {
  const shown = entries.flatMap((entry) => {
    const object = objectOf(ctx, entry);
    if (!object || entry.record === null) return [];
    return Object.keys(entry.changes).flatMap((id) => {
      const field = object.fieldsById.get(id);
      return field && isSensitive(field) && !isEncrypted(field)
        ? [{ object, field, records: [entry.record!] }]
        : [];
    });
  });
  return leaveReads(ctx, entriesOfShown(shown));
}

/** A field by the name that it has now. */
function namedField(object: ModelObject | undefined, id: string) {
  const field = object?.fieldsById.get(id);
  return field ? { field: field.name, labels: field.labels } : { field: id };
}

/** Whoever answers for security is told that an encrypted value changed, not what it is. */
const unopened = (kept: unknown): unknown => {
  if (Array.isArray(kept)) return kept.map(unopened);
  return typeof kept === 'string' && sealedParts(kept) ? '••••' : kept;
};

/** What an entry says, with the names that fields have now: of changes by field, of reads which fields. */
function told(ctx: RequestContext, entry: AuditEntry) {
  const object = objectOf(ctx, entry);
  const changes = Object.entries(entry.changes).map(([name, value]) =>
    entry.op === 'read' && name === 'fields'
      ? { field: name, value: (value as string[]).map((id) => namedField(object, id)) }
      : { ...namedField(object, name), value: unopened(value) },
  );
  return { ...entry, object: object?.name ?? entry.object, objectLabels: object?.labels ?? null, changes };
}

/** A page of the audit. */
export async function list(call: RouteCall): Promise<Response> {
  const { ctx, query, headers } = call;
  assertMayAudit(ctx);
  if (headers.get('Accept')?.includes('text/csv')) return csv(call);
  const request = readAuditRequest(ctx.model, query);
  const found = await readAudit(ctx, { ...request, limit: request.limit + 1 });
  const entries = found.slice(0, request.limit);
  const names = await namesOf(ctx, entries);
  await leaveShown(ctx, entries);
  return answer({
    entries: entries.map((entry) => told(ctx, entry)),
    users: Object.fromEntries(names),
    portalUsers: await portalUsersAmong(ctx, [...names.keys()]),
    next: found.length > request.limit ? cursorAfter(entries.at(-1)!) : null,
  });
}

/** What can be asked for, in the words of people. */
export async function kinds({ ctx }: RouteCall): Promise<Response> {
  assertMayAudit(ctx);
  const all = Object.entries(AUDIT_KINDS).map(([name, { about, labels }]) => ({ name, about, labels }));
  return answer({ kinds: all });
}

const labelOf = (op: string, locale: string): string =>
  isAuditOp(op) ? textIn(AUDIT_KINDS[op].labels, locale) : op;

async function csvRows(ctx: RequestContext, entries: readonly AuditEntry[]): Promise<CsvRow[]> {
  const names = await namesOf(ctx, entries);
  await leaveShown(ctx, entries);
  const nameOf = (id: string | null): string => (id === null ? '' : (names.get(id) ?? id));
  return entries.map((entry) => {
    const { id, at, op, record, version, actor, onBehalf } = entry;
    const { object, changes } = told(ctx, entry);
    const values = Object.fromEntries(changes.map(({ field, value }) => [field, value]));
    const who = [nameOf(actor), actor ?? '', nameOf(onBehalf)];
    const what = [labelOf(op, ctx.locale), op, object ?? '', record ?? '', String(version ?? '')];
    return [at, ...who, ...what, JSON.stringify(values), id];
  });
}

/** Pages one behind the other, up to as many entries as a file may have. */
async function* allRows(ctx: RequestContext, request: AuditRequest): AsyncGenerator<CsvRow[]> {
  let cursor = request.cursor;
  for (let rest = LIMITS.auditExport; rest > 0; rest -= LIMITS.pageSize) {
    const limit = Math.min(rest, LIMITS.pageSize);
    const entries = await readAudit(ctx, { ...request, limit, ...(cursor !== undefined && { cursor }) });
    if (entries.length > 0) yield csvRows(ctx, entries);
    if (entries.length < limit) return;
    cursor = cursorAfter(entries.at(-1)!);
  }
}

/** The same as a file. That somebody took it stands in the audit before they have it. */
export async function csv({ ctx, query }: RouteCall): Promise<Response> {
  assertMayAudit(ctx);
  const request = readAuditRequest(ctx.model, query);
  const { limit: _, cursor: __, ...filters } = request;
  await writeEntries(auditWriterOf(ctx), ctx.db.forWorkspace(ctx.workspace), [
    { op: 'export', changes: { what: 'audit', ...filters } },
  ]);
  return new Response(csvText(ctx.locale, allRows(ctx, request)), {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': 'attachment; filename="audit.csv"',
    },
  });
}
