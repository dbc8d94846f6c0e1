import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { accessOf } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { Problem, textIn } from '../errors.ts';
import { attachmentHeader, type FileStore } from '../files/index.ts';
import { isUuid, uuidv7 } from '../ids.ts';
import type { JobRunner } from '../job-runner.ts';
import { LIMITS } from '../limits.ts';
import { exportFromBody, objectAccessOf, saysSecret } from '../records/index.ts';
import { answer, type Route, type RouteCall } from '../route.ts';
import { exportAtOnce } from './at-once.ts';
import { FORMATS, formatNamed } from './formats/index.ts';
import { countWaiting, endExport, exportsOf, insertExport, type KeptExport } from './ledger.ts';
import { readSchedule } from './schedule.ts';
import { insertSchedule, type KeptSchedule, removeSchedule, schedulesOf } from './schedules.ts';
import { prepareExport } from './write.ts';

const FORMAT_NAMES = FORMATS.map(({ name }) => name);

/** The problem that ended one, in the language of its reader. */
function failureOf(kept: string, locale: string) {
  const { code, text } = JSON.parse(kept);
  return { code, message: textIn(text, locale) };
}

/** An export as the API answers it. */
function described(ctx: RequestContext, one: KeptExport) {
  const { format, values } = JSON.parse(one.request);
  const seconds = one.begun && ((one.done ?? ctx.now).getTime() - one.begun.getTime()) / 1_000;
  const left =
    one.state === 'running' && one.total !== null && one.rows > 0 && seconds !== null
      ? Math.ceil(((one.total - one.rows) * seconds) / one.rows)
      : undefined;
  return {
    id: one.id,
    object: ctx.model.objectsById.get(one.object)?.name ?? null,
    format,
    values,
    state: one.state,
    rows: one.rows,
    total: one.total,
    ...(left !== undefined && { secondsLeft: left }),
    ...(one.cut > 0 && { cut: one.cut }),
    name: one.name,
    ...(one.size !== null && { size: one.size }),
    ...(one.failure !== null && { failure: failureOf(one.failure, ctx.locale) }),
    created_at: one.at.toISOString(),
    ...(one.done && {
      done_at: one.done.toISOString(),
      kept_until: new Date(one.done.getTime() + LIMITS.exportKeptDays * 86_400_000).toISOString(),
    }),
  };
}

/** One of the caller's own. */
async function exportOf({ ctx, params }: RouteCall): Promise<KeptExport> {
  const [one] = isUuid(params.id!) ? await exportsOf(ctx, params.id!.toLowerCase()) : [];
  if (!one) throw new Problem('export.not_found');
  return one;
}

/** What a body asks of a job, with nothing in it that must not be kept. */
function keptAsked(ctx: RequestContext, body: unknown, own: readonly string[]) {
  const asked = exportFromBody(body, FORMAT_NAMES, ['object', ...own]);
  const prepared = prepareExport(ctx, asked.object ?? '', asked);
  const { filter } = asked.request;
  if (filter !== undefined && saysSecret(ctx, prepared.object, filter))
    throw new Problem('export.kept_filter');
  const object = ctx.model.objects.get(prepared.object)!.id;
  return { object, request: JSON.stringify(asked), name: prepared.name };
}

async function begin({ ctx, body, request }: RouteCall, runner: JobRunner): Promise<Response> {
  const asked = keptAsked(ctx, body, []);
  if ((await countWaiting(ctx)) >= LIMITS.exportsWaiting)
    throw new Problem('export.waiting', { limit: LIMITS.exportsWaiting });
  const id = uuidv7();
  const on = ctx.db.forWorkspace(ctx.workspace);
  await insertExport(ctx, on, { id, ...asked, limits: ctx.actor.limits });
  runner.wake(ctx.workspace);
  const [one] = await exportsOf(ctx, id);
  return answer(described(ctx, one!), 202, { Location: `${new URL(request.url).pathname}/${id}` });
}

/** A scheduled export as the API answers it. */
function describedSchedule(ctx: RequestContext, one: KeptSchedule) {
  const { format, values, request } = JSON.parse(one.request);
  return {
    id: one.id,
    object: ctx.model.objectsById.get(one.object)?.name ?? null,
    format,
    values,
    ...(request.filter !== undefined && { filter: request.filter }),
    schedule: JSON.parse(one.schedule),
    next_at: one.next.toISOString(),
  };
}

async function schedule({ ctx, body }: RouteCall): Promise<Response> {
  const asked = keptAsked(ctx, body, ['schedule']);
  const given = readSchedule((body as { schedule?: unknown }).schedule);
  if ((await schedulesOf(ctx)).length >= LIMITS.exportSchedules)
    throw new Problem('export.schedules', { limit: LIMITS.exportSchedules });
  const id = await insertSchedule(ctx, { ...asked, schedule: given });
  const one = (await schedulesOf(ctx)).find((known) => known.id === id)!;
  return answer(describedSchedule(ctx, one), 201);
}

/** The file of one that is done, for whoever asked for it and may still export such records. */
async function file(call: RouteCall, store: FileStore): Promise<Response> {
  const { ctx } = call;
  const one = await exportOf(call);
  if (one.state !== 'done' || one.file === null) throw new Problem('export.not_done');
  const object = ctx.model.objectsById.get(one.object);
  if (!object || !accessOf(ctx.model, ctx.actor).can(object.name, 'export'))
    throw new Problem('export.not_found');
  const bytes = await store.open(ctx.workspace.schema, one.file);
  if (!bytes) throw new Problem('export.not_found');
  const body = Readable.toWeb(bytes) as ReadableStream<Uint8Array>;
  return new Response(body as BodyInit, {
    headers: {
      'Content-Type': formatNamed(JSON.parse(one.request).format)!.mediaType,
      'Content-Length': String(one.size),
      'Content-Disposition': attachmentHeader(one.name),
      'Cache-Control': 'private, no-store',
    },
  });
}

/** Records out: a few in the answer, any number as a job. */
export const routesOf = (store: FileStore, runner: JobRunner): readonly Route[] => [
  {
    method: 'POST',
    path: '/api/records/:object/export',
    reads: 'export',
    answers: `at most ${LIMITS.exportAtOnce} records that the caller may export, as a file`,
    isQuestion: true,
    isForPortal: true,
    handler: ({ ctx, params, body }) => {
      // one that may not be known is answered as if there were none
      objectAccessOf(ctx, params.object!);
      return exportAtOnce(ctx, params.object!, exportFromBody(body, FORMAT_NAMES, []));
    },
  },
  {
    method: 'POST',
    path: '/api/exports',
    reads: 'own',
    answers: 'the job that writes a file of records that the caller may export',
    isForPortal: true,
    handler: (call) => begin(call, runner),
  },
  {
    method: 'GET',
    path: '/api/exports',
    reads: 'own',
    answers: 'the latest exports of the caller, and how far they are',
    isForPortal: true,
    handler: async ({ ctx }) => answer({ exports: (await exportsOf(ctx)).map((one) => described(ctx, one)) }),
  },
  {
    method: 'POST',
    path: '/api/export-schedules',
    reads: 'own',
    answers: 'an export that is written again and again, and when next',
    handler: schedule,
  },
  {
    method: 'GET',
    path: '/api/export-schedules',
    reads: 'own',
    answers: 'the scheduled exports of the caller, the next first',
    handler: async ({ ctx }) =>
      answer({ schedules: (await schedulesOf(ctx)).map((one) => describedSchedule(ctx, one)) }),
  },
  {
    method: 'DELETE',
    path: '/api/export-schedules/:id',
    reads: 'own',
    handler: async ({ ctx, params }) => {
      const isGone = isUuid(params.id!) && (await removeSchedule(ctx, params.id!.toLowerCase()));
      if (!isGone) throw new Problem('export.not_found');
      return new Response(null, { status: 204 });
    },
  },
  {
    method: 'GET',
    path: '/api/exports/:id',
    reads: 'own',
    answers: 'an export of the caller, and how far it is',
    isForPortal: true,
    handler: async (call) => answer(described(call.ctx, await exportOf(call))),
  },
  {
    method: 'GET',
    path: '/api/exports/:id/file',
    reads: 'own',
    answers: 'the file of an export of the caller',
    isForPortal: true,
    handler: (call) => file(call, store),
  },
  {
    method: 'POST',
    path: '/api/exports/:id/cancel',
    reads: 'own',
    answers: 'the export, which is not written any further',
    isForPortal: true,
    handler: async (call) => {
      const { ctx } = call;
      const { id } = await exportOf(call);
      await endExport(ctx, ctx.db.forWorkspace(ctx.workspace), id, { state: 'cancelled' });
      const [one] = await exportsOf(ctx, id);
      return answer(described(ctx, one!));
    },
  },
];
