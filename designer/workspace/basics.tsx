import { Alert, App, Button } from 'antd';
import { useRef, useState } from 'react';
import type { FormHandle } from '../../runtime-ui/form/record-form.tsx';
import { later } from '../../runtime-ui/shell/later.tsx';
import settingsSchema from '../../schemas/settings.schema.json' with { type: 'json' };
import { type Body, type MetaDocument, withBody } from '../draft/documents.ts';
import { useDraft } from '../draft/store.tsx';
import { useTexts } from '../i18n/index.ts';
import { fromFormValues, schemaForm, toFormValues, type Words } from '../schema-form/describe.ts';
import { useSchemaContext } from '../schema-form/use-schema-context.ts';
import { messagesOf } from '../shell/refusal.ts';
import { SETTINGS } from './settings.ts';

const SchemaForm = later(() => import('../schema-form/schema-form.tsx'));

const { languages, timeZone, weekStart, yearStart, secondFactor, auditMonths } = settingsSchema.properties;
const WORDS = {
  languages,
  timeZone,
  weekStart,
  yearStart,
  secondFactor,
  auditMonths,
} as unknown as Words;

/** Those settings of a document that this form is about. */
export const basicsOf = (body: Body): Body =>
  Object.fromEntries(Object.keys(WORDS).flatMap((word) => (word in body ? [[word, body[word]]] : [])));

/** What is spoken, how days are counted, how safe signing in is, and how long the audit is kept. */
export function Basics({ document }: { document: MetaDocument }) {
  const { t } = useTexts();
  const { commit, isSaving } = useDraft();
  const { message } = App.useApp();
  const form = useRef<FormHandle>(null);
  const given = basicsOf(document.body);
  const [words, setWords] = useState(given);
  const [refusals, setRefusals] = useState<readonly string[]>([]);
  const isChanged = JSON.stringify(words) !== JSON.stringify(given);
  const context = useSchemaContext('');
  const save = async () => {
    form.current?.flush();
    try {
      await commit(
        (now) => {
          const held = now.get(SETTINGS)!;
          const others = Object.entries(held.body).filter(([word]) => !(word in WORDS));
          return withBody(now, held, { ...Object.fromEntries(others), ...words });
        },
        { text: 'steps.settings' },
      );
      setRefusals([]);
      void message.success(t('workspace.saved'));
    } catch (error) {
      setRefusals(messagesOf(error, t));
    }
  };
  return (
    <section className="gd-form" aria-label={t('workspace.basics')}>
      <h2 className="gd-rates-title">{t('workspace.basics')}</h2>
      {refusals.length > 0 && (
        <Alert type="error" showIcon title={t('draft.refused')} description={refusals.join(' ')} />
      )}
      <SchemaForm
        description={schemaForm(WORDS, ['languages', 'timeZone'], context, words)}
        values={toFormValues(WORDS, words)}
        onChange={(values) => setWords(basicsOf(fromFormValues(WORDS, values)))}
        onSubmit={() => void save()}
        handle={form}
      />
      <div className="gd-foot gd-foot-start">
        <Button type="primary" disabled={!isChanged} loading={isSaving} onClick={() => void save()}>
          {t('common.save')}
        </Button>
      </div>
    </section>
  );
}
