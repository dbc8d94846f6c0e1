import { accessOf } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { EXPECTED, Problem, problemItem } from '../errors.ts';
import { isStorable, quoted } from '../field-types/index.ts';
import { parseJson } from '../json.ts';
import { LIMITS } from '../limits.ts';
import { isRepeatedKey, keptAnswer, repeatKeyOf } from '../records/index.ts';
import { answer, type Route, type RouteCall } from '../route.ts';
import { runImport } from './import.ts';
import { readOptions } from './options.ts';
import { describeImport, describeImports, errorFile } from './report.ts';
import { undoImport } from './undo.ts';
import { type Upload, withUpload } from './upload.ts';

function parsedOptions(text: string | undefined): unknown {
  if (text === undefined) {
    const params = { name: 'options', given: 'null', expected: 'JSON' };
    throw new Problem('import.options', {}, [problemItem('', 'request.value', params)]);
  }
  return parseJson(text);
}

/** Runs the import of an upload once: who sends it again under the same key is told of the first. */
async function importOnce(call: RouteCall, { files, fields, hash }: Upload): Promise<string> {
  const { ctx } = call;
  const key = repeatKeyOf({ ...call, body: hash });
  const first = async (): Promise<string | undefined> => {
    const kept = key && (await keptAnswer(ctx, key));
    return kept && JSON.parse(kept.answer).id;
  };
  const known = await first();
  if (known !== undefined) return known;
  try {
    return await runImport(ctx, readOptions(parsedOptions(fields.get('options'))), files, key);
  } catch (error) {
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

async function importFiles(call: RouteCall): Promise<Response> {
  const { ctx, request } = call;
  assertMayImport(ctx);
  const id = await withUpload(request, (upload) => importOnce(call, upload));
  const location = `${new URL(request.url).pathname}/${id}`;
  return answer(await describeImport(ctx, id), 201, { Location: location });
}

/** No import is called by what no text may hold. */
function nameIn(query: URLSearchParams): string | undefined {
  const name = query.get('name') ?? undefined;
  if (name === undefined || isStorable(name)) return name;
  throw new Problem('request.value', { name: 'name', given: quoted(name), expected: EXPECTED.text });
}

const ONE = '/api/imports/:id';

/** Files in, records out; what was refused, and the way back. */
export const routes: readonly Route[] = [
  {
    method: 'POST',
    path: '/api/imports',
    reads: 'import',
    answers:
      'counts and refusals of the rows sent; names of records that the caller may read, as nearest matches',
    body: 'own',
    bodySize: LIMITS.importSize,
    handler: importFiles,
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
    answers: 'an import of the caller; of anybody with the right over operations',
    handler: async ({ ctx, params }) => answer(await describeImport(ctx, params.id!)),
  },
  {
    method: 'GET',
    path: `${ONE}/errors.csv`,
    reads: 'import',
    answers: 'the refused rows as they were sent, with the reason',
    handler: async ({ ctx, params, query }) => {
      const text = await errorFile(ctx, params.id!, query.get('file') ?? undefined);
      const headers = {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': 'attachment; filename="errors.csv"',
      };
      return new Response(text, { headers });
    },
  },
  {
    method: 'POST',
    path: `${ONE}/undo`,
    reads: 'import',
    answers: 'how many records went, and ids of those that stay',
    handler: async ({ ctx, params }) => {
      await undoImport(ctx, params.id!);
      return answer(await describeImport(ctx, params.id!));
    },
  },
];
