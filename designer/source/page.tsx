import { Select } from 'antd';
import { useId, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { later } from '../../runtime-ui/shell/later.tsx';
import { addressOf, under } from '../draft/documents.ts';
import { useDraft } from '../draft/store.tsx';
import { useTexts } from '../i18n/index.ts';
import { useObject } from '../objects/page.tsx';

const SourceEditor = later(() => import('./source-editor.tsx'));

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
    <section className="gd-form gd-source-page" aria-label={t('objects.source')}>
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
      <SourceEditor key={addressOf(shown)} document={shown} />
    </section>
  );
}
