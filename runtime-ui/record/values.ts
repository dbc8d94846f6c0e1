import { fieldOf, fieldsParameter, isRelation } from '../api/model.ts';
import type { Values } from '../api/records.ts';
import type { FormDescription, ObjectMeta, RecordRow } from '../api/types.ts';
import { relationId } from '../values/display.tsx';

/** The fields of a form. */
export const formFields = (description: FormDescription): string[] =>
  Object.keys((description.schema.properties as Readonly<Record<string, unknown>> | undefined) ?? {});

/** Everything of a record that its page and its form show. */
export const everyField = (object: ObjectMeta): string =>
  fieldsParameter(
    object,
    object.fields.filter(({ name }) => name !== 'deleted_at').map(({ name }) => name),
  );

/** A record as the form holds it: relations by id, no value as null. */
export function formValues(object: ObjectMeta, fields: readonly string[], record: RecordRow): Values {
  return Object.fromEntries(
    fields.map((name) => {
      const field = fieldOf(object, name);
      const value = record[name] ?? null;
      return [name, field && isRelation(field) ? (relationId(value) ?? null) : value];
    }),
  );
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** What a form changed. A cleared input is undefined to rjsf and null to the API. */
export function changesOf(before: Values, after: Values): Values {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return Object.fromEntries(
    [...names]
      .filter((name) => !isSame(before[name], after[name]))
      .map((name) => [name, after[name] ?? null]),
  );
}

export interface Conflict {
  readonly field: string;
  readonly mine: unknown;
  readonly theirs: unknown;
}

/** The fields that both I and somebody else changed since `before`, to different values. */
export function conflictsOf(before: Values, mine: Values, theirs: Values): Conflict[] {
  const changedByThem = changesOf(before, theirs);
  return Object.keys(mine)
    .filter((field) => field in changedByThem && !isSame(mine[field], theirs[field]))
    .map((field) => ({ field, mine: mine[field], theirs: theirs[field] ?? null }));
}
