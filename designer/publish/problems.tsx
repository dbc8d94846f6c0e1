import { Alert } from 'antd';
import { Link } from 'react-router';
import { isProblem } from '../../runtime-ui/api/problem.ts';
import { objectDocument } from '../draft/documents.ts';
import { factsOf, propertiesOf } from '../draft/object.ts';
import { useDraft } from '../draft/store.tsx';
import { useTexts } from '../i18n/index.ts';
import { messageOf, messagesOf } from '../shell/refusal.ts';
import { placeOf } from './groups.ts';

/** What people call the object and field that a place of a document is in; nothing where they are not known. */
function usePlaceName() {
  const { label } = useTexts();
  const { documents } = useDraft();
  return (path: string): string => {
    const [, name = '', field = ''] =
      /^[a-z-]+\/([a-z0-9_]+)[^#]*(?:#\/properties\/([a-z0-9_]+))?/.exec(path) ?? [];
    const object = objectDocument(documents, name);
    if (!object) return '';
    const labels = [factsOf(object).labels, propertiesOf(object.body)[field]?.['x-field'].labels];
    return labels.map(label).filter(Boolean).join(' › ');
  };
}

/** Why the draft cannot be published, each fault with the way to where it is mended. */
export function Problems({ error, title }: { error: unknown; title?: string }) {
  const { t } = useTexts();
  const nameOf = usePlaceName();
  const details = isProblem(error) ? error.details : [];
  return (
    <Alert
      className="gd-alert"
      type="error"
      showIcon
      role="alert"
      title={title ?? t('changes.problems')}
      description={
        <ul className="gd-list">
          {details.length === 0 && <li>{messagesOf(error, t)[0]}</li>}
          {details.map((detail) => {
            const place = placeOf(detail.path);
            return (
              <li key={`${detail.path} ${detail.code}`}>
                {messageOf(detail)}{' '}
                {place ? <Link to={place}>{nameOf(detail.path) || detail.path}</Link> : null}{' '}
                <code>{detail.path}</code>
              </li>
            );
          })}
        </ul>
      }
    />
  );
}
