import { accessOf } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { query } from '../db/connect.ts';
import { qualified } from '../db/names.ts';
import { Problem } from '../errors.ts';
import { type FileValue, mostBytes, quoted, refusalOf } from '../field-types/index.ts';
import { type FileStore, fileName, mediaTypeOf, type Received } from '../files/index.ts';
import { uuidv7 } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import type { ModelField, ModelObject } from '../model/model.ts';
import { answer, type RouteCall } from '../route.ts';

interface Place {
  readonly object: ModelObject;
  readonly field: ModelField;
}

/** The field for which a file is sent: one that holds files and that the actor may fill in some record. */
function placeOf({ model, actor }: RequestContext, asked: URLSearchParams): Place {
  const [object, field] = [asked.get('object') ?? '', asked.get('field') ?? ''];
  const access = accessOf(model, actor).object(object);
  const found = access?.object.fields.get(access.object.aliases.get(field) ?? field);
  const mayFill =
    found !== undefined &&
    (['create', 'update'] as const).some(
      (action) => access!.can(action) && access!.writableRows(found.name, action).length > 0,
    );
  if (!found?.type.files || !mayFill)
    throw new Problem('file.field', { object: quoted(object), field: quoted(field) });
  return { object: access!.object, field: found };
}

/** Nobody fills the disk with files that no record will hold. */
async function assertRoom({ db, workspace, model, actor, now }: RequestContext): Promise<void> {
  const text = `SELECT count(*)::int AS waiting FROM ${qualified(model.schema, '_file')}
    WHERE left_at > $2::timestamptz AND record IS NULL AND created_by IS NOT DISTINCT FROM $1::uuid`;
  const since = new Date(now.getTime() - LIMITS.fileWaitHours * 3_600_000);
  const values = [actor.userId, since.toISOString()];
  const { rows } = await query<{ waiting: number }>(db.forWorkspace(workspace), { text, values });
  if (rows[0]!.waiting >= LIMITS.filesWaiting)
    throw new Problem('file.waiting', { limit: LIMITS.filesWaiting });
}

async function keep(
  { db, workspace, model, actor, now }: RequestContext,
  { object, field }: Place,
  { id, name, size, type }: FileValue,
  { sha256 }: Received,
): Promise<void> {
  const at = now.toISOString();
  const text = `INSERT INTO ${qualified(model.schema, '_file')}
    (id, object_id, field_id, name, size, type, sha256, created_by, created_at, left_at)
    VALUES ($1::uuid, $2, $3, $4, $5, $6, $7, $8::uuid, $9::timestamptz, $9::timestamptz)`;
  const values = [id, object.id, field.id, name, size, type, sha256, actor.userId, at];
  await query(db.forWorkspace(workspace), { text, values });
}

/** What is wrong with a file as its content is; its declared type is not asked. */
function assertTaken({ field }: Place, file: FileValue): void {
  const accepted = field.type.files!.accepts ?? field.settings.accept;
  const refused = refusalOf(field, accepted, file);
  if (!refused) return;
  const { code, problem } = refused;
  throw new Problem('file.refused', {}, [{ path: '', code, message: problem }]);
}

const isMultipart = (headers: Headers): boolean => /^multipart\//i.test(headers.get('Content-Type') ?? '');

/**
 * Takes the bytes of one file as the body: they go to the disk as they come. The answer is what a write of the
 * record names it by; until then the file is its sender's alone.
 */
export async function upload(store: FileStore, { ctx, query: asked, request }: RouteCall): Promise<Response> {
  const place = placeOf(ctx, asked);
  if (isMultipart(request.headers)) {
    throw new Problem('request.media_type', { expected: 'application/octet-stream' });
  }
  const limit = mostBytes(place.field);
  if (Number(request.headers.get('Content-Length') ?? 0) > limit)
    throw new Problem('request.too_large', { limit });
  await assertRoom(ctx);
  const id = uuidv7();
  const { schema } = ctx.model;
  const received = await receive(store, schema, id, request.body, limit);
  try {
    const name = fileName(asked.get('name'));
    const file = { id, name, size: received.size, type: mediaTypeOf(received.head, name) };
    assertTaken(place, file);
    await keep(ctx, place, file, received);
    return answer(file, 201, { Location: `${new URL(request.url).pathname}/${id}` });
  } catch (error) {
    await forget(ctx, store, id);
    throw error;
  }
}

/**
 * Neither row nor bytes stay of an upload that failed. Whether the row was written a lost connection does not say;
 * while there is no database both wait for the sweep, so that no row is ever without its bytes.
 */
async function forget({ db, workspace, model }: RequestContext, store: FileStore, id: string): Promise<void> {
  const text = `DELETE FROM ${qualified(model.schema, '_file')} WHERE id = $1::uuid AND record IS NULL`;
  await query(db.forWorkspace(workspace), { text, values: [id] })
    .then(() => store.remove(model.schema, id))
    .catch(() => {});
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

/**
 * Brings a body to the disk. Where that does not take it, the rest is read all the same: who is still sending when
 * the answer comes and the connection ends never reads why.
 */
async function receive(
  store: FileStore,
  schema: string,
  id: string,
  body: Request['body'],
  limit: number,
): Promise<Received> {
  if (!body) return store.receive(schema, id, nothing(), limit);
  try {
    return await store.receive(schema, id, keptOpen(body), limit);
  } catch (error) {
    if (!(error instanceof Problem && error.code === 'request.too_large')) await readRest(body, limit);
    throw error;
  }
}

/** What was not read can still be read; nothing is held until somebody begins. */
async function* keptOpen(body: NonNullable<Request['body']>): AsyncGenerator<Uint8Array> {
  yield* body.values({ preventCancel: true });
}

async function readRest(body: NonNullable<Request['body']>, limit: number): Promise<void> {
  let size = 0;
  try {
    for await (const chunk of body.values()) {
      size += chunk.byteLength;
      if (size > limit) return;
    }
  } catch {
    // the sender is gone, or was before
  }
}
