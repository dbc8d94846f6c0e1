import { wholeActor } from '../access/index.ts';
import type { Actor, RequestContext } from '../context.ts';
import type { Workspace } from '../db/connect.ts';
import { Problem } from '../errors.ts';
import type { FileStore } from '../files/index.ts';
import { parseJson } from '../json.ts';
import { engineActor, OPERATOR_ID, type People } from '../people/index.ts';
import { openKept, REPORT_CELL } from '../records/index.ts';
import { planFiles } from './import.ts';
import type { Work } from './job.ts';
import { type ImportTerms, type KnownImport, readOrder } from './ledger.ts';
import { readOptions } from './options.ts';
import type { ImportSource } from './tables.ts';

/** What taking an import up needs of the engine. */
export interface ResumeParts {
  readonly people: People;
  readonly files: FileStore;
  readonly contextFor: (workspace: Workspace, source: string) => Promise<RequestContext>;
}

/** Whoever asked for an import, or for its undoing, with the rights that they have by now. */
async function actorOf(
  people: People,
  engine: RequestContext,
  createdBy: string | null,
  { source, limits }: ImportTerms,
): Promise<Actor> {
  if (createdBy === null) return engineActor(source);
  const { workspace, model, now } = engine;
  const user = await people.users.byId(workspace, model, createdBy);
  if (createdBy === OPERATOR_ID && user) {
    return { ...engineActor(source), userId: user.id, name: user.name };
  }
  const actor = user?.active ? await people.userActor(workspace, model, createdBy) : undefined;
  if (!actor) throw new Problem('import.importer_gone');
  return wholeActor(people, workspace, model, { ...actor, source, ...(limits && { limits }) }, now);
}

/** The context of an import or its undoing, as if whoever asked for that had asked just now. */
export async function contextOf(
  { people, contextFor }: ResumeParts,
  workspace: Workspace,
  { id, createdBy }: KnownImport,
): Promise<RequestContext> {
  const engine = await contextFor(workspace, 'import');
  const { terms } = await readOrder(engine, id);
  const { by = createdBy } = terms;
  const actor = await actorOf(people, engine, by, terms);
  return { ...engine, actor, locale: terms.locale };
}

/** Bytes of a file that were kept for an import. */
async function* keptBytes(store: FileStore, schema: string, id: string | null): AsyncGenerator<Uint8Array> {
  const stream = id === null ? undefined : await store.open(schema, id);
  if (!stream) throw new Problem('import.interrupted');
  yield* stream;
}

/** Understands an import anew, as it was understood when it was asked for, under the model that is published by now. */
export async function workOf(
  { files: store }: Pick<ResumeParts, 'files'>,
  ctx: RequestContext,
  { id, files }: KnownImport,
): Promise<Work> {
  if (files.some(({ upload }) => upload === null)) throw new Problem('import.interrupted');
  const { options: open, secrets } = await readOrder(ctx, id);
  const text = secrets === null ? open : String(await openKept(ctx, REPORT_CELL, secrets));
  const options = readOptions(parseJson(text));
  const { schema } = ctx.workspace;
  const sources = files.map(
    ({ name, upload, form: { sheet } }): ImportSource => ({
      ...{ name, open: () => keptBytes(store, schema, upload) },
      ...(sheet !== undefined && { sheet }),
    }),
  );
  const formOf = async (source: ImportSource) => files[sources.indexOf(source)]!.form;
  const plans = await planFiles(ctx, options, (_, index) => sources[index], formOf);
  return { options, plans };
}
