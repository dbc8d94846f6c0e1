import { indexName, quote, singletonIndexName, uniqueIndexName } from '../db/names.ts';
import type { ModelField, ModelObject } from '../model/model.ts';
import { holdsValue } from './rows.ts';

/** An index as the Model wants it. */
export interface Index {
  readonly name: string;
  readonly unique: boolean;
  /** what stands behind the table in CREATE INDEX */
  readonly definition: string;
}

/** SQL of what a unique index compares: spelling, width and surrounding space do not count. */
export function uniqueKeySql({ type, columns }: ModelField): string {
  const source = (part: string): string => quote(columns.find((column) => column.part === part)!.name);
  return type.uniqueKey?.(source) ?? source('');
}

const LIVE = '"deleted_at" IS NULL';

function fieldIndexes(field: ModelField): Index[] {
  const [column] = field.columns;
  if (field.system || !column) return [];
  const name = quote(column.name);
  const indexes: Index[] = [];
  // a unique index serves as well whoever asks for a value by what it is unique by
  if (field.type.indexed && !(field.unique && field.type.uniqueKey)) {
    // with the id, so that a list of children comes in the default order; binned rows too, for the foreign key
    const isList = field.type.kind === 'list';
    indexes.push({
      name: indexName('ix', field.id, 'value'),
      unique: false,
      definition: isList
        ? `USING gin (${name})`
        : `(${field.type.uniqueKey ? `(${uniqueKeySql(field)})` : name}, "id")`,
    });
  }
  if (field.type.latestFirst) {
    indexes.push({
      name: indexName('ix', field.id, 'latest'),
      unique: false,
      definition: `(${name} DESC NULLS LAST, "id" DESC) WHERE ${LIVE}`,
    });
  }
  if (field.unique) {
    indexes.push({
      name: indexName('uq', field.id, uniqueKeySql(field)),
      unique: true,
      definition: `((${uniqueKeySql(field)})) WHERE ${LIVE}`,
    });
  }
  return indexes;
}

/**
 * The indexes of an object's table besides its primary key, which serves the default order: newest first.
 * Those of archived fields stay, so that restoring is a matter of documents.
 */
export function indexesOf(object: ModelObject): readonly Index[] {
  const own: Index[] =
    object.ownership === 'user'
      ? [
          {
            name: indexName('ix', object.id, 'owner'),
            unique: false,
            definition: `("owner", "id") WHERE ${LIVE}`,
          },
        ]
      : [];
  const bin: Index = {
    name: indexName('ix', object.id, 'deletion'),
    unique: false,
    definition: '("deletion", "id") WHERE "deleted_at" IS NOT NULL',
  };
  const single: Index[] =
    object.capabilities.singleton === true
      ? [{ name: singletonIndexName(object.id), unique: true, definition: `((true)) WHERE ${LIVE}` }]
      : [];
  const together = object.unique.map((names): Index => {
    const of = names.map((name) => object.fields.get(name)!);
    const filled = of.map((field) => holdsValue(field)).join(' AND ');
    return {
      name: uniqueIndexName(
        object.id,
        of.map(({ id }) => id),
      ),
      unique: true,
      definition: `(${of.map((field) => `(${uniqueKeySql(field)})`).join(', ')}) WHERE ${LIVE} AND ${filled}`,
    };
  });
  const fields = [...object.fieldsById.values()];
  return [...own, bin, ...single, ...together, ...fields.flatMap(fieldIndexes)];
}
