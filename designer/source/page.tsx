import { Alert, App, Button, Input, Select } from 'antd';
import { useId, useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import { isProblem } from '../../runtime-ui/api/problem.ts';
import { addressOf, type MetaDocument, under, withBody } from '../draft/documents.ts';
import { useDraft } from '../draft/store.tsx';
import { type Translate, useTexts } from '../i18n/index.ts';
import { useObject } from '../objects/page.tsx';
import { causeOf, messageOf, messagesOf } from '../shell/refusal.ts';

/** The documents of an object as text: what the visual editors do not show stands here too. */
export function Component() {
  const { t, label } = useTexts();
  const object = useObject();
  const { documents } = useDraft();
  const id = useId();
  const all = useMemo(
    () => [object, ...['pipeline', 'layout', 'view'].flatMap((kind) => under(documents, kind, object.key))],
    [documents, object],
  );
  const [search, setSearch] = useSearchParams();
  const address = search.get('document');
  const shown = all.find((document) => addressOf(document) === address) ?? object;
  return (
    <section className="gd-form gd-source" aria-label={t('objects.source')}>
      <p className="gx-soft gd-note">{t('source.note')}</p>
      <div className="gx-field">
        <label htmlFor={id}>{t('source.document')}</label>
        <Select
          id={id}
          className="gx-wide"
          value={addressOf(shown)}
          options={all.map((document) => ({
            value: addressOf(document),
            label: `${addressOf(document)} · ${label(document.body.labels ?? document.body['x-object']?.labels)}`,
          }))}
          onChange={(next) => setSearch({ document: next })}
        />
      </div>
      <Source key={`${addressOf(shown)} ${JSON.stringify(shown.body)}`} document={shown} />
    </section>
  );
}

/** What is wrong with the document, each fault with its place in it. */
function locatedFaults(error: unknown, t: Translate): readonly string[] {
  const cause = causeOf(error);
  if (!isProblem(cause) || cause.details.length === 0) return messagesOf(error, t);
  return cause.details.map((detail) => `${detail.path.replace(/^[^#]*#/, '')}  ${messageOf(detail)}`);
}

function Source({ document }: { document: MetaDocument }) {
  const { t } = useTexts();
  const { commit, isSaving } = useDraft();
  const { message } = App.useApp();
  const stored = useMemo(() => JSON.stringify(document.body, null, 2), [document]);
  const [text, setText] = useState(stored);
  const [faults, setFaults] = useState<readonly string[]>([]);
  const save = async () => {
    try {
      const body = JSON.parse(text);
      await commit((now) => withBody(now, document, body), {
        text: 'steps.source',
        name: addressOf(document),
      });
      setFaults([]);
      void message.success(t('objects.saved'));
    } catch (error) {
      setFaults(
        error instanceof SyntaxError
          ? [t('source.invalid', { reason: error.message })]
          : locatedFaults(error, t),
      );
    }
  };
  return (
    <>
      <Input.TextArea
        className="gd-code gd-source-text"
        aria-label={t('objects.source')}
        aria-invalid={faults.length > 0 || undefined}
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {faults.length > 0 && (
        <Alert
          type="error"
          showIcon
          title={t('draft.refused')}
          description={
            <ul className="gd-list">
              {faults.map((fault) => (
                <li key={fault}>{fault}</li>
              ))}
            </ul>
          }
        />
      )}
      <div className="gd-foot gd-foot-start">
        <Button type="primary" disabled={text === stored} loading={isSaving} onClick={() => void save()}>
          {t('source.save')}
        </Button>
        {text !== stored && <Button onClick={() => setText(stored)}>{t('source.reset')}</Button>}
      </div>
    </>
  );
}
