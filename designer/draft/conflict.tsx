import { Modal, Radio } from 'antd';
import { useState } from 'react';
import { useTexts } from '../i18n/index.ts';
import type { Conflict, Side } from './save.ts';

/** Two authors changed the same part of a document: one looks at both values and chooses, part by part. */
export function ConflictDialog(props: {
  conflict: Conflict;
  onCancel: () => void;
  onResolve: (sides: readonly Side[]) => void;
}) {
  const { conflict, onCancel, onResolve } = props;
  const { t } = useTexts();
  const [sides, setSides] = useState<readonly Side[]>(() => conflict.parts.map(() => 'mine'));
  const show = (value: unknown) =>
    value === undefined || value === null ? t('draft.nothing') : JSON.stringify(value);
  return (
    <Modal
      open
      title={t('draft.conflictTitle')}
      okText={t('draft.keep')}
      onOk={() => onResolve(sides)}
      onCancel={onCancel}
    >
      <p className="gx-soft">{t('draft.conflictNote')}</p>
      {conflict.parts.map((part, at) => (
        <fieldset key={part.path} className="gd-conflict">
          <legend>
            <code>{part.path}</code>
          </legend>
          <Radio.Group
            name={`conflict-${at}`}
            value={sides[at]}
            onChange={({ target }) => setSides(sides.map((side, i) => (i === at ? target.value : side)))}
          >
            {(['mine', 'theirs'] as const).map((side) => (
              <Radio key={side} value={side}>
                <span className="gx-soft">{t(`draft.${side}`)}:</span> <code>{show(part[side])}</code>
              </Radio>
            ))}
          </Radio.Group>
        </fieldset>
      ))}
    </Modal>
  );
}
