import { Modal, Radio } from 'antd';
import { useState } from 'react';
import { fieldOf, isRelation } from '../api/model.ts';
import type { Values } from '../api/records.ts';
import type { ObjectMeta } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { Value } from '../values/display.tsx';
import { PointedTitle, RelationTitle } from '../values/relation-title.tsx';
import type { Pointer } from '../values/relations.ts';
import type { Conflict } from './changes.ts';

/** Two people changed the same fields: one looks at both values and chooses, field by field. */
export function ConflictDialog(props: {
  object: ObjectMeta;
  conflicts: readonly Conflict[];
  onCancel: () => void;
  onResolve: (kept: Values) => void;
}) {
  const { object, conflicts, onCancel, onResolve } = props;
  const { t, label } = useTexts();
  const [choice, setChoice] = useState<Readonly<Record<string, 'mine' | 'theirs'>>>({});
  const sideOf = (field: string) => choice[field] ?? 'mine';
  const resolve = () =>
    onResolve(Object.fromEntries(conflicts.map((each) => [each.field, each[sideOf(each.field)]])));
  const show = (name: string, value: unknown) => {
    const field = fieldOf(object, name);
    if (!field) return String(value);
    if (isRelation(field) && typeof value === 'string') return <RelationTitle field={field} id={value} />;
    if (field.targets && value) return <PointedTitle field={field} pointer={value as Pointer} />;
    return <Value object={object} field={field} record={{ id: '', [name]: value }} isPlain />;
  };
  return (
    <Modal
      open
      title={t('form.conflictTitle')}
      okText={t('form.conflictSave')}
      onOk={resolve}
      onCancel={onCancel}
    >
      <p className="gx-soft">{t('form.conflictNote')}</p>
      {conflicts.map(({ field, mine, theirs }) => (
        <fieldset key={field} className="gx-conflict">
          <legend>{label(fieldOf(object, field)?.labels) || field}</legend>
          <Radio.Group
            name={`conflict-${field}`}
            value={sideOf(field)}
            onChange={({ target }) => setChoice({ ...choice, [field]: target.value })}
          >
            <Radio value="mine">
              <span className="gx-soft">{t('form.conflictMine')}:</span> {show(field, mine)}
            </Radio>
            <Radio value="theirs">
              <span className="gx-soft">{t('form.conflictTheirs')}:</span> {show(field, theirs)}
            </Radio>
          </Radio.Group>
        </fieldset>
      ))}
    </Modal>
  );
}
