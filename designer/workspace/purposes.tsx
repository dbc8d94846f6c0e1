import { Alert, App, Button } from 'antd';
import { useState } from 'react';
import { type MetaDocument, withBody } from '../draft/documents.ts';
import { useDraft } from '../draft/store.tsx';
import { useTexts } from '../i18n/index.ts';
import { messagesOf } from '../shell/refusal.ts';
import { incompletePurpose, PurposeTable, purposesIn, purposesOf } from './purpose-table.tsx';
import { SETTINGS } from './settings.ts';

/** What people are reached for, and for which of that they must have agreed. */
export function Purposes({ document }: { document: MetaDocument }) {
  const { t } = useTexts();
  const { commit, isSaving, published } = useDraft();
  const { message } = App.useApp();
  const given = purposesOf(document.body.purposes);
  const kept = new Set(purposesOf(published.get(SETTINGS)?.body.purposes).map(({ name }) => name));
  const [rows, setRows] = useState(given);
  const [refusals, setRefusals] = useState<readonly string[]>([]);
  const isChanged = JSON.stringify(purposesIn(rows)) !== JSON.stringify(given);
  const save = async () => {
    const row = incompletePurpose(rows);
    if (row !== undefined) return setRefusals([t('workspace.incompletePurpose', { n: row })]);
    try {
      await commit(
        (now) => {
          const held = now.get(SETTINGS)!;
          return withBody(now, held, { ...held.body, purposes: purposesIn(rows) });
        },
        { text: 'steps.purposes' },
      );
      setRefusals([]);
      void message.success(t('workspace.saved'));
    } catch (error) {
      setRefusals(messagesOf(error, t));
    }
  };
  return (
    <form
      className="gd-form"
      aria-label={t('workspace.purposes')}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <h2 className="gd-rates-title">{t('workspace.purposes')}</h2>
      <p className="gx-soft gd-note">{t('workspace.purposesNote')}</p>
      {refusals.length > 0 && (
        <Alert type="error" showIcon title={t('draft.refused')} description={refusals.join(' ')} />
      )}
      <PurposeTable rows={rows} kept={kept} onChange={setRows} />
      <div className="gd-foot gd-foot-start">
        <Button type="primary" htmlType="submit" disabled={!isChanged} loading={isSaving}>
          {t('common.save')}
        </Button>
        {isChanged && (
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
