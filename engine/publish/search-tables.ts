import { indexName, qualified, quote, searchTableName } from '../db/names.ts';
import type { Model, ModelObject } from '../model/model.ts';
import { searchedFields, searchTable } from '../search/index.ts';
import { indexSql, type StructureChange } from './ddl.ts';
import type { Index } from './indexes.ts';
import type { Trigrams } from './server.ts';
import { dropIndexStep, indexStep, type StepDraft, searchStep } from './steps/index.ts';
import type { Structure } from './structure.ts';

/** Texts and how they sound, field by field. */
export const searchColumns = (object: ModelObject): readonly string[] =>
  searchedFields(object).flatMap(({ text, sound }) => [text, sound]);

/**
 * Entries of columns by which the planner guesses how often a piece of text occurs: with the 100 of others it takes one
 * record in a thousand for one in a hundred.
 */
const STATISTICS = 400;

/** Kilobytes of new entries that every search looks through before they are sorted in: of the usual 4,096 it takes 16 ms. */
const PENDING = 256;

/** The one index of a table of searches: it finds a piece of a text in each of its columns by itself. */
export function searchIndex(object: ModelObject, trigrams: Trigrams): Index | undefined {
  const columns = searchColumns(object);
  if (columns.length === 0 || trigrams === undefined) return undefined;
  return {
    name: indexName('ix', object.id, 'search', ...columns),
    unique: false,
    definition: `USING gin (${columns.map((name) => `${quote(name)} ${trigrams}`).join(', ')}) WITH (gin_pending_list_limit = ${PENDING})`,
  };
}

/** Makes the table of searches of an object, or gives it what it lacks. What is not searched any more keeps its column, empty. */
export function makeSearchTable(model: Model, object: ModelObject): readonly string[] {
  const table = searchTable(model, object);
  const columns = searchColumns(object).map(quote);
  if (columns.length === 0) return [];
  return [
    `CREATE TABLE IF NOT EXISTS ${table} (id uuid PRIMARY KEY)`,
    `ALTER TABLE ${table} ${columns.map((name) => `ADD IF NOT EXISTS ${name} text COLLATE "C"`).join(', ')}`,
    `ALTER TABLE ${table} ${columns.map((name) => `ALTER ${name} SET STATISTICS ${STATISTICS}`).join(', ')}`,
  ];
}

/** The tables of searches as a Model wants them, by name. */
export const searchShapes = (model: Model, trigrams: Trigrams): Structure =>
  new Map(
    [...model.objects.values()].flatMap((object) => {
      const index = searchIndex(object, trigrams);
      const name = searchTableName(object.table);
      const columns = searchColumns(object).map((column) => ({
        name: column,
        definition: 'text',
        type: 'text',
      }));
      return columns.length === 0 ? [] : [[name, { name, columns, keys: [], indexes: index ? [index] : [] }]];
    }),
  );

/** Fills the table of an object and then builds its index. */
export function fillSearchTable(model: Model, object: ModelObject, trigrams: Trigrams): readonly StepDraft[] {
  const index = searchIndex(object, trigrams);
  const table = searchTableName(object.table);
  return [
    searchStep(model, object),
    ...(index ? [indexStep(model.schema, index.name, indexSql(model.schema, table, index, true))] : []),
  ];
}

const isSame = (a: readonly string[], b: readonly string[]): boolean => a.join() === b.join();

function changeOf(
  before: ModelObject | undefined,
  after: Model,
  object: ModelObject,
  trigrams: Trigrams,
  isWritten: boolean,
): Pick<StructureChange, 'statements' | 'steps'> {
  const { schema } = after;
  const table = searchTableName(object.table);
  const index = searchIndex(object, trigrams);
  const made = makeSearchTable(after, object);
  if (!before) {
    const { name, definition } = index ?? {};
    return {
      statements: index
        ? [...made, `CREATE INDEX IF NOT EXISTS ${quote(name!)} ON ${qualified(schema, table)} ${definition}`]
        : made,
      steps: [],
    };
  }
  const [was, is] = [searchColumns(before), searchColumns(object)];
  if (isSame(was, is) && !before.archived)
    return { statements: [], steps: isWritten && is.length > 0 ? [searchStep(after, object)] : [] };
  const old = searchIndex(before, trigrams);
  return {
    statements: made,
    steps: [
      ...fillSearchTable(after, object, trigrams),
      ...(old && old.name !== index?.name
        ? [dropIndexStep(schema, old.name, indexSql(schema, table, old, true))]
        : []),
    ],
  };
}

/**
 * What the tables of searches need when one Model follows another. `written` are the objects whose records get values
 * by steps of the publish: their texts are written anew behind these.
 */
export function searchTableChange(
  before: Model | undefined,
  after: Model,
  trigrams: Trigrams,
  written: ReadonlySet<ModelObject>,
): StructureChange {
  const changes = [...after.objects.values()].map((object) => {
    const was = before?.objectsById.get(object.id);
    return {
      was,
      table: searchTableName(object.table),
      ...changeOf(was, after, object, trigrams, written.has(object)),
    };
  });
  return {
    locks: changes
      .filter(({ was, statements }) => statements.length > 0 && was && searchColumns(was).length > 0)
      .map(({ table }) => ({ table, mode: 'ACCESS EXCLUSIVE' as const }))
      .sort((a, b) => (a.table < b.table ? -1 : 1)),
    statements: changes.flatMap(({ statements }) => statements),
    steps: changes.flatMap(({ steps }) => steps),
  };
}
