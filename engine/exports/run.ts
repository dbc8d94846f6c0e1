import { wholeActor } from '../access/index.ts';
import { auditWriterOf, writeEntries } from '../audit/index.ts';
import type { RequestContext } from '../context.ts';
import { transaction } from '../db/connect.ts';
import { Problem } from '../errors.ts';
import type { FileStore } from '../files/index.ts';
import { uuidv7 } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import type { People } from '../people/index.ts';
import type { AskedExport } from '../records/index.ts';
import { exportEntry } from './entry.ts';
import { endExport, type KeptExport, noteProgress } from './ledger.ts';
import { prepareExport, Unwanted, writeExport } from './write.ts';

/** milliseconds between two notes of how far it is */
const NOTE = 1_000;

/** The context of whoever asked for it, with the rights that they have now. */
async function contextOf(ctx: RequestContext, people: People, one: KeptExport): Promise<RequestContext> {
  const user = await people.users.byId(ctx.workspace, ctx.model, one.actor);
  const actor = user?.active ? await people.userActor(ctx.workspace, ctx.model, one.actor) : undefined;
  if (!actor) throw new Problem('export.no_user');
  const whole = await wholeActor(people, ctx.workspace, ctx.model, actor, ctx.now);
  const limits = one.limits === null ? undefined : JSON.parse(one.limits);
  return { ...ctx, locale: one.locale, actor: { ...whole, ...(limits && { limits }) } };
}

/**
 * Writes one to the end, or until nobody wants it. It is read in one transaction, as the records stand at its beginning:
 * one that was interrupted begins anew.
 */
export async function runExport(
  engine: RequestContext,
  people: People,
  store: FileStore,
  one: KeptExport,
  isStopping: () => boolean,
): Promise<void> {
  const file = uuidv7();
  const { schema } = engine.workspace;
  let noted = 0;
  const onPage = async (rows: number, total: number): Promise<boolean> => {
    if (isStopping()) return false;
    if (Date.now() - noted < NOTE) return true;
    noted = Date.now();
    return noteProgress(engine, one.id, rows, total);
  };
  let broken: unknown;
  /** what breaks on the way is known here: a store says of it that bytes have stopped coming */
  const watched = async function* (bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      yield* bytes;
    } catch (error) {
      broken = error;
      throw error;
    }
  };
  try {
    const ctx = await contextOf(engine, people, one);
    const object = ctx.model.objectsById.get(one.object);
    if (!object) throw new Problem('export.not_found');
    const asked: AskedExport = JSON.parse(one.request);
    const prepared = prepareExport(ctx, object.name, asked);
    let size = 0;
    const written = await writeExport(
      ctx,
      prepared,
      async (bytes, { total }) => {
        if (!(await onPage(0, total))) throw new Unwanted();
        ({ size } = await store.receive(schema, file, watched(bytes), LIMITS.exportSize));
      },
      onPage,
    );
    const isDone = await transaction(ctx.db.forWorkspace(ctx.workspace), async (client) => {
      const ended = await endExport(ctx, client, one.id, { state: 'done', ...written, file, size });
      const entry = exportEntry(ctx, object.name, asked, written.rows);
      if (ended) await writeEntries(auditWriterOf(ctx), client, [entry]);
      return ended;
    });
    if (!isDone) await store.remove(schema, file);
  } catch (error) {
    await store.remove(schema, file);
    await settle(engine, one.id, broken ?? error, isStopping());
  }
}

/** Says why one has ended early; one that the process leaves is begun anew by the next. */
async function settle(ctx: RequestContext, id: string, error: unknown, isStopping: boolean): Promise<void> {
  const on = ctx.db.forWorkspace(ctx.workspace);
  if (error instanceof Unwanted) {
    // cancelled already, unless it is the process that stops
    if (isStopping) await endExport(ctx, on, id, { state: 'waiting' });
    return;
  }
  const { code, text } = error instanceof Problem ? error : new Problem('engine.internal');
  await endExport(ctx, on, id, { state: 'failed', failure: JSON.stringify({ code, text }) });
  if (!(error instanceof Problem)) throw error;
}
