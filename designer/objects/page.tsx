import { ExportOutlined } from '@ant-design/icons';
import { Alert, Button, Tag } from 'antd';
import { Link, NavLink, Outlet, useOutletContext, useParams } from 'react-router';
import { workspacePath } from '../../runtime-ui/api/request.ts';
import { Icon } from '../../runtime-ui/shell/icons.tsx';
import { NotFound } from '../../runtime-ui/shell/states.tsx';
import { useDocumentTitle } from '../../runtime-ui/shell/title.ts';
import { isSameBody, type MetaDocument, objectDocument } from '../draft/documents.ts';
import { factsOf } from '../draft/object.ts';
import { useDraft } from '../draft/store.tsx';
import { useTexts } from '../i18n/index.ts';
import { DraftMark } from '../shell/draft-mark.tsx';

/** The object that the page around a part is about. */
export const useObject = (): MetaDocument => useOutletContext<MetaDocument>();

const PARTS = [
  { to: 'fields', text: 'objects.fields' },
  { to: 'layouts', text: 'layout.title' },
  { to: 'rules', text: 'rules.title' },
  { to: 'permissions', text: 'sharing.part' },
  { to: 'settings', text: 'objects.settings' },
  { to: 'source', text: 'objects.source' },
] as const;

/** One object: what it is, the way to its end users' side, and its parts. */
export function Component() {
  const { t, label } = useTexts();
  const { object: name = '' } = useParams();
  const { documents, published } = useDraft();
  const document = objectDocument(documents, name);
  const before = objectDocument(published, name);
  useDocumentTitle(document && label(factsOf(document).labels), t('designer.title'));
  if (!document) return <NotFound />;
  const { labels, icon, isArchived, isSystem } = factsOf(document);
  return (
    <div className="gd-page">
      <nav aria-label={t('record.breadcrumbs')} className="gd-crumbs">
        <Link to="/objects">{t('objects.title')}</Link>
      </nav>
      <header className="gd-header">
        <div className="gd-heading">
          <span className="gd-object-icon gd-object-icon-large">
            <Icon name={icon} />
          </span>
          <h1>{label(labels) || name}</h1>
          <code>{name}</code>
          {isSystem && <Tag>{t('objects.system')}</Tag>}
          {isArchived && <Tag>{t('objects.archived')}</Tag>}
          {!before ? <DraftMark isNew /> : !isSameBody(before, document) && <DraftMark />}
        </div>
        {before && !factsOf(before).isArchived && (
          <Button
            icon={<ExportOutlined aria-hidden="true" />}
            href={`${workspacePath}/o/${name}`}
            target="_blank"
            rel="noopener"
          >
            {t('designer.openAsUser')}
          </Button>
        )}
      </header>
      {!before && <Alert className="gd-alert" type="info" showIcon title={t('objects.notPublished')} />}
      <nav aria-label={t('objects.sections')} className="gd-parts">
        {PARTS.map(({ to, text }) => (
          <NavLink key={to} to={to}>
            {t(text)}
          </NavLink>
        ))}
      </nav>
      <Outlet context={document} key={name} />
    </div>
  );
}
