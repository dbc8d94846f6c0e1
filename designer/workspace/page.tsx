import { Alert, App, Button } from 'antd';
import { useState } from 'react';
import { useDocumentTitle } from '../../runtime-ui/shell/title.ts';
import { type MetaDocument, withBody } from '../draft/documents.ts';
import { useDraft } from '../draft/store.tsx';
import { useTexts } from '../i18n/index.ts';
import { messagesOf } from '../shell/refusal.ts';
import { Basics, basicsOf } from './basics.tsx';
import { Purposes } from './purposes.tsx';
import { incompleteRow, type RateRow, RateTable, ratesOf, rowsOf } from './rate-table.tsx';
import { SETTINGS } from './settings.ts';

/** What the workspace as a whole counts by. */
export function Component() {
  const { t } = useTexts();
  const { documents } = useDraft();
  useDocumentTitle(t('workspace.title'), t('designer.title'));
  const document = documents.get(SETTINGS);
  return (
    <div className="gd-page">
      <header className="gd-header">
        <h1>{t('workspace.title')}</h1>
      </header>
      {/* a change from elsewhere (undo, another page) begins the form anew */}
      {document && <Basics key={JSON.stringify(basicsOf(document.body))} document={document} />}
      {document && <Purposes key={JSON.stringify(document.body.purposes ?? null)} document={document} />}
      {document && <Rates key={JSON.stringify(document.body.rates)} document={document} />}
    </div>
  );
}

function Rates({ document }: { document: MetaDocument }) {
  const { t } = useTexts();
  const { commit, isSaving } = useDraft();
  const { message } = App.useApp();
  const given = rowsOf(document.body.rates);
  const [rows, setRows] = useState<readonly RateRow[]>(given);
  const [refusals, setRefusals] = useState<readonly string[]>([]);
  const isTouched = JSON.stringify(rows) !== JSON.stringify(given);
  const isChanged = JSON.stringify(ratesOf(rows)) !== JSON.stringify(ratesOf(given));
  const save = async () => {
    const row = incompleteRow(rows);
    if (row !== undefined) return setRefusals([t('workspace.incomplete', { n: row })]);
    try {
      await commit(
        (now) => {
          const held = now.get(SETTINGS)!;
          return withBody(now, held, { ...held.body, rates: ratesOf(rows) });
        },
        { text: 'steps.rates' },
      );
      void message.success(t('workspace.saved'));
    } catch (error) {
      setRefusals(messagesOf(error, t));
    }
  };
  return (
    <form
      className="gd-form"
      aria-label={t('workspace.rates')}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <h2 className="gd-rates-title">{t('workspace.rates')}</h2>
      <p className="gx-soft gd-note">{t('workspace.ratesNote', { currency: document.body.currency })}</p>
      {refusals.length > 0 && (
        <Alert type="error" showIcon title={t('draft.refused')} description={refusals.join(' ')} />
      )}
      {rows.length === 0 && (
        <p className="gd-note">{t('workspace.noRates', { currency: document.body.currency })}</p>
      )}
      <RateTable own={document.body.currency} rows={rows} onChange={setRows} />
      <div className="gd-foot gd-foot-start">
        <Button type="primary" htmlType="submit" disabled={!isChanged} loading={isSaving}>
          {t('common.save')}
        </Button>
        {isTouched && (
          <Button
            onClick={() => {
              setRefusals([]);
              setRows(given);
            }}
          >
            {t('common.reset')}
          </Button>
        )}
      </div>
    </form>
  );
}
