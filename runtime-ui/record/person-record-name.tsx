import { Link } from 'react-router';
import type { PersonRecord } from '../api/privacy.ts';
import { useTexts } from '../i18n/index.ts';

/** A record with its object, and where it speaks of the person. */
export function PersonRecordName({ record }: { record: PersonRecord }) {
  const { t } = useTexts();
  const { object, id, label, title, fields, deleted } = record;
  const beside = [
    label,
    fields.length > 0 && t('privacy.inFields', { fields: fields.map((field) => field.label).join(', ') }),
    deleted && t('privacy.deleted'),
  ].filter((one) => typeof one === 'string');
  return (
    <span className="gx-person-record">
      <Link to={`/o/${object}/${id}`}>{title ?? id}</Link>
      <span className="gx-soft">{beside.join(' · ')}</span>
    </span>
  );
}
