import { Alert } from 'antd';
import { Link } from 'react-router';
import { isProblem } from '../../runtime-ui/api/problem.ts';
import { useTexts } from '../i18n/index.ts';
import { messageOf, messagesOf } from '../shell/refusal.ts';
import { placeOf } from './groups.ts';

/** Why the draft cannot be published, each fault with the way to where it is mended. */
export function Problems({ error, title }: { error: unknown; title?: string }) {
  const { t } = useTexts();
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
                {place ? (
                  <Link to={place}>
                    <code>{detail.path}</code>
                  </Link>
                ) : (
                  <code>{detail.path}</code>
                )}
              </li>
            );
          })}
        </ul>
      }
    />
  );
}
