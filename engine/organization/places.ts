import type { ReachName } from '../context.ts';
import { qualified, quote } from '../db/names.ts';
import { LIMITS } from '../limits.ts';
import { pointingAt } from '../model/index.ts';
import type { Model, ModelObject } from '../model/model.ts';

/** A tree in which people stand, as SQL asks it. */
export interface Places {
  readonly object: ModelObject;
  /** API name of the field that leads upwards */
  readonly parent: string;
  /** by what somebody sees more because others stand below them */
  readonly reach: ReachName;
  readonly table: string;
  /** SQL of the field that leads upwards */
  readonly up: string;
  /** SQL of the users who reach what is below the places `ids`, as a column `id` */
  readonly above: (ids: string) => string;
  /** SQL of the users who stand at the places `ids`, as a column `id` */
  readonly at: (ids: string) => string;
  /** SQL of how many records of an object are of those who stand at the places `ids`; undefined where none can be */
  readonly recordsAt: (object: ModelObject, ids: string) => string | undefined;
}

const columnOf = (object: ModelObject, name: string): string =>
  quote(object.fields.get(name)!.columns[0]!.name);

/** The trees of people, by the object whose records they are made of. */
export const PLACES = ['department', 'territory', 'user'] as const;
export type PlaceObject = (typeof PLACES)[number];

/** Undefined where the workspace has no such object of the engine. */
export function placesOf(model: Model, name: PlaceObject): Places | undefined {
  const object = model.objects.get(name);
  const users = model.objects.get('user')!;
  if (!object?.system) return undefined;
  const tableOf = (one: ModelObject): string => qualified(model.schema, one.table);
  const parent = name === 'user' ? 'manager' : 'parent';
  const frame = { object, parent, table: tableOf(object), up: columnOf(object, parent) };
  const countOf = (one: ModelObject, condition: string): string =>
    `SELECT count(*)::int AS count FROM ${tableOf(one)} t WHERE t.deleted_at IS NULL AND ${condition}`;
  const owned = (people: (ids: string) => string) => (one: ModelObject, ids: string) =>
    one.system || one.ownership === 'none'
      ? undefined
      : countOf(one, `t.${columnOf(one, 'owner')} IN (SELECT w.id FROM (${people(ids)}) w)`);
  if (name === 'user') {
    const at = (ids: string) => `SELECT x.id FROM ${frame.table} x WHERE x.id = ANY(${ids})`;
    return { ...frame, reach: 'reporting_line', above: at, at, recordsAt: owned(at) };
  }
  const led = (ids: string) =>
    `SELECT x.${columnOf(object, 'manager')} AS id FROM ${frame.table} x WHERE x.id = ANY(${ids}) AND x.${columnOf(object, 'active')} IS NOT FALSE`;
  if (name === 'department') {
    const at = (ids: string) =>
      `SELECT x.id FROM ${tableOf(users)} x WHERE x.${columnOf(users, 'department')} = ANY(${ids}) AND x.deleted_at IS NULL`;
    const above = (ids: string) => `${at(ids)} UNION ${led(ids)}`;
    return { ...frame, reach: 'department_and_below', above, at, recordsAt: owned(at) };
  }
  const link = model.objects.get('territory_member');
  if (!link?.system) return undefined;
  const at = (ids: string) =>
    `SELECT DISTINCT x.${columnOf(link, 'member')} AS id FROM ${tableOf(link)} x WHERE x.${columnOf(link, 'territory')} = ANY(${ids}) AND x.deleted_at IS NULL`;
  const recordsAt = (one: ModelObject, ids: string) => {
    const field = one.system ? undefined : pointingAt(one, 'territory');
    return field && countOf(one, `t.${quote(field.columns[0]!.name)} = ANY(${ids})`);
  };
  return { ...frame, reach: 'territory', above: (ids) => `${at(ids)} UNION ${led(ids)}`, at, recordsAt };
}

/** SQL of a place `$n` and all below it. */
export const belowSql = ({ table, up }: Places, id: string): string =>
  `WITH RECURSIVE d(id) AS (SELECT ${id}::uuid UNION SELECT c.id FROM ${table} c JOIN d ON c.${up} = d.id WHERE c.deleted_at IS NULL) SELECT d.id FROM d`;

/** SQL of a place `$n` and all above it. */
export const upSql = ({ table, up }: Places, id: string): string =>
  `WITH RECURSIVE u(id, n) AS (SELECT ${id}::uuid, 1 UNION SELECT c.${up}, u.n + 1 FROM ${table} c JOIN u ON c.id = u.id WHERE c.${up} IS NOT NULL AND u.n < ${LIMITS.treeDepth}) SELECT u.id FROM u WHERE u.id IS NOT NULL`;
