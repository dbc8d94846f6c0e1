import { Fragment, useId } from 'react';
import { formatMoment, groupDecimal } from '../../runtime-ui/values/format.ts';
import { useLocality } from '../../runtime-ui/values/locality.ts';
import { RecordSelect } from '../../runtime-ui/values/record-select.tsx';
import type { Tried } from '../api/metadata.ts';
import { objectDocument } from '../draft/documents.ts';
import { factsOf } from '../draft/object.ts';
import { useDraft } from '../draft/store.tsx';
import { useTexts } from '../i18n/index.ts';

const MOST_RECORDS = 5;

/** What an expression comes to for some records that are there. */
export function Values(props: {
  object: string;
  tried: Tried | undefined;
  kind: string;
  /** false: they are of what was written before */
  isCurrent: boolean;
  records: 'latest' | readonly string[];
  onRecords: (records: 'latest' | readonly string[]) => void;
}) {
  const { object, tried, kind, isCurrent, records, onRecords } = props;
  const { t } = useTexts();
  const { published } = useDraft();
  const id = useId();
  const { timeZone } = useLocality();
  const document = objectDocument(published, object);
  const values = tried?.values;
  const shown = (value: unknown): string => {
    if (value === null || value === undefined || (Array.isArray(value) && value.length === 0))
      return t('expressions.empty');
    if (typeof value === 'boolean') return t(value ? 'common.yes' : 'common.no');
    if (Array.isArray(value)) return value.join(', ');
    if (kind === 'decimal') return groupDecimal(String(value));
    return kind === 'timestamp' ? formatMoment(String(value), timeZone) : String(value);
  };
  return (
    <section className="gd-values" aria-labelledby={`${id}-title`} aria-busy={!isCurrent}>
      <h4 id={`${id}-title`}>{t('expressions.values')}</h4>
      {values === null && <p className="gx-soft">{t('expressions.noValues')}</p>}
      {values?.length === 0 && <p className="gx-soft">{t('expressions.noRecords')}</p>}
      {values && values.length > 0 && (
        <dl>
          {values.map((one) => (
            <Fragment key={one.id}>
              <dt className="gx-clip">{String(one.title ?? one.id)}</dt>
              <dd data-empty={one.value === null || undefined}>{shown(one.value)}</dd>
            </Fragment>
          ))}
        </dl>
      )}
      {document && values !== null && (
        <div className="gd-values-choice">
          <label htmlFor={`${id}-records`}>{t('expressions.records')}</label>
          <RecordSelect
            id={`${id}-records`}
            object={object}
            title={factsOf(document).titleField ?? 'id'}
            isMany
            value={records === 'latest' ? [] : records}
            onChange={(ids) => onRecords(ids.length === 0 ? 'latest' : ids.slice(-MOST_RECORDS))}
          />
        </div>
      )}
    </section>
  );
}
