import { Alert, App, Button, type InputRef } from 'antd';
import { useRef, useState } from 'react';
import type { Labels } from '../../runtime-ui/api/types.ts';
import { cleanLabels, type MetaDocument } from '../draft/documents.ts';
import { withRoleWords } from '../draft/roles.ts';
import { useDraft } from '../draft/store.tsx';
import { useTexts } from '../i18n/index.ts';
import { LabelsInput } from '../shell/labels-input.tsx';
import { Panel } from '../shell/panel.tsx';
import { messagesOf } from '../shell/refusal.ts';
import { useLeaving } from '../shell/use-leaving.ts';
import { useRoleEdits } from './use-role-edits.ts';

/** Characters of a description, as the schema of roles says. */
const DESCRIPTION = 500;

/** What a role is called, and what it is for, in every language. */
export function WordsPanel({ role, onClose }: { role: MetaDocument; onClose: () => void }) {
  const { t, label } = useTexts();
  const { message } = App.useApp();
  const { isSaving } = useDraft();
  const { change } = useRoleEdits(role);
  const first = useRef<InputRef>(null);
  const { isTouched, leave } = useLeaving(onClose);
  const [labels, setLabels] = useState<Labels>(role.body.labels ?? {});
  const [description, setDescription] = useState<Labels>(role.body.description ?? {});
  const [refusals, setRefusals] = useState<readonly string[]>([]);
  const hasLabel = Object.keys(cleanLabels(labels)).length > 0;
  const typed = (set: (labels: Labels) => void) => (next: Labels) => {
    isTouched.current = true;
    set(next);
  };
  const save = async () => {
    if (!hasLabel) return first.current?.focus();
    try {
      await change((body) => withRoleWords(body, { labels, description }));
    } catch (error) {
      return setRefusals(messagesOf(error, t));
    }
    void message.success(t('roles.saved'));
    onClose();
  };
  return (
    <Panel
      title={t('roles.wordsTitle', { role: label(role.body.labels) || role.key })}
      width={560}
      onClose={leave}
      onOpen={() => first.current?.focus()}
      footer={
        <>
          <Button onClick={leave}>{t('common.cancel')}</Button>
          <Button type="primary" loading={isSaving} onClick={() => void save()}>
            {t('common.save')}
          </Button>
        </>
      }
    >
      <form
        className="gd-form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {refusals.length > 0 && (
          <Alert type="error" showIcon title={t('draft.refused')} description={refusals.join(' ')} />
        )}
        <LabelsInput
          text="field.label"
          value={labels}
          first={first}
          faults={hasLabel ? [] : [t('objects.labelMissing')]}
          onChange={typed(setLabels)}
        />
        <LabelsInput
          text="roles.description"
          value={description}
          maxLength={DESCRIPTION}
          isLong
          onChange={typed(setDescription)}
        />
        <button type="submit" hidden tabIndex={-1} aria-hidden="true" />
      </form>
    </Panel>
  );
}
