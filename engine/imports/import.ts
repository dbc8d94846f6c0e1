import type { RequestContext } from '../context.ts';
import { messageOf, nearest, Problem, type ProblemItem, problemItem } from '../errors.ts';
import { uuidv7 } from '../ids.ts';
import { assertCan, objectAccessOf, type RepeatKey } from '../records/index.ts';
import { type CsvForm, type ImportSource, readForm } from './csv.ts';
import { beginImport, endImport } from './ledger.ts';
import { type FilePlan, mapFile } from './map.ts';
import type { FileOptions, ImportOptions } from './options.ts';
import { inOrder } from './order.ts';
import { countsOf, makeRun, reportOf } from './run.ts';
import { withoutSecrets } from './secrets.ts';
import { takeFiles } from './take.ts';

/** A name of demo data: `demo:<package>@<version>`. */
const DEMO = /^demo:/;

/** The file that options name. */
function sourceOf(
  sources: readonly ImportSource[],
  { file }: FileOptions,
  path: string,
  problems: ProblemItem[],
): ImportSource | undefined {
  const source = sources.find(({ name }) => name === file);
  if (source) return source;
  const names = sources.map(({ name }) => name);
  problems.push(
    problemItem(`${path}/file`, 'import.file', { name: file }, nearest(file.slice(0, 80), names)),
  );
  return undefined;
}

/** Reads files and options together: what each file does, or everything that is wrong. Nothing is written. */
async function planFiles(
  ctx: RequestContext,
  options: ImportOptions,
  sources: readonly ImportSource[],
): Promise<readonly FilePlan[]> {
  const problems: ProblemItem[] = [];
  const forms = new Map<ImportSource, CsvForm>();
  const plans: FilePlan[] = [];
  for (const [index, file] of options.files.entries()) {
    const path = `/files/${index}`;
    const { access, object } = objectAccessOf(ctx, file.object);
    assertCan(object, 'import');
    assertCan(object, 'create');
    if (file.key !== undefined) assertCan(object, 'update');
    const source = sourceOf(sources, file, path, problems);
    if (!source) continue;
    const form = forms.get(source) ?? (await readForm(source));
    forms.set(source, form);
    plans.push(mapFile({ model: ctx.model, access, object }, source, form, file, path, problems));
  }
  for (const source of sources) {
    if (problems.length > 0 || forms.has(source)) continue;
    problems.push(problemItem('/files', 'import.file_left', { name: source.name }));
  }
  if (problems.length > 0) throw new Problem('import.options', {}, problems);
  return plans;
}

const optionsText = (options: ImportOptions): string =>
  JSON.stringify(options, (_, value) => (value instanceof Map ? Object.fromEntries(value) : value));

const failureOf = (error: unknown, id: string) =>
  error instanceof Problem
    ? { code: error.code, message: error.text }
    : { code: 'engine.internal', message: messageOf('engine.internal', { reference: id }) };

/**
 * Imports files: reads all of them, refuses what cannot be understood before anything is written, then
 * takes row by row what the rules allow. Rows that are refused are in the report, with the reason.
 * Returns the id under which the import is remembered; `key` is that of a request which may come again.
 */
export async function runImport(
  given: RequestContext,
  options: ImportOptions,
  sources: readonly ImportSource[],
  key?: RepeatKey,
): Promise<string> {
  const source = DEMO.test(options.name) ? 'seed' : 'import';
  const ctx: RequestContext = { ...given, actor: { ...given.actor, source } };
  const plans = inOrder(await planFiles(ctx, options, sources));
  const id = uuidv7();
  const run = makeRun(ctx, id, options, plans);
  const begun = {
    id,
    name: options.name,
    files: countsOf(run),
    options: optionsText(withoutSecrets(options, plans)),
  };
  await beginImport(ctx, begun, key);
  try {
    await takeFiles(run);
  } catch (error) {
    const report = { ...reportOf(run), failure: failureOf(error, id) };
    await endImport(ctx, id, 'failed', countsOf(run), report);
    throw error;
  }
  await endImport(ctx, id, 'done', countsOf(run), reportOf(run));
  return id;
}
