import type { Database, Workspace } from '../db/connect.ts';
import { Problem, type ProblemItem, problemItem } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import {
  type Alias,
  allUses,
  type CurrentModels,
  changedDocuments,
  type Dependency,
  type Document,
  type Documents,
  documentsOf,
  isSame,
  loadPublished,
  type PhysicalRow,
  type Published,
  pathOf,
  publishedVersion,
  resolveModel,
  resolvePublished,
  toDocuments,
} from '../model/index.ts';
import type { Model, ModelObject } from '../model/model.ts';
import { searchedFields } from '../search/index.ts';
import { nextAliases } from './aliases.ts';
import { type Examined, explain, type Scene } from './changes/index.ts';
import { countReadOnly } from './count.ts';
import { type StructureChange, structureChange } from './ddl.ts';
import { differencesOf } from './differences.ts';
import { refuseEngineParts } from './engine-parts.ts';
import type { Fault } from './fault.ts';
import { keepArchived } from './keep-archived.ts';
import { listIndexes, listIndexSteps, withIndexes } from './list-indexes.ts';
import {
  called,
  examine,
  makePlan,
  type ObjectLabels,
  type Plan,
  readRemedies,
  type Weighed,
  weigh,
} from './plan.ts';
import { rewriteNames } from './rewrite-names.ts';
import { searchTableChange } from './search-tables.ts';
import { trigramsOf } from './server.ts';
import { type ShippedView, shippedViews } from './shipped-views.ts';
import type { StepRunner } from './step-runner.ts';
import { consentSteps, matchSteps, rollupSteps, type StepDraft } from './steps/index.ts';
import { columnFields, structureOf, typeName } from './structure.ts';
import { objectNameOf } from './subjects.ts';

/** What planning and publishing need of the engine. */
export interface PublishParts {
  readonly db: Database;
  readonly workspace: Workspace;
  readonly models: CurrentModels;
  /** does in this process what a publish leaves to be done; without it the caller runs the steps */
  readonly steps?: StepRunner;
  /** default: what the environment of the process asks for */
  readonly fault?: Fault;
}

/** What stands now, in documents and as rows. */
export interface State {
  readonly published: Published;
  /** undefined before the first publish */
  readonly model: Model | undefined;
  readonly views: readonly ShippedView[];
  /** published documents and shipped views together: what a plan compares with */
  readonly documents: Documents;
}

/** The documents as they shall be, all of them; or how they come about from those of now. */
export type Next = Documents | ((current: Documents) => Documents | Promise<Documents>);

/** A publish that is ready to be planned or done. */
export interface Prepared {
  readonly plan: Plan;
  readonly state: State;
  /** without views */
  readonly documents: Documents;
  readonly views: readonly Document[];
  readonly model: Model;
  readonly scene: Scene;
  readonly weighed: readonly Weighed[];
  readonly physical: readonly PhysicalRow[];
  readonly aliases: readonly Alias[];
  readonly dependencies: () => readonly Dependency[];
  readonly structure: StructureChange;
  /** in the order in which they are run: what writes rows before what looks at them */
  readonly steps: readonly StepDraft[];
}

/** What a Model was made of, for as long as it lives: a designer plans after every edit. */
const sources = new WeakMap<Model, Published>();

/** Reads what is published and shipped now. */
export async function readState({ db, workspace, models }: PublishParts): Promise<State> {
  const on = db.direct();
  const version = await publishedVersion(on, workspace);
  if (version === 0) {
    const published = await loadPublished(on, workspace);
    return { published, model: undefined, views: [], documents: published.documents };
  }
  const held = await models.get(workspace);
  const model = held.version === version ? held : await models.refresh(workspace);
  const published = sources.get(model) ?? (await loadPublished(on, workspace));
  // somebody publishes at this very moment
  if (model.version !== version || published.version !== version) throw new Problem('publish.stale');
  sources.set(model, published);
  const views = await shippedViews(on, model);
  const documents = toDocuments([...published.documents.values(), ...views.map(({ document }) => document)]);
  return { published, model, views, documents };
}

function refuseAll(problems: readonly ProblemItem[]): void {
  if (problems.length > 0) throw new Problem('publish.refused', {}, problems);
}

/** Tables that would have more columns than Postgres has room for in their lifetime. */
const tooWide = (model: Model): ProblemItem[] =>
  [...model.objectsById.values()].flatMap((object) => {
    const given = columnFields(object).reduce((sum, { columns }) => sum + columns.length, 0);
    const [limit, path] = [LIMITS.columnsPerTable, pathOf({ kind: 'object', key: object.name })];
    return given <= limit ? [] : [problemItem(path, 'publish.columns', { name: object.name, given, limit })];
  });

/** A row for each table and column that the Model has. */
function physicalRows(model: Model | undefined): ReadonlyMap<string, PhysicalRow> {
  const state = (archived: boolean): PhysicalRow['state'] => (archived ? 'archived' : 'live');
  const rows = [...(model?.objectsById.values() ?? [])].flatMap((object): PhysicalRow[] => {
    const { id, table } = object;
    const columns = columnFields(object).flatMap((field) =>
      field.columns.map((column) => ({
        id: field.id,
        part: column.part,
        table,
        column: column.name,
        type: typeName(column),
        state: state(field.archived),
      })),
    );
    return [{ id, part: '', table, column: null, type: null, state: state(object.archived) }, ...columns];
  });
  return new Map(rows.map((row) => [`${row.id}/${row.part}`, row]));
}

/** The rows that a publish writes: those that are new, and those whose state is another. */
function changedRows(before: Model | undefined, after: Model): PhysicalRow[] {
  const known = physicalRows(before);
  return [...physicalRows(after)].flatMap(([key, row]) => (isSame(known.get(key), row) ? [] : [row]));
}

const isView = ({ kind }: Document): boolean => kind === 'view';

/** Documents without content, which has rows of its own. */
const withoutViews = (documents: Documents): Documents =>
  toDocuments([...documents.values()].filter((document) => !isView(document)));

/** Which document or field names what, by ids. */
function dependenciesIn(documents: Documents): readonly Dependency[] {
  const uses = allUses(documents).filter(({ from, to }) => from !== to);
  return [...new Map(uses.map(({ from, to, how }) => [`${from} ${to} ${how}`, { from, to, how }])).values()];
}

const resolveOptions = (
  { workspace: { name, schema } }: PublishParts,
  { version, physical }: Published,
  aliases: readonly Alias[],
) => ({ version: version + 1, workspace: name, schema, physical, aliases });

/** The documents that `next` comes to: what is archived is kept, what names renamed things follows. */
async function documentsNext(current: Documents, next: Next) {
  const asked = typeof next === 'function' ? await next(current) : next;
  const kept = keepArchived(current, asked);
  const documents = rewriteNames(kept, differencesOf(current, kept));
  return { documents, differences: differencesOf(current, documents) };
}

/** What the next documents are, what they differ in, and what is wrong with that. */
async function compare(parts: PublishParts, state: State, next: Next) {
  const { published, documents: current } = state;
  const { documents, differences } = await documentsNext(current, next);
  if (differences.length === 0 && state.model) {
    return { documents, changes: [], aliases: published.aliases, model: state.model };
  }
  const { changes, problems } = explain(differences);
  const { aliases, problems: taken } = nextAliases(published.aliases, differences, documents);
  const wrong = [...problems, ...refuseEngineParts(differences), ...taken];
  const resolution = resolveModel(documents, resolveOptions(parts, published, aliases));
  refuseAll([...wrong, ...('problems' in resolution ? resolution.problems : [])]);
  const { model } = resolution as { readonly model: Model };
  refuseAll(tooWide(model));
  return { documents, changes, aliases, model };
}

/**
 * The Model that publishing `next` would lead to, for who wants to see it before: what is wrong with it is
 * left out, rows are not looked at.
 */
export async function resolveNext(parts: PublishParts, next: Next): Promise<Model> {
  const { published, documents: current } = await readState(parts);
  const { documents, differences } = await documentsNext(current, next);
  const { aliases } = nextAliases(published.aliases, differences, documents);
  return resolvePublished(documents, resolveOptions(parts, published, aliases));
}

/** What stands in the way of publishing `next`, as far as its documents go. */
export async function problemsOf(parts: PublishParts, next: Next): Promise<readonly ProblemItem[]> {
  try {
    await compare(parts, await readState(parts), next);
    return [];
  } catch (error) {
    if (error instanceof Problem && error.code === 'publish.refused') return error.items;
    throw error;
  }
}

/** Works out what publishing `next` would do, and looks at the rows that it is about. Nothing is changed or locked. */
export async function prepare(parts: PublishParts, next: Next, remedies?: unknown): Promise<Prepared> {
  const { db, workspace } = parts;
  const state = await readState(parts);
  const { documents, changes, aliases, model } = await compare(parts, state, next);
  const scene: Scene = { ...(state.model && { before: state.model }), after: model };
  const weighed = weigh(changes, scene, readRemedies(remedies, changes));
  const examined =
    weighed.length === 0
      ? []
      : await countReadOnly(db.direct(), async (ask) => {
          const answers: Examined[] = [];
          for (const one of weighed) answers.push(await examine(one, scene, ask));
          return answers;
        });
  const trigrams = await trigramsOf(db.direct());
  const before = structureOf(state.model);
  const lists = listIndexes(model, documents.values());
  const structure = structureChange(
    workspace.schema,
    withIndexes(before, lists),
    withIndexes(structureOf(model), lists),
  );
  const searches = searchTableChange(state.model, model, trigrams, writtenObjects(weighed, model));
  const listSteps = await listIndexSteps(db.direct(), workspace.schema, before, lists);
  const { written, removed } = changedDocuments(state.documents, documents);
  const fills = weighed.flatMap(({ steps }, index) =>
    steps.map((step) => ({ ...step, rowsTotal: steps.length === 1 ? examined[index]!.rows : undefined })),
  );
  return {
    plan: makePlan({
      base: state.published.version,
      written,
      removed,
      weighed,
      examined,
      objects: objectLabels(state.documents, documents),
    }),
    state,
    documents: withoutViews(documents),
    views: [...documents.values()].filter(isView),
    model,
    scene,
    weighed,
    physical: changedRows(state.model, model),
    aliases,
    dependencies: () => dependenciesIn(documents),
    structure: {
      locks: [...structure.locks, ...searches.locks],
      statements: [...structure.statements, ...searches.statements],
      steps: structure.steps,
    },
    steps: [
      ...fills,
      ...consentSteps(state.model, model),
      ...matchSteps(state.model, model),
      ...rollupSteps(state.model, model),
      ...searches.steps,
      ...structure.steps,
      ...listSteps,
    ],
  };
}

/** The objects whose records get texts that are searched by what a publish leaves to be done. */
const writtenObjects = (weighed: readonly Weighed[], model: Model): ReadonlySet<ModelObject> =>
  new Set(
    weighed.flatMap(({ steps, explained: { difference } }) => {
      const object = model.objects.get(objectNameOf(difference.subject) ?? '');
      const isWritten =
        steps.length > 0 &&
        object &&
        searchedFields(object).some(({ field }) => field.id === difference.subject.id);
      return isWritten ? [object] : [];
    }),
  );

/** Objects as sentences call them; those that are gone by what they were called. */
function objectLabels(...sets: readonly Documents[]): ObjectLabels {
  const objects = sets.flatMap((documents) => documentsOf(documents, 'object'));
  return new Map(
    objects.map(({ key, body }) => [key, called({ name: key, labels: body['x-object'].labels })]),
  );
}
