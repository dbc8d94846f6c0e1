import { CodeOutlined, PlusOutlined, SearchOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Switch } from 'antd';
import { useEffect, useId, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { later } from '../../runtime-ui/shell/later.tsx';
import { State } from '../../runtime-ui/shell/states.tsx';
import { fieldTypesQuery } from '../api/queries.ts';
import { type Field, factsOf, fieldsOf } from '../draft/object.ts';
import { useTexts } from '../i18n/index.ts';
import { useObject } from '../objects/page.tsx';
import { FieldTable } from './table.tsx';

const FieldPanel = later(() => import('./panel.tsx'));
const SourceEditor = later(() => import('../source/source-editor.tsx'));

/** From how many fields on a search helps more than it is in the way. */
const MANY = 8;

const isFound = ({ name, labels }: Field, text: string): boolean =>
  [name, ...Object.values(labels)].some((word) => word.toLowerCase().includes(text));

/** The fields of an object in their order. Which panel is open stands in the address, so that Back closes it. */
export function Component() {
  const { t } = useTexts();
  const object = useObject();
  const types = useQuery(fieldTypesQuery);
  const [search, setSearch] = useSearchParams();
  const id = useId();
  const [text, setText] = useState('');
  const [showsArchived, setShowsArchived] = useState(false);
  const [isSourceShown, setSourceShown] = useState(false);
  const { isSystem } = factsOf(object);
  const fields = fieldsOf(object);
  const archived = fields.filter(({ isArchived }) => isArchived);
  const shown = fields
    .filter(({ isArchived }) => showsArchived || !isArchived)
    .filter((field) => isFound(field, text.trim().toLowerCase()));
  const edited = search.get('field') ?? undefined;
  const isAdding = search.has('add');
  const opener = useRef<HTMLElement | null>(null);
  const open = (panel: Readonly<Record<string, string>>) => {
    opener.current = document.activeElement as HTMLElement | null;
    setSearch(panel);
  };
  const close = () => setSearch({});
  const panel = isAdding || (edited !== undefined && fields.some(({ name }) => name === edited));
  // the focus goes back to where the panel was opened from
  useEffect(() => {
    if (!panel) opener.current?.focus();
  }, [panel]);
  const addButton = (
    <Button type="primary" icon={<PlusOutlined aria-hidden="true" />} onClick={() => open({ add: '' })}>
      {t('fields.add')}
    </Button>
  );
  return (
    <section aria-label={t('fields.title')}>
      <div className="gd-tools">
        {fields.length > MANY && (
          <Input
            className="gd-search"
            prefix={<SearchOutlined aria-hidden="true" />}
            allowClear
            aria-label={t('fields.search')}
            placeholder={t('fields.search')}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
        {archived.length > 0 && (
          <span className="gd-switch">
            <Switch id={id} checked={showsArchived} onChange={setShowsArchived} />
            <label htmlFor={id}>{t('fields.archivedCount', { count: archived.length })}</label>
          </span>
        )}
        <div className="gd-tools-end gd-tools">
          <Button
            aria-pressed={isSourceShown}
            icon={<CodeOutlined aria-hidden="true" />}
            onClick={() => setSourceShown(!isSourceShown)}
          >
            {t('source.json')}
          </Button>
          {addButton}
        </div>
      </div>
      <div className={isSourceShown ? 'gd-beside' : undefined}>
        {shown.length > 0 ? (
          <FieldTable
            object={object}
            fields={shown}
            types={types.data ?? []}
            isMovable={text === '' && !isSystem}
            onEdit={(name) => open({ field: name })}
          />
        ) : fields.length > archived.length ? (
          <State title={t('fields.noMatch')} />
        ) : (
          <State title={t('fields.empty')} note={t('fields.emptyNote')} actions={addButton} />
        )}
        {isSourceShown && (
          <SourceEditor
            document={object}
            path={edited === undefined ? undefined : `#/properties/${edited}`}
          />
        )}
      </div>
      {panel && <FieldPanel key={edited ?? '+'} object={object} name={edited} onClose={close} />}
    </section>
  );
}
