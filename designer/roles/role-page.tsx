import { SearchOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Checkbox, Input, Switch } from 'antd';
import { useEffect, useId, useMemo, useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { useIsPhone } from '../../runtime-ui/shell/screen.ts';
import { NotFound, State } from '../../runtime-ui/shell/states.tsx';
import { useDocumentTitle } from '../../runtime-ui/shell/title.ts';
import { fieldTypesQuery } from '../api/queries.ts';
import type { MetaDocument } from '../draft/documents.ts';
import {
  type GrantAddress,
  linesOf,
  withActionApart,
  withEdits,
  withoutLine,
  withWhere,
} from '../draft/grants.ts';
import { ACTIONS, ADMIN_RIGHTS, EVERY_OBJECT, scopesOf } from '../draft/role-words.ts';
import { useDraft } from '../draft/store.tsx';
import { useTexts } from '../i18n/index.ts';
import { MatrixCards } from './cards.tsx';
import type { GridRow } from './grid.ts';
import { MatrixGrid } from './matrix.tsx';
import { RoleHead } from './role-head.tsx';
import { FieldHead, LineHead } from './row-head.tsx';
import { followedBy, isChangedOver, lineKey, matrixObjects, rowsOver } from './rows.ts';
import { useRoleEdits } from './use-role-edits.ts';
import { useRoleWords } from './use-role-words.ts';
import { WherePanel } from './where-panel.tsx';
import './roles.css';

const NOTHING = { grants: [] };

/** One role: its rights over the workspace, and those over objects as a matrix. */
export function Component() {
  const { t, label } = useTexts();
  const { role: name = '' } = useParams();
  const { documents, published } = useDraft();
  const role = documents.get(`role/${name}`);
  const before = published.get(`role/${name}`);
  useDocumentTitle(role && label(role.body.labels), t('designer.title'));
  if (!role) return <NotFound />;
  return (
    <div className="gd-page gd-page-wide">
      <nav aria-label={t('record.breadcrumbs')} className="gd-crumbs">
        <Link to="/roles">{t('roles.title')}</Link>
      </nav>
      <RoleHead role={role} before={before} />
      {role.body.portal !== true && <AdminRights role={role} />}
      <Matrix role={role} before={before} />
    </div>
  );
}

/** Rights over the workspace itself. */
function AdminRights({ role }: { role: MetaDocument }) {
  const { t } = useTexts();
  const words = useRoleWords();
  const { act } = useRoleEdits(role);
  const id = useId();
  return (
    <section className="gd-admin-rights" aria-labelledby={id}>
      <h2 id={id}>{t('roles.adminTitle')}</h2>
      <Checkbox.Group
        className="gd-checks"
        value={role.body.admin ?? []}
        options={ADMIN_RIGHTS.map((value) => ({ value, label: words.admin(value) }))}
        onChange={(chosen: string[]) =>
          act(({ admin: _, ...body }) => {
            const admin = ADMIN_RIGHTS.filter((right) => chosen.includes(right));
            return admin.length > 0 ? { ...body, admin } : body;
          })
        }
      />
    </section>
  );
}

interface Asked {
  readonly object: string;
  readonly line: number;
  readonly action?: string;
}

function Matrix({ role, before }: { role: MetaDocument; before: MetaDocument | undefined }) {
  const { t } = useTexts();
  const isPhone = useIsPhone();
  const words = useRoleWords();
  const { documents } = useDraft();
  const { change, act } = useRoleEdits(role);
  const { data: types = [] } = useQuery(fieldTypesQuery);
  const id = useId();
  const [search] = useSearchParams();
  const wanted = search.get('object');
  const [text, setText] = useState('');
  const [isChangedOnly, setChangedOnly] = useState(false);
  const [open, setOpen] = useState<ReadonlySet<string>>(
    new Set(wanted !== null && search.has('fields') ? [lineKey(wanted, 0)] : []),
  );
  const [asked, ask] = useState<Asked | null>(null);
  const { body } = role;
  const isPortal = body.portal === true;
  const was = before?.body ?? NOTHING;
  const shown = useMemo(() => {
    const sought = text.trim().toLowerCase();
    const matrix = { body, before: was, documents, types, open };
    return matrixObjects(documents)
      .filter(
        ({ name, document }) =>
          sought === '' || [name, words.object(document)].some((word) => word.toLowerCase().includes(sought)),
      )
      .filter(({ name }) => !isChangedOnly || isChangedOver(matrix, name))
      .map((object) => ({ object, rows: rowsOver(matrix, object) }));
  }, [text, isChangedOnly, body, was, documents, types, open, words]);
  useEffect(() => {
    if (wanted !== null)
      document.querySelector(`[data-object="${CSS.escape(wanted)}"]`)?.scrollIntoView({ block: 'center' });
  }, [wanted]);
  const rows = shown.flatMap((one) => one.rows);
  const toggle = ({ object, line }: GridRow) => {
    const key = lineKey(object, line);
    setOpen(open.has(key) ? new Set([...open].filter((one) => one !== key)) : new Set([...open, key]));
  };
  const documentOf = (object: string) =>
    object === EVERY_OBJECT ? undefined : documents.get(`object/${object}`);
  const grantOf = ({ object, line }: Pick<GrantAddress, 'object' | 'line'>) => linesOf(body, object)[line];
  const newLine = (object: string) => Math.max(linesOf(body, object).length, 0);
  const setRow = ({ object, line }: GridRow, value: string) =>
    act((now) =>
      withEdits(
        now,
        ACTIONS.filter((action) => scopesOf(action, isPortal).includes(value)).map((action) => ({
          address: { object, line, action },
          value,
        })),
      ),
    );
  const head = (row: GridRow, tabIndex: number) =>
    row.field === undefined ? (
      <LineHead
        row={row}
        document={documentOf(row.object)}
        grant={grantOf(row)}
        isOpen={open.has(lineKey(row.object, row.line))}
        isPortal={isPortal}
        isFollowing={row.object !== EVERY_OBJECT && followedBy(documents, row.object) !== undefined}
        tabIndex={tabIndex}
        acts={{
          toggle: () => toggle(row),
          setAll: (value) => setRow(row, value),
          editWhere: () => ask(row),
          addLine: () => ask({ object: row.object, line: newLine(row.object), action: 'read' }),
          setApart: (action) => {
            act((now) => withActionApart(now, row, action));
            setOpen(new Set([...open, lineKey(row.object, row.line), lineKey(row.object, row.line + 1)]));
          },
          remove: () => act((now) => withoutLine(now, row)),
        }}
      />
    ) : (
      <FieldHead row={row} document={documentOf(row.object)} tabIndex={tabIndex} />
    );
  return (
    <section aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{t('roles.matrix')}</h2>
      <p className="gx-soft gd-note">{t(isPhone ? 'roles.cardsNote' : 'roles.matrixNote')}</p>
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
        <span className="gd-switch">
          <Switch id={id} checked={isChangedOnly} onChange={setChangedOnly} />
          <label htmlFor={id}>{t('roles.changedOnly')}</label>
        </span>
      </div>
      {shown.length === 0 ? (
        <State title={t(isChangedOnly ? 'roles.noChanges' : 'objects.noMatch')} />
      ) : isPhone ? (
        <MatrixCards
          objects={shown}
          whereOf={(row) => grantOf(row)?.where}
          onToggle={toggle}
          onEdit={(edits) => act((now) => withEdits(now, edits))}
          onWhere={(object, line) => ask({ object, line, action: 'read' })}
        />
      ) : (
        <MatrixGrid
          label={t('roles.matrix')}
          rows={rows}
          head={head}
          onEdit={(edits) => act((now) => withEdits(now, edits))}
          onCondition={(address) =>
            ask({
              object: address.object,
              line: grantOf(address) ? newLine(address.object) : address.line,
              ...('action' in address && { action: address.action }),
            })
          }
        />
      )}
      {asked && (
        <WherePanel
          key={lineKey(asked.object, asked.line)}
          place={asked}
          title={t('roles.whereTitle', { object: words.object(documentOf(asked.object)) })}
          given={grantOf(asked)?.where ?? ''}
          isNew={!grantOf(asked)}
          onSave={(where) => change((now) => withWhere(now, asked, where, asked.action))}
          onClose={() => ask(null)}
        />
      )}
    </section>
  );
}
