import { useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { isProblem, messagesByField } from '../api/problem.ts';
import { updateRecord, type Values } from '../api/records.ts';
import type { FieldMeta, ObjectMeta, RecordRow } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { useSayFailure } from '../shell/failure.ts';
import { useUndoable } from '../shell/undo.tsx';

/** A move that wants more before it is allowed: a small form asks for what its reasons stand at. */
export interface Refused {
  readonly id: string;
  readonly preset: Values;
  readonly refusals: Readonly<Record<string, readonly string[]>>;
  /** where the record goes, for people */
  readonly label: string;
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
export const heldOf = (record: Values, values: Values): Values =>
  Object.fromEntries(Object.keys(values).map((name) => [name, record[name] ?? null]));

/** Says that a record was moved, and offers the way back. */
export function useSayMoved(object: ObjectMeta) {
  const client = useQueryClient();
  const { t } = useTexts();
  const say = useUndoable();
  return (id: string, label: string, back: Values, etag: string | null): void =>
    say(t('stage.moved', { stage: label }), async () => {
      try {
        await updateRecord(object.name, id, back, etag);
      } finally {
        void client.invalidateQueries({ queryKey: ['records'] });
      }
      return t('stage.movedBack');
    });
}

/**
 * Writes a new stage (or group) and offers the way back. What a move is refused for is said; where it is
 * said of fields that one may fill in, they are asked for. Resolves to whether it was done.
 */
export function useMove(object: ObjectMeta, onRefused: (refused: Refused) => void) {
  const client = useQueryClient();
  const { message } = App.useApp();
  const sayMoved = useSayMoved(object);
  const sayFailure = useSayFailure();
  const fields = new Set(object.fields.map(({ name }) => name));
  const isWritable = (name: string) => object.fields.some((one) => one.name === name && one.can === 'write');
  return async (
    record: RecordRow,
    field: FieldMeta,
    to: Destination,
    etag?: string | null,
  ): Promise<boolean> => {
    const preset = valuesOf(field, to);
    try {
      const moved = await updateRecord(object.name, record.id, preset, etag);
      sayMoved(record.id, to.label, heldOf(record, preset), moved.etag);
      return true;
    } catch (error) {
      if (!isProblem(error, 422)) {
        sayFailure(error);
        return false;
      }
      const { byField, general } = messagesByField(error, fields);
      const asked = Object.entries(byField).filter(([name]) => name !== field.name && isWritable(name));
      const others = Object.entries(byField).filter((one) => !asked.some(([name]) => name === one[0]));
      const said = [...general, ...others.flatMap(([, texts]) => texts)];
      if (said.length > 0) void message.error(said.join(' '));
      if (asked.length > 0) {
        onRefused({ id: record.id, preset, refusals: Object.fromEntries(asked), label: to.label });
      } else if (said.length === 0) sayFailure(error);
      return false;
    } finally {
      void client.invalidateQueries({ queryKey: ['records'] });
    }
  };
}
