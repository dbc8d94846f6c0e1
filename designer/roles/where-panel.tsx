import { Alert, App, Button } from 'antd';
import { useState } from 'react';
import type { GrantAddress } from '../draft/grants.ts';
import { useDraft } from '../draft/store.tsx';
import { useTexts } from '../i18n/index.ts';
import ConditionInput from '../rules/condition-input.tsx';
import { Panel } from '../shell/panel.tsx';
import { messagesOf } from '../shell/refusal.ts';
import { useLeaving } from '../shell/use-leaving.ts';
import { useWhereText } from './where-text.tsx';

/** The condition of a grant. */
export function WherePanel(props: {
  place: Pick<GrantAddress, 'object' | 'line'>;
  title: string;
  given: string;
  /** of a new grant, which is nothing without one */
  isNew: boolean;
  onSave: (where: string) => Promise<void>;
  onClose: () => void;
}) {
  const { place, title, given, isNew, onSave, onClose } = props;
  const { t } = useTexts();
  const { isSaving } = useDraft();
  const { message } = App.useApp();
  const [where, setWhere] = useState(given);
  const [refusals, setRefusals] = useState<readonly string[]>([]);
  const { isTouched, leave } = useLeaving(onClose);
  const say = useWhereText(place.object);
  const save = async () => {
    if (isNew && where.trim() === '') return setRefusals([t('roles.whereMissing')]);
    try {
      await onSave(where);
    } catch (error) {
      return setRefusals(messagesOf(error, t));
    }
    void message.success(t('roles.saved'));
    onClose();
  };
  return (
    <Panel
      title={title}
      width={720}
      onClose={leave}
      footer={
        <>
          <Button onClick={leave}>{t('common.cancel')}</Button>
          <Button type="primary" loading={isSaving} onClick={() => void save()}>
            {t('field.save')}
          </Button>
        </>
      }
    >
      <p className="gd-rule-sentence" role="status">
        {where.trim() === '' ? t('roles.whereNone') : t('roles.whereOnly', { condition: say(where) })}
      </p>
      {refusals.length > 0 && (
        <Alert type="error" showIcon title={refusals.map((text) => <div key={text}>{text}</div>)} />
      )}
      <p className="gx-soft gd-note">{t('roles.whereNote')}</p>
      <ConditionInput
        label={t('roles.whereLabel')}
        value={where}
        scope={{ object: place.object, home: place.object, scope: 'record', returns: 'bool' }}
        onChange={(next) => {
          isTouched.current = true;
          setRefusals([]);
          setWhere(next);
        }}
      />
    </Panel>
  );
}
