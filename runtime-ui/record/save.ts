import { useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { isProblem } from '../api/problem.ts';
import { createRecord, getRecord, updateRecord, type Values } from '../api/records.ts';
import { idempotencyKey } from '../api/request.ts';
import type { ObjectMeta, RecordRow } from '../api/types.ts';
import { sentValues } from '../form/lines.ts';
import { type Conflict, changesOf, conflictsOf } from './changes.ts';
import { everyField, formValues } from './values.ts';

export interface Loaded {
  readonly id: string;
  readonly etag: string | null;
  /** as the form holds it */
  readonly values: Values;
}

export type Saved =
  | { readonly record: RecordRow }
  | { readonly conflicts: readonly Conflict[]; readonly latest: Loaded };

/** Saves what a form changed. Somebody else's change of other fields is no conflict: it is merged. */
export function useSave(object: ObjectMeta, fields: readonly string[]) {
  const client = useQueryClient();
  const attempt = useRef({ body: '', key: '' });
  const finish = async (record: RecordRow): Promise<Saved> => {
    await client.invalidateQueries({ queryKey: ['records'] });
    return { record };
  };

  const create = async (values: Values): Promise<Saved> => {
    const given = sentValues(object, {}, changesOf({}, values));
    const body = JSON.stringify(given);
    if (attempt.current.body !== body) attempt.current = { body, key: idempotencyKey() };
    return finish((await createRecord(object.name, given, attempt.current.key)).data);
  };

  const update = async (loaded: Loaded, changes: Values): Promise<Saved> => {
    try {
      return await finish(
        (await updateRecord(object.name, loaded.id, sentValues(object, loaded.values, changes), loaded.etag))
          .data,
      );
    } catch (error) {
      if (!isProblem(error, 412)) throw error;
    }
    const { data, etag } = await getRecord(object.name, loaded.id, everyField(object));
    const latest: Loaded = { id: loaded.id, etag, values: formValues(object, fields, data) };
    const conflicts = conflictsOf(loaded.values, changes, latest.values);
    return conflicts.length > 0 ? { conflicts, latest } : update(latest, changes);
  };
  return { create, update };
}
