import { randomUUID } from 'node:crypto';
import type { RequestContext } from '../context.ts';
import { nearest, Problem, type ProblemItem, problemItem } from '../errors.ts';
import { uuidv7 } from '../ids.ts';
import { assertCan, objectAccessOf, type RepeatKey } from '../records/index.ts';
import { takeAll, underLease } from './job.ts';
import type { Lease } from './lease.ts';
import { beginImport } from './ledger.ts';
import { type FilePlan, mapFile } from './map.ts';
import { rememberMapping } from './memory.ts';
import { type FileOptions, type ImportOptions, optionsText } from './options.ts';
import { inOrder } from './order.ts';
import { sealedOptions, withoutSecrets } from './secrets.ts';
import { type ImportSource, readForm, type TableForm } from './tables.ts';

/** A name of demo data: `demo:<package>@<version>`. */
const DEMO = /^demo:/;

/** The file that options name. */
function sourceOf(
  sources: readonly ImportSource[],
  { file, sheet }: FileOptions,
  path: string,
  problems: ProblemItem[],
): ImportSource | undefined {
  const source = sources.find(({ name, asked }) => name === file && asked === sheet);
  if (source) return source;
  const names = sources.map(({ name }) => name);
  problems.push(
    problemItem(`${path}/file`, 'import.file', { name: file }, nearest(file.slice(0, 80), names)),
  );
  return undefined;
}

/** Reads files and options together: what each file does, or everything that is wrong. Nothing is written. */
export async function planFiles(
  ctx: RequestContext,
  options: ImportOptions,
  find: (file: FileOptions, index: number, problems: ProblemItem[]) => ImportSource | undefined,
  formOf: (source: ImportSource) => Promise<TableForm>,
  sources: readonly ImportSource[] = [],
): Promise<readonly FilePlan[]> {
  const problems: ProblemItem[] = [];
  const forms = new Map<ImportSource, TableForm>();
  const plans: FilePlan[] = [];
  for (const [index, file] of options.files.entries()) {
    const path = `/files/${index}`;
    const { access, object } = objectAccessOf(ctx, file.object);
    assertCan(object, 'import');
    const { key, mode = 'upsert' } = file;
    if (mode !== 'update') assertCan(object, 'create');
    if (key !== undefined && (mode === 'upsert' || mode === 'update')) assertCan(object, 'update');
    const source = find(file, index, problems);
    if (!source) continue;
    const form = forms.get(source) ?? (await formOf(source));
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

/** An import that is understood, and is to be done. */
interface Planned {
  readonly id: string;
  /** files in the order in which they are written */
  readonly options: ImportOptions;
  readonly plans: readonly FilePlan[];
}

const withSource = (ctx: RequestContext, { name }: ImportOptions): RequestContext => ({
  ...ctx,
  actor: { ...ctx.actor, source: DEMO.test(name) ? 'seed' : 'import' },
});

/** Understands an import, or says everything that is wrong with it. Nothing is written. */
export async function planImport(
  ctx: RequestContext,
  given: ImportOptions,
  sources: readonly ImportSource[],
): Promise<Planned> {
  const find = (file: FileOptions, index: number, problems: ProblemItem[]) =>
    sourceOf(sources, file, `/files/${index}`, problems);
  const plans = await planFiles(ctx, given, find, readForm, sources);
  const places = new Map(plans.map((plan, index) => [plan, given.files[index]!]));
  const ordered = inOrder(plans);
  const options = { ...given, files: ordered.map((plan) => places.get(plan)!) };
  return { id: uuidv7(), options, plans: ordered };
}

/** What an import is noted with. */
interface Order {
  /** of a request that may come again */
  readonly key?: RepeatKey | undefined;
  /** under which ids the bytes of its files are kept; none where it is done at once */
  readonly uploads?: ReadonlyMap<ImportSource, string>;
  readonly lease?: Lease;
}

/** Notes a planned import, to be done by any process that takes it up. */
export async function orderImport(
  ctx: RequestContext,
  { id, options, plans }: Planned,
  { key, uploads = new Map(), lease }: Order,
): Promise<void> {
  const { actor, locale } = withSource(ctx, options);
  const { limits, source } = actor;
  const open = withoutSecrets(options, plans);
  const begun = {
    id,
    name: options.name,
    isDry: options.isDry,
    files: plans.map(({ source, object: { object }, form, ignored }) => ({
      ...{ object: object.name, name: source.name, form, ignored, upload: uploads.get(source) ?? null },
    })),
    options: optionsText(open),
    secrets: await sealedOptions(ctx, optionsText(options), optionsText(open)),
    terms: { locale, source, ...(limits && { limits }) },
    ...(lease && { lease: lease.token }),
  };
  await beginImport(ctx, begun, key);
  if (DEMO.test(options.name)) return;
  for (const [index, plan] of plans.entries()) await rememberMapping(ctx, plan, options.files[index]!);
}

/**
 * Imports files at once, in this process: reads all of them, refuses what cannot be understood before anything is written, then
 * takes row by row what the rules allow. Rows that are refused are in the report, with the reason.
 * Returns the id under which the import is remembered.
 */
export async function runImport(
  given: RequestContext,
  options: ImportOptions,
  sources: readonly ImportSource[],
): Promise<string> {
  const planned = await planImport(given, options, sources);
  const { id } = planned;
  const lease: Lease = { id, token: randomUUID() };
  await orderImport(given, planned, { lease });
  const ctx = withSource(given, options);
  await underLease(ctx, lease, {}, (stopping) =>
    takeAll(ctx, planned, { lease, stopping, isResumed: false }),
  );
  return id;
}
