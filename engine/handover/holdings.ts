import { OF_PEOPLE } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { query } from '../db/connect.ts';
import { qualified, quote } from '../db/names.ts';
import { linkTargetOf } from '../model/index.ts';
import type { Model, ModelField, ModelObject } from '../model/model.ts';

/** A field by which records are somebody's: their owner, or a place that somebody has among people. */
export interface Place {
  readonly object: ModelObject;
  readonly field: ModelField;
}

/** How many records are somebody's by a field. */
export interface Holding extends Place {
  readonly count: number;
}

const isPlace = (object: ModelObject, field: ModelField): boolean =>
  field.name === 'owner' ||
  (OF_PEOPLE.some((name) => name === object.name) && !field.system && linkTargetOf(field) === 'user');

/** Every field by which records can be somebody's. */
export const placesOf = (model: Model): readonly Place[] =>
  [...model.objects.values()].flatMap((object) =>
    [...object.fields.values()]
      .filter((field) => isPlace(object, field))
      .map((field): Place => ({ object, field })),
  );

/** SQL of the records that are `$1`'s by a field, as `FROM … t WHERE …`. */
export const heldSql = ({ schema }: Model, { object, field }: Place): string =>
  `FROM ${qualified(schema, object.table)} t WHERE t.${quote(field.columns[0]!.name)} = $1::uuid AND t.deleted_at IS NULL`;

/** What a user holds, most first; what they hold nothing of is left out. */
export async function holdingsOf(ctx: RequestContext, user: string): Promise<readonly Holding[]> {
  const places = placesOf(ctx.model);
  const counts = places.map(
    (place, index) => `SELECT ${index} AS at, count(*)::int AS count ${heldSql(ctx.model, place)}`,
  );
  const { rows } = await query<{ at: number; count: number }>(ctx.db.forReading(ctx.workspace), {
    text: counts.join(' UNION ALL '),
    values: [user],
  });
  return rows
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || a.at - b.at)
    .map(({ at, count }) => ({ ...places[at]!, count }));
}
