import { Modal } from 'antd';
import { use, useId, useMemo, useRef, useState } from 'react';
import { isRelation } from '../../api/model.ts';
import type { Values } from '../../api/records.ts';
import type { FieldMeta, FormDescription, ObjectMeta, RecordRow } from '../../api/types.ts';
import { useTexts } from '../../i18n/index.ts';
import { useSaveShortcut } from '../../shell/shortcuts.ts';
import { relationId } from '../../values/relations.ts';
import { cutTo } from '../cut-to.ts';
import { FillingContext } from '../filling.ts';
import { InnerFormContext } from '../inner-form.ts';
import type { FormHandle } from '../record-form.tsx';
import { useRules } from '../use-rules.ts';

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** A link's values as the form holds them. */
const heldIn = (fields: readonly FieldMeta[], row: RecordRow): Values =>
  Object.fromEntries(
    fields.map((field) => {
      const value = row[field.name] ?? null;
      return [field.name, isRelation(field) ? (relationId(value) ?? null) : value];
    }),
  );

/** What a link begins with. */
const firstOf = ({ schema }: FormDescription): Values =>
  Object.fromEntries(
    Object.entries((schema.properties ?? {}) as Readonly<Record<string, { default?: unknown }>>).flatMap(
      ([name, { default: first }]) => (first === undefined ? [] : [[name, first]]),
    ),
  );

/** The own fields of one link, under the rules of its object. They are saved with the record. */
export function LinkEditor(props: {
  object: ObjectMeta;
  form: FormDescription;
  fields: readonly FieldMeta[];
  title: string;
  /** the records that it links */
  ends: Values;
  stored: RecordRow | undefined;
  said: Values;
  onClose: () => void;
  onDone: (said: Values) => void;
}) {
  const { object, fields, title, ends, stored, said, onClose, onDone } = props;
  const { t } = useTexts();
  const InnerForm = use(InnerFormContext)!;
  const own = useId();
  const form = useRef<FormHandle>(null);
  const names = useMemo(() => new Set(fields.map(({ name }) => name)), [fields]);
  const cut = useMemo(() => cutTo(props.form, names), [props.form, names]);
  const [before] = useState(() => stored && heldIn(fields, stored));
  const [values, setValues] = useState<Values>({ ...(before ?? firstOf(cut)), ...said });
  const changes = (all: Values): Values =>
    Object.fromEntries(
      fields.flatMap(({ name, can }) =>
        can === 'write' && !isSame(all[name], before?.[name]) ? [[name, all[name] ?? null]] : [],
      ),
    );
  const ruled = useRules({
    description: cut,
    object: object.name,
    id: stored?.id,
    before: before && { ...before, ...ends },
    values: { ...values, ...ends },
    given: () => changes(values),
  });
  const filling = useMemo(
    () => ({
      object: object.name,
      ...(stored && { id: stored.id }),
      values: () => values,
      held: () => ({ ...values, ...ends }),
    }),
    [object.name, stored, values, ends],
  );
  const submit = () => form.current?.submit();
  useSaveShortcut(true, submit);
  return (
    <Modal
      open
      title={title}
      className="gx-sheet"
      okText={t('links.done')}
      cancelText={t('common.cancel')}
      onOk={submit}
      onCancel={onClose}
      mask={{ closable: false }}
      afterOpenChange={(isOpen) => isOpen && document.getElementById(`${own}_${fields[0]!.name}`)?.focus()}
    >
      <FillingContext value={filling}>
        <InnerForm
          handle={form}
          idPrefix={own}
          description={ruled.description}
          values={values}
          refusals={ruled.live}
          complaints={ruled.complaints}
          onChange={setValues}
          onSubmit={(next) => onDone(changes(next))}
        />
      </FillingContext>
    </Modal>
  );
}
