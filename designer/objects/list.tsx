import { PlusOutlined, SearchOutlined } from '@ant-design/icons';
import { Button, Input, Switch, Tag } from 'antd';
import { useId, useMemo, useState } from 'react';
import { Link } from 'react-router';
import { Icon } from '../../runtime-ui/shell/icons.tsx';
import { later } from '../../runtime-ui/shell/later.tsx';
import { State } from '../../runtime-ui/shell/states.tsx';
import { useDocumentTitle } from '../../runtime-ui/shell/title.ts';
import { isSameBody, type MetaDocument, ofKind } from '../draft/documents.ts';
import { factsOf, fieldsOf } from '../draft/object.ts';
import { useDraft } from '../draft/store.tsx';
import { useTexts } from '../i18n/index.ts';
import { DraftMark } from '../shell/draft-mark.tsx';

const CreateObject = later(() => import('./create.tsx'));

const isFound = (document: MetaDocument, text: string): boolean => {
  const { name, labels, plural } = factsOf(document);
  const words = [name, ...Object.values(labels), ...Object.values(plural)];
  return words.some((word) => word.toLowerCase().includes(text));
};

/** Every object of the workspace: the admins' own first, then the engine's. */
export function Component() {
  const { t } = useTexts();
  const { documents } = useDraft();
  const id = useId();
  const [text, setText] = useState('');
  const [showsArchived, setShowsArchived] = useState(false);
  const [isCreating, setCreating] = useState(false);
  useDocumentTitle(t('objects.title'), t('designer.title'));
  const all = useMemo(() => ofKind(documents, 'object'), [documents]);
  const hasArchived = all.some((document) => factsOf(document).isArchived);
  const place = (document: MetaDocument) => Number(factsOf(document).isSystem);
  const shown = all
    .filter((document) => showsArchived || !factsOf(document).isArchived)
    .filter((document) => isFound(document, text.trim().toLowerCase()))
    .sort((a, b) => place(a) - place(b));
  return (
    <div className="gd-page">
      <header className="gd-header">
        <h1>{t('objects.title')}</h1>
        <Button type="primary" icon={<PlusOutlined aria-hidden="true" />} onClick={() => setCreating(true)}>
          {t('objects.new')}
        </Button>
      </header>
      <p className="gx-soft gd-note">{t('objects.note')}</p>
      <div className="gd-tools">
        <Input
          className="gd-search"
          prefix={<SearchOutlined aria-hidden="true" />}
          allowClear
          aria-label={t('objects.search')}
          placeholder={t('objects.search')}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        {hasArchived && (
          <span className="gd-switch">
            <Switch id={id} checked={showsArchived} onChange={setShowsArchived} />
            <label htmlFor={id}>{t('objects.showArchived')}</label>
          </span>
        )}
      </div>
      {shown.length > 0 ? (
        <ObjectTable objects={shown} />
      ) : all.length > 0 ? (
        <State title={t('objects.noMatch')} note={t('objects.noMatchNote')} />
      ) : (
        <State title={t('objects.empty')} note={t('objects.emptyNote')} />
      )}
      {isCreating && <CreateObject onClose={() => setCreating(false)} />}
    </div>
  );
}

function ObjectTable({ objects }: { objects: readonly MetaDocument[] }) {
  const { t } = useTexts();
  return (
    <table className="gd-table">
      <thead>
        <tr>
          <th scope="col">{t('objects.name')}</th>
          <th scope="col">{t('objects.apiName')}</th>
          <th scope="col">{t('objects.fields')}</th>
          <th scope="col">{t('objects.package')}</th>
        </tr>
      </thead>
      <tbody>
        {objects.map((document) => (
          <ObjectRow key={document.key} document={document} />
        ))}
      </tbody>
    </table>
  );
}

function ObjectRow({ document }: { document: MetaDocument }) {
  const { t, label } = useTexts();
  const { published } = useDraft();
  const { name, labels, icon, isArchived, isSystem } = factsOf(document);
  const count = fieldsOf(document).filter((field) => !field.isArchived).length;
  const before = published.get(`object/${name}`);
  return (
    <tr className={isArchived ? 'gd-archived' : undefined}>
      <th scope="row">
        <span className="gd-object">
          <span className="gd-object-icon">
            <Icon name={icon} />
          </span>
          <Link to={`/objects/${name}/fields`} className="gd-row-link">
            {label(labels) || name}
          </Link>
          {isSystem && <Tag>{t('objects.system')}</Tag>}
          {isArchived && <Tag>{t('objects.archived')}</Tag>}
          {!before ? <DraftMark isNew /> : !isSameBody(before, document) && <DraftMark />}
        </span>
      </th>
      <td>
        <code>{name}</code>
      </td>
      <td>{t('objects.fieldCount', { count })}</td>
      <td className="gx-soft">{document.package}</td>
    </tr>
  );
}
