import { Alert } from 'antd';
import type { Duplicates as Found, ObjectMeta } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import '../i18n/duplicates.ts';

/** Says while somebody types that what they write down may be there already, and where. */
export default function Duplicates({
  object,
  found,
}: {
  readonly object: Pick<ObjectMeta, 'name'>;
  readonly found: readonly Found[];
}) {
  const { t, label } = useTexts();
  const records = [...new Map(found.flatMap((one) => one.records).map((one) => [one.id, one])).values()];
  const unseen = Math.max(0, ...found.map((one) => one.unseen));
  const isRefused = found.some(({ rule }) => rule.onMatch === 'block');
  const names = [...new Set(found.map(({ rule }) => label(rule.labels)))];
  return (
    <Alert
      className="gx-draft gx-alike"
      type={isRefused ? 'error' : 'warning'}
      showIcon
      role="status"
      title={names.join(t('duplicates.comma'))}
      description={
        <>
          {records.length > 0 && (
            <>
              {t(isRefused ? 'duplicates.refused' : 'duplicates.told')}
              <ul className="gx-duplicates">
                {records.map(({ id, title }) => (
                  <li key={id}>
                    {/* what is being typed stays where it is */}
                    <a href={`/o/${object.name}/${id}`} target="_blank" rel="noreferrer">
                      {title ?? t('list.noTitle')}
                    </a>
                  </li>
                ))}
              </ul>
            </>
          )}
          {unseen > 0 && <div>{t('duplicates.unseen', { count: unseen })}</div>}
        </>
      }
    />
  );
}
