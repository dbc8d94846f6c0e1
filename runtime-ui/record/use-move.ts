import { useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { isProblem, messagesByField } from '../api/problem.ts';
import { updateRecord, type Values } from '../api/records.ts';
import type { FieldMeta, ObjectMeta, RecordRow } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { useSayFailure } from '../shell/failure.ts';
import { useUndoable } from '../shell/undo.tsx';

/** A change that wants more before it is allowed: the form opens with it, and with the reasons. */
export interface Refused {
  readonly id: string;
  readonly preset: Values;
  readonly refusals: Readonly<Record<string, readonly string[]>>;
}

/** Where a record goes: the value of the field, of a stage with its pipeline. */
export interface Destination {
  readonly value: string | null;
  readonly pipeline?: string;
  readonly label: string;
}

export const valuesOf = (field: FieldMeta, to: Destination): Values => ({
  [field.name]: to.value,
  ...(to.pipeline ? { [`${field.name}_pipeline`]: to.pipeline } : {}),
});

/** What a record holds now of the fields that `values` names. */
const heldOf = (record: RecordRow, values: Values): Values =>
  Object.fromEntries(Object.keys(values).map((name) => [name, record[name] ?? null]));

/**
 * Writes a new stage (or group) and offers the way back. Where fields are missing the form asks for them.
 * Resolves to whether it was done.
 */
export function useMove(object: ObjectMeta, onRefused: (refused: Refused) => void) {
  const client = useQueryClient();
  const { message } = App.useApp();
  const { t } = useTexts();
  const say = useUndoable();
  const sayFailure = useSayFailure();
  const fields = new Set(object.fields.map(({ name }) => name));
  const write = async (id: string, values: Values, etag?: string | null) => {
    try {
      return (await updateRecord(object.name, id, values, etag)).etag;
    } finally {
      void client.invalidateQueries({ queryKey: ['records'] });
    }
  };
  return async (
    record: RecordRow,
    field: FieldMeta,
    to: Destination,
    etag?: string | null,
  ): Promise<boolean> => {
    const values = valuesOf(field, to);
    try {
      const moved = await write(record.id, values, etag);
      say(t('stage.moved', { stage: to.label }), async () => {
        await write(record.id, heldOf(record, values), moved);
        return t('stage.movedBack');
      });
      return true;
    } catch (error) {
      const byField = isProblem(error, 422) ? messagesByField(error, fields).byField : {};
      const others = Object.keys(byField).filter((name) => name !== field.name);
      if (others.length > 0) onRefused({ id: record.id, preset: values, refusals: byField });
      else if (byField[field.name]) void message.error(byField[field.name]!.join(' '));
      else sayFailure(error);
      return false;
    }
  };
}
