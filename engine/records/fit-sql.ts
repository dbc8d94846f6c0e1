import type { ActorAttribute } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { constantSql } from '../db/names.ts';
import { toSql } from '../expression/index.ts';
import { timeOf } from '../model/index.ts';
import type { ModelField, PhysicalColumn } from '../model/model.ts';
import { type LookupFilter, POINTING, type Values } from '../rules/index.ts';
import type { Frame, Row } from './frame.ts';
import { childRows, referenceSql } from './reference-sql.ts';
import { asText } from './row.ts';

/** A row and the frame in which it stands. */
interface Standing {
  readonly frame: Frame;
  readonly row: Row;
}

/** The SQL of a relation's filter: bare names are those of the target, `record.` leads to the row that points. */
export function fitSql(
  ctx: RequestContext,
  { filter }: LookupFilter,
  target: Standing,
  pointing: Standing,
  user: (attribute: ActorAttribute) => string,
): string {
  const at = ([first, ...others]: readonly string[]): readonly [Standing, readonly string[]] =>
    first === POINTING ? [pointing, others] : [target, [first!, ...others]];
  return toSql(filter, {
    reference: (path) => {
      if (path[0] === '$user') return user(path[1] as ActorAttribute);
      const [{ frame, row }, inside] = at(path);
      return referenceSql(frame, row, inside);
    },
    children: (path, depth) => {
      const [{ frame, row }, inside] = at(path);
      return childRows(frame, row, inside, depth);
    },
    parameter: constantSql,
    moving: target.frame.moving,
    now: ctx.now,
    ...timeOf(ctx.model),
  });
}

/** What a column would hold of a record that is not written, as text that Postgres casts. */
export function columnText(values: Values, field: ModelField, { part }: PhysicalColumn): string | null {
  const value = values.get(field.name);
  if (value === undefined || value === null) return null;
  const parts = field.type.toRow(value, field);
  // of a stage its further parts are values by themselves
  return asText(part in parts ? parts[part] : values.get(`${field.name}_${part}`));
}
