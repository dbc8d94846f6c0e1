import { constraintName, qualified } from '../db/names.ts';
import { columnDefinition } from '../field-types/index.ts';
import { linkTargetOf } from '../model/index.ts';
import type { Model, ModelField, ModelObject, PhysicalColumn } from '../model/model.ts';
import { type Index, indexesOf } from './indexes.ts';

/** A column as it is declared. */
export interface ColumnShape {
  readonly name: string;
  /** what stands behind the name in CREATE TABLE */
  readonly definition: string;
  /** as Postgres' `format_type` says it */
  readonly type: string;
}

/** A foreign key. What becomes of children is decided by records; Postgres only holds the ids together. */
export interface Key {
  readonly name: string;
  readonly column: string;
  readonly target: string;
}

/** A table as the Model wants it. */
export interface TableShape {
  readonly name: string;
  readonly columns: readonly ColumnShape[];
  readonly keys: readonly Key[];
  readonly indexes: readonly Index[];
}

/** Every table of a workspace's objects, by name. */
export type Structure = ReadonlyMap<string, TableShape>;

const column = (name: string, definition: string, type = definition): ColumnShape => ({
  name,
  definition,
  type,
});

const MOMENT = 'timestamp(3) with time zone';

/** The engine's own columns stand first: they are read by every list. */
/** Where a line item stands among those of its parent; the last ones, in the order in which they were made, have none. */
const PLACE = column('place', 'integer');

const SYSTEM_COLUMNS: readonly ColumnShape[] = [
  column('id', 'uuid PRIMARY KEY', 'uuid'),
  column('owner', 'uuid'),
  column('created_at', 'timestamptz(3) NOT NULL', MOMENT),
  column('created_by', 'uuid'),
  column('updated_at', 'timestamptz(3) NOT NULL', MOMENT),
  column('updated_by', 'uuid'),
  column('deleted_at', 'timestamptz(3)', MOMENT),
  column('deletion', 'uuid'),
  column('version', 'integer NOT NULL', 'integer'),
  column('source', 'text COLLATE "C"', 'text'),
];

/** System columns that hold the id of a user. */
const USERS = ['owner', 'created_by', 'updated_by'];

/** `format_type` of a field's column. */
export function typeName({ type, precision }: PhysicalColumn): string {
  if (type === 'timestamptz(3)') return MOMENT;
  return precision ? `${type}(${precision.join(',')})` : type;
}

/** The table of an object in SQL. */
export const tableSql = (model: Model, object: ModelObject): string => qualified(model.schema, object.table);

/** Fields with columns of their own: system fields stand in those of the engine. */
export const columnFields = (object: ModelObject): readonly ModelField[] =>
  [...object.fieldsById.values()].filter(({ system }) => !system);

function keysOf(object: ModelObject, tableOf: (objectName: string) => string | undefined): Key[] {
  const key = (owner: string, name: string, target: string): Key[] => {
    const table = tableOf(target);
    return table === undefined
      ? []
      : [{ name: constraintName('fk', owner, name, table), column: name, target: table }];
  };
  return [
    ...USERS.filter((name) => name !== 'owner' || object.ownership === 'user').flatMap((name) =>
      key(object.id, name, 'user'),
    ),
    ...columnFields(object).flatMap((field) => {
      const target = linkTargetOf(field);
      return target === undefined ? [] : key(field.id, field.columns[0]!.name, target);
    }),
  ];
}

const known = new WeakMap<Model, Structure>();

/** What Postgres must hold for a Model, archived objects and fields included. A pure function of it. */
export function structureOf(model: Model | undefined): Structure {
  if (!model) return new Map();
  const kept = known.get(model);
  if (kept) return kept;
  const structure = makeStructure(model);
  known.set(model, structure);
  return structure;
}

function makeStructure(model: Model): Structure {
  const objects = [...model.objectsById.values()];
  const tables = new Map(objects.map(({ name, table }) => [name, table]));
  const shapes = objects.map((object): TableShape => {
    const columns = columnFields(object).flatMap((field) => field.columns);
    return {
      name: object.table,
      columns: [
        ...SYSTEM_COLUMNS.filter(({ name }) => name !== 'owner' || object.ownership === 'user'),
        ...(object.hasPlaces ? [PLACE] : []),
        ...columns.map((one) => column(one.name, columnDefinition(one), typeName(one))),
      ],
      keys: keysOf(object, (name) => model.objects.get(name)?.table ?? tables.get(name)),
      indexes: indexesOf(object),
    };
  });
  return new Map(shapes.map((shape) => [shape.name, shape]));
}
