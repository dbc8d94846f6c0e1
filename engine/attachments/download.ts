import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { RequestContext } from '../context.ts';
import { query } from '../db/connect.ts';
import { qualified } from '../db/names.ts';
import { Problem } from '../errors.ts';
import { fileIdOf, isPicture } from '../field-types/index.ts';
import { attachmentHeader, type FileStore } from '../files/index.ts';
import { isUuid } from '../ids.ts';
import { readRecord } from '../records/index.ts';
import type { RouteCall } from '../route.ts';

interface FileRow {
  readonly object: string;
  readonly field: string;
  readonly record: string | null;
  readonly name: string;
  readonly size: string;
  readonly type: string;
  readonly sha256: string;
  readonly by: string | null;
}

async function findFile({ db, workspace, model }: RequestContext, id: string): Promise<FileRow | undefined> {
  const text = `SELECT object_id AS object, field_id AS field, record, name, size::text, type, sha256, created_by AS by
    FROM ${qualified(model.schema, '_file')} WHERE id = $1::uuid`;
  const { rows } = await query<FileRow>(db.forWorkspace(workspace), { text, values: [id] });
  return rows[0];
}

/**
 * Whether the actor may have a file: who reads the field of its record and finds it there; of one that no record
 * holds yet who has sent it.
 */
async function mayRead(ctx: RequestContext, id: string, file: FileRow): Promise<boolean> {
  if (file.record === null) return file.by !== null && file.by === ctx.actor.userId;
  const object = [...ctx.model.objects.values()].find((one) => one.id === file.object);
  const field = object?.fieldsById.get(file.field);
  if (!object || !field) return false;
  try {
    const record = await readRecord(ctx, object.name, file.record, [field.name]);
    const value = record && JSON.parse(record.text)[field.name];
    return [value].flat().some((one) => fileIdOf(one) === id);
  } catch (error) {
    // an object or a field that one may not know of
    if (error instanceof Problem) return false;
    throw error;
  }
}

/** What a browser may take the bytes for: pictures, of which nothing runs, else bytes to be saved. */
const servedType = (type: string): string => (isPicture(type) ? type : 'application/octet-stream');

/** The bytes of a file, always to be saved and never shown as a page; pictures may stand in one. */
export async function download(
  store: FileStore,
  { ctx, params, headers: asked }: RouteCall,
): Promise<Response> {
  const id = params.id!.toLowerCase();
  const file = isUuid(id) ? await findFile(ctx, id) : undefined;
  if (!file || !(await mayRead(ctx, id, file))) throw new Problem('file.not_found');
  const headers = {
    'Content-Type': servedType(file.type),
    'Content-Disposition': attachmentHeader(file.name),
    'Cache-Control': 'private, no-cache',
    ETag: `"${file.sha256.slice(0, 32)}"`,
  };
  if (asked.get('If-None-Match') === headers.ETag) return new Response(null, { status: 304, headers });
  const bytes = await store.open(ctx.model.schema, id);
  if (!bytes) throw new Problem('file.not_found');
  const body = Readable.toWeb(bytes) as ReadableStream<Uint8Array>;
  return new Response(body as BodyInit, { headers: { ...headers, 'Content-Length': file.size } });
}
