import { Alert, App, Button, Select, Switch } from 'antd';
import { useId, useState } from 'react';
import { useNavigate } from 'react-router';
import type { Labels } from '../../runtime-ui/api/types.ts';
import { cleanLabels, objectDocument } from '../draft/documents.ts';
import type { StepName } from '../draft/history.ts';
import { changeObject, removeObject } from '../draft/new-object.ts';
import { factsOf, fieldsOf, hasConsents } from '../draft/object.ts';
import { useDraft } from '../draft/store.tsx';
import { useTexts } from '../i18n/index.ts';
import { LabelsInput } from '../shell/labels-input.tsx';
import { messagesOf } from '../shell/refusal.ts';
import { IconChoice } from './icon-choice.tsx';
import { useObject } from './page.tsx';

interface Head {
  readonly labels: Labels;
  readonly plural: Labels;
  readonly icon: string;
  readonly titleField: string | undefined;
  readonly consent: boolean;
}

/** What an object is called and shown by, and taking it out of use. */
export function Component() {
  const document = useObject();
  const { labels, plural, icon = 'appstore', titleField } = factsOf(document);
  const head = { labels, plural, icon, titleField, consent: hasConsents(document) };
  // a change from elsewhere (undo, another page) begins the form anew
  return <Settings key={JSON.stringify(head)} head={head} />;
}

function Settings({ head }: { head: Head }) {
  const { t, label } = useTexts();
  const document = useObject();
  const { commit, isSaving } = useDraft();
  const { message } = App.useApp();
  const id = useId();
  const [draft, setDraft] = useState(head);
  const [refusals, setRefusals] = useState<readonly string[]>([]);
  const { isSystem, isArchived, name } = factsOf(document);
  const hasLabel = Object.values(draft.labels).some((text) => text.trim() !== '');
  const isChanged = JSON.stringify(draft) !== JSON.stringify(head);
  const titles = fieldsOf(document).filter(
    ({ isArchived: isGone, name: at }) => !isGone || at === draft.titleField,
  );

  const save = async () => {
    if (!hasLabel) return;
    const labels = cleanLabels(draft.labels);
    const plural = { ...labels, ...cleanLabels(draft.plural) };
    try {
      const { consent, ...words } = draft;
      const capabilities =
        consent === head.consent
          ? {}
          : { capabilities: { ...document.body['x-object'].capabilities, consent } };
      await commit((now) => changeObject(now, name, { ...words, ...capabilities, labels, plural }), {
        text: 'steps.object',
        name: labels,
      });
      void message.success(t('objects.saved'));
      setRefusals([]);
    } catch (error) {
      setRefusals(messagesOf(error, t));
    }
  };

  return (
    <form
      className="gd-form gd-settings"
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
        value={draft.labels}
        faults={hasLabel ? [] : [t('objects.labelMissing')]}
        onChange={(labels) => setDraft({ ...draft, labels })}
      />
      <LabelsInput
        text="objects.many"
        value={draft.plural}
        onChange={(plural) => setDraft({ ...draft, plural })}
      />
      <div className="gd-pair">
        <div className="gx-field">
          <label htmlFor={`${id}-title`}>{t('objects.titleField')}</label>
          <Select
            id={`${id}-title`}
            className="gx-wide"
            value={draft.titleField}
            aria-describedby={`${id}-title-note`}
            options={titles.map((field) => ({ value: field.name, label: label(field.labels) || field.name }))}
            onChange={(next) => setDraft({ ...draft, titleField: next })}
          />
          <div id={`${id}-title-note`} className="gx-field-help">
            {t('objects.titleFieldNote')}
          </div>
        </div>
        <div className="gx-field">
          <span className="gd-label">{t('objects.icon')}</span>
          <IconChoice value={draft.icon} onChange={(icon) => setDraft({ ...draft, icon })} />
        </div>
      </div>
      {!isSystem && (
        <div className="gx-field">
          <label htmlFor={`${id}-consent`}>{t('objects.consents')}</label>
          <div>
            <Switch
              id={`${id}-consent`}
              checked={draft.consent}
              aria-describedby={`${id}-consent-note`}
              onChange={(consent) => setDraft({ ...draft, consent })}
            />
          </div>
          <div id={`${id}-consent-note`} className="gx-field-help">
            {t('objects.consentsNote')}
          </div>
        </div>
      )}
      <div className="gd-foot gd-foot-start">
        <Button type="primary" htmlType="submit" disabled={!isChanged || !hasLabel} loading={isSaving}>
          {t('common.save')}
        </Button>
        {isChanged && <Button onClick={() => setDraft(head)}>{t('common.reset')}</Button>}
      </div>
      {!isSystem && (
        <>
          <hr className="gx-rule" />
          <Retire name={name} isArchived={isArchived} />
        </>
      )}
    </form>
  );
}

/** Taking an object out of use and back; one that was never published simply leaves the draft. */
function Retire({ name, isArchived }: { name: string; isArchived: boolean }) {
  const { t, label } = useTexts();
  const { documents, published, commit } = useDraft();
  const { modal, message } = App.useApp();
  const navigate = useNavigate();
  const isNew = !objectDocument(published, name);
  const labels = factsOf(objectDocument(documents, name)!).labels;
  const step = (text: StepName['text']): StepName => ({ text, name: label(labels) ? labels : name });
  const run = (act: () => Promise<unknown>) =>
    act().catch((error: unknown) => message.error(messagesOf(error, t).join(' ')));
  const remove = async () => {
    await navigate('/objects');
    await commit((now) => removeObject(now, name), step('steps.removeObject'));
  };
  const archive = (to: true | undefined) =>
    commit(
      (now) => changeObject(now, name, { archived: to }),
      step(to ? 'steps.archiveObject' : 'steps.restoreObject'),
    );
  const ask = () =>
    modal.confirm({
      title: t('objects.archiveAsk', { object: label(labels) || name }),
      content: t('objects.archiveNote'),
      okText: t('objects.archive'),
      okButtonProps: { danger: true },
      onOk: () => run(() => archive(true)),
    });
  return (
    <div className="gd-retire">
      {isNew ? (
        <Button danger onClick={() => void run(remove)}>
          {t('objects.restoreNew')}
        </Button>
      ) : isArchived ? (
        <Button onClick={() => void run(() => archive(undefined))}>{t('objects.restore')}</Button>
      ) : (
        <>
          <p className="gx-soft gd-note">{t('objects.archiveNote')}</p>
          <Button danger onClick={() => void ask()}>
            {t('objects.archive')}
          </Button>
        </>
      )}
    </div>
  );
}
