import { Select, Switch } from 'antd';
import { useId, useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { NotFound, State } from '../../runtime-ui/shell/states.tsx';
import { useDocumentTitle } from '../../runtime-ui/shell/title.ts';
import { type MetaDocument, ofKind } from '../draft/documents.ts';
import { factsOf } from '../draft/object.ts';
import { EVERY_OBJECT } from '../draft/role-words.ts';
import { useDraft } from '../draft/store.tsx';
import { useTexts } from '../i18n/index.ts';
import { AllowedText } from './allowed-text.tsx';
import { adminCompared, type Compared, comparedOver } from './differences.ts';
import { FieldAllowedText } from './field-allowed-text.tsx';
import { matrixObjects } from './rows.ts';
import { useRoleWords } from './use-role-words.ts';
import './roles.css';

/** Two roles side by side, by what they come to: the sum of their grants. */
export function Component() {
  const { t, label } = useTexts();
  const { role: name = '' } = useParams();
  const { documents } = useDraft();
  const id = useId();
  const [search, setSearch] = useSearchParams();
  const [isAll, setAll] = useState(false);
  const role = documents.get(`role/${name}`);
  const others = ofKind(documents, 'role').filter(({ key }) => key !== name);
  const other = documents.get(`role/${search.get('with')}`) ?? others[0];
  const nameOf = (one: MetaDocument) => label(one.body.labels) || one.key;
  useDocumentTitle(role && t('roles.compareTitle', { role: nameOf(role) }), t('designer.title'));
  if (!role) return <NotFound />;
  return (
    <div className="gd-page">
      <nav aria-label={t('record.breadcrumbs')} className="gd-crumbs">
        <Link to={`/roles/${name}`}>{nameOf(role)}</Link>
      </nav>
      <header className="gd-header">
        <h1>{t('roles.compareTitle', { role: nameOf(role) })}</h1>
      </header>
      {other ? (
        <>
          <div className="gd-tools">
            <span className="gd-switch">
              <label htmlFor={`${id}-with`}>{t('roles.compareWith')}</label>
              <Select
                id={`${id}-with`}
                value={other.key}
                popupMatchSelectWidth={false}
                options={others.map((one) => ({ value: one.key, label: nameOf(one) }))}
                onChange={(next: string) => setSearch({ with: next })}
              />
            </span>
            <span className="gd-switch">
              <Switch id={id} checked={!isAll} onChange={(checked) => setAll(!checked)} />
              <label htmlFor={id}>{t('roles.differencesOnly')}</label>
            </span>
          </div>
          <Differences left={role} right={other} isAll={isAll} />
        </>
      ) : (
        <State title={t('roles.noOther')} note={t('roles.noOtherNote')} />
      )}
    </div>
  );
}

function Differences({ left, right, isAll }: { left: MetaDocument; right: MetaDocument; isAll: boolean }) {
  const { t, label } = useTexts();
  const words = useRoleWords();
  const { documents } = useDraft();
  const objects = matrixObjects(documents)
    .map(({ name, document }) => ({
      name,
      document,
      lines: comparedOver(
        left.body,
        right.body,
        name,
        document !== undefined && factsOf(document).isSystem,
      ).filter(({ isSame }) => isAll || !isSame),
    }))
    .filter(({ lines }) => lines.length > 0);
  const admin = adminCompared(left.body, right.body).filter(({ isSame }) => isAll || !isSame);
  if (objects.length === 0 && admin.length === 0) return <State title={t('roles.noDifference')} />;
  const heads = [left, right].map((role) => label(role.body.labels) || role.key);
  const textOf = (line: Compared) =>
    'action' in line
      ? words.action(line.action)
      : t('roles.fieldNamed', {
          field: words.field(documents.get(`object/${line.object}`), line.field),
        });
  return (
    <table className="gd-table gd-compare">
      <thead>
        <tr>
          <th scope="col">{t('roles.right')}</th>
          {heads.map((text) => (
            <th key={text} scope="col">
              {text}
            </th>
          ))}
        </tr>
      </thead>
      {admin.length > 0 && (
        <tbody>
          <tr className="gd-compare-group">
            <th scope="colgroup" colSpan={3}>
              {t('roles.adminTitle')}
            </th>
          </tr>
          {admin.map((one) => (
            <tr key={one.name} data-differs={!one.isSame || undefined}>
              <th scope="row">{words.admin(one.name)}</th>
              {[one.left, one.right].map((has, at) => (
                <td key={heads[at]} data-of={heads[at]}>
                  {t(has ? 'common.yes' : 'common.no')}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      )}
      {objects.map(({ name, document, lines }) => (
        <tbody key={name}>
          <tr className="gd-compare-group">
            <th scope="colgroup" colSpan={3}>
              <Link to={`/roles/${left.key}?object=${encodeURIComponent(name)}`}>
                {words.object(document)}
              </Link>
            </th>
          </tr>
          {lines.map((line) => (
            <tr
              key={'action' in line ? line.action : `.${line.field}`}
              data-differs={!line.isSame || undefined}
            >
              <th scope="row">{textOf(line)}</th>
              {'action' in line
                ? [line.left, line.right].map((allowed, at) => (
                    <td key={heads[at]} data-of={heads[at]}>
                      <AllowedText object={name === EVERY_OBJECT ? undefined : name} allowed={allowed} />
                    </td>
                  ))
                : [line.left, line.right].map((allowed, at) => (
                    <td key={heads[at]} data-of={heads[at]} data-value={allowed[0]?.right}>
                      <FieldAllowedText object={name === EVERY_OBJECT ? undefined : name} allowed={allowed} />
                    </td>
                  ))}
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  );
}
