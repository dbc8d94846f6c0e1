import { ReadableStream, TextEncoderStream } from 'node:stream/web';
import { accessOf } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { EXPECTED, Problem, problemItem } from '../errors.ts';
import { isStorable, quoted } from '../field-types/index.ts';
import type { FileStore } from '../files/index.ts';
import { uuidv7 } from '../ids.ts';
import { parseJson } from '../json.ts';
import { LIMITS } from '../limits.ts';
import { isRepeatedKey, keptAnswer, repeatKeyOf } from '../records/index.ts';
import { answer, type Route, type RouteCall } from '../route.ts';
import { errorFile } from './error-file.ts';
import { orderImport, planImport } from './import.ts';
import { askToStop, isUnderWay } from './ledger.ts';
import { openTables } from './open-tables.ts';
import { readOptions } from './options.ts';
import { previewImport } from './preview.ts';
import { describeImport, describeImports, importOf } from './report.ts';
import type { ImportRunner } from './runner.ts';
import type { ImportSource } from './tables.ts';
import { orderUndo } from './undo.ts';
import { type Upload, withUpload } from './upload.ts';

/** Where imports are kept, and who does them. */
export interface ImportSite {
  readonly files: FileStore;
  readonly runner: ImportRunner;
}

function parsedOptions(text: string | undefined): unknown {
  if (text === undefined) {
    const params = { name: 'options', given: 'null', expected: 'JSON' };
    throw new Problem('import.options', {}, [problemItem('', 'request.value', params)]);
  }
  return parseJson(text);
}

/** Keeps the tables of an upload for whatever process does the import. */
async function keepTables(
  { files: store }: ImportSite,
  { workspace }: RequestContext,
  tables: readonly ImportSource[],
): Promise<ReadonlyMap<ImportSource, string>> {
  const kept = new Map<ImportSource, string>();
  for (const table of tables) {
    const id = uuidv7();
    await store.receive(workspace.schema, id, table.open(), LIMITS.importSize);
    kept.set(table, id);
  }
  return kept;
}

/** Notes the import of an upload once: who sends it again under the same key is told of the first. */
async function orderOnce(site: ImportSite, call: RouteCall, upload: Upload): Promise<string> {
  const { ctx } = call;
  const { fields, hash } = upload;
  const key = repeatKeyOf({ ...call, body: hash });
  const first = async (): Promise<string | undefined> => {
    const kept = key && (await keptAnswer(ctx, key));
    return kept && JSON.parse(kept.answer).id;
  };
  const known = await first();
  if (known !== undefined) return known;
  const options = readOptions(parsedOptions(fields.get('options')));
  const { tables } = await openTables(upload, options);
  const planned = await planImport(ctx, options, tables);
  const kept = await keepTables(site, ctx, tables);
  try {
    await orderImport(ctx, planned, { key, uploads: kept });
    return planned.id;
  } catch (error) {
    for (const id of kept.values()) await site.files.remove(ctx.workspace.schema, id);
    const meanwhile = isRepeatedKey(error) ? await first() : undefined;
    if (meanwhile === undefined) throw error;
    return meanwhile;
  }
}

/** Nothing is received of who may import nothing. */
function assertMayImport({ model, actor }: RequestContext): void {
  const access = accessOf(model, actor);
  const mayAny = [...model.objects.keys()].some((name) => access.can(name, 'import'));
  if (!mayAny) throw new Problem('import.not_allowed');
}

/** Seconds that somebody wants to wait for the end, by `Prefer: wait=30` (RFC 7240). */
function patienceOf({ headers }: RouteCall): number {
  const wait = /(?:^|[,;\s])wait\s*=\s*"?(\d{1,4})/i.exec(headers.get('Prefer') ?? '')?.[1];
  return Math.min(Number(wait ?? 0), LIMITS.waitSeconds);
}

/** An import as it is by now, or as soon as it has ended where somebody waits for that: 202 while it is under way. */
async function answerOf(call: RouteCall, id: string, ended: number): Promise<Response> {
  const { ctx, request } = call;
  const until = Date.now() + patienceOf(call) * 1_000;
  let known = await importOf(ctx, id);
  for (let pause = 20; isUnderWay(known) && Date.now() < until && !request.signal.aborted; pause *= 1.5) {
    await new Promise((resolve) => setTimeout(resolve, Math.min(pause, 500)));
    known = await importOf(ctx, id);
  }
  const location = `${new URL(request.url).pathname.replace(/\/imports\b.*/, '/imports')}/${id}`;
  const now = { ...ctx, now: new Date(Date.now() + ctx.db.clockOffset()) };
  return answer(await describeImport(now, id), isUnderWay(known) ? 202 : ended, { Location: location });
}

async function importFiles(site: ImportSite, call: RouteCall): Promise<Response> {
  const { ctx, request } = call;
  assertMayImport(ctx);
  const id = await withUpload(request, (upload) => orderOnce(site, call, upload));
  site.runner.wake(ctx.workspace);
  return answerOf(call, id, 201);
}

async function preview({ ctx, request }: RouteCall): Promise<Response> {
  assertMayImport(ctx);
  return withUpload(request, async (upload) =>
    answer(await previewImport(ctx, readOptions(parsedOptions(upload.fields.get('options'))), upload)),
  );
}

async function undo({ runner }: ImportSite, call: RouteCall): Promise<Response> {
  const { ctx, params } = call;
  await orderUndo(ctx, params.id!);
  runner.wake(ctx.workspace);
  return answerOf(call, params.id!, 200);
}

async function cancel({ runner }: ImportSite, call: RouteCall): Promise<Response> {
  const { ctx, params } = call;
  const { id } = await importOf(ctx, params.id!);
  if (!(await askToStop(ctx, id))) throw new Problem('import.ended');
  runner.cancel(id);
  runner.wake(ctx.workspace);
  return answerOf(call, id, 200);
}

async function errors({ ctx, params, query }: RouteCall): Promise<Response> {
  const { id } = await importOf(ctx, params.id!);
  const text = errorFile(ctx, id, query.get('file') ?? undefined);
  const headers = {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': 'attachment; filename="errors.csv"',
  };
  return new Response(ReadableStream.from(text).pipeThrough(new TextEncoderStream()) as BodyInit, {
    headers,
  });
}

/** No import is called by what no text may hold. */
function nameIn(query: URLSearchParams): string | undefined {
  const name = query.get('name') ?? undefined;
  if (name === undefined || isStorable(name)) return name;
  throw new Problem('request.value', { name: 'name', given: quoted(name), expected: EXPECTED.text });
}

const ONE = '/api/imports/:id';

/** Files in, records out; what was refused, and the way back. */
export const routesOf = (site: ImportSite): readonly Route[] => [
  {
    method: 'POST',
    path: '/api/imports',
    reads: 'import',
    answers:
      'counts and refusals of the rows sent; names of records that the caller may read, as nearest matches',
    body: 'own',
    bodySize: LIMITS.importSize,
    handler: (call) => importFiles(site, call),
  },
  {
    method: 'POST',
    path: '/api/imports/preview',
    reads: 'import',
    answers:
      'columns of the files sent with a sample of each; fields that the caller may write, as proposals',
    isQuestion: true,
    body: 'own',
    bodySize: LIMITS.importSize,
    handler: preview,
  },
  {
    method: 'GET',
    path: '/api/imports',
    reads: 'import',
    answers: 'imports of the caller; of everybody with the right over operations',
    handler: async ({ ctx, query }) => answer({ imports: await describeImports(ctx, nameIn(query)) }),
  },
  {
    method: 'GET',
    path: ONE,
    reads: 'import',
    answers: 'an import of the caller, and how far it is; of anybody with the right over operations',
    handler: async ({ ctx, params }) => answer(await describeImport(ctx, params.id!)),
  },
  {
    method: 'GET',
    path: `${ONE}/errors.csv`,
    reads: 'import',
    answers: 'the refused rows as they were sent, with the reason',
    handler: errors,
  },
  {
    method: 'POST',
    path: `${ONE}/cancel`,
    reads: 'import',
    answers: 'an import of the caller that ends before it is done; what is written stays',
    handler: (call) => cancel(site, call),
  },
  {
    method: 'POST',
    path: `${ONE}/undo`,
    reads: 'import',
    answers: 'how many records went or have their values back, and ids of those that stay',
    handler: (call) => undo(site, call),
  },
];
