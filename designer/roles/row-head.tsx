import { DownOutlined, MoreOutlined, RightOutlined } from '@ant-design/icons';
import { Dropdown, type MenuProps } from 'antd';
import { Icon } from '../../runtime-ui/shell/icons.tsx';
import type { Body, MetaDocument } from '../draft/documents.ts';
import { factsOf } from '../draft/object.ts';
import { EVERY_OBJECT, FIELD_ACTIONS, scopesOf } from '../draft/role-words.ts';
import { useTexts } from '../i18n/index.ts';
import type { GridRow } from './grid.ts';
import { fieldActionsOf } from './rows.ts';
import { useRoleWords } from './use-role-words.ts';
import { WhereText } from './where-text.tsx';

/** What people want other fields for. */
const APART = FIELD_ACTIONS.filter((action) => action !== 'read');

/** What can be done with a grant as a whole. */
export interface LineActs {
  readonly toggle: () => void;
  readonly setAll: (value: string) => void;
  readonly editWhere: () => void;
  readonly addLine: () => void;
  /** makes an action a grant of its own, with fields of its own */
  readonly setApart: (action: string) => void;
  readonly remove: () => void;
}

/** The head of a grant: the object that it is about, or what it adds to those above; its menu, and its fields. */
export function LineHead(props: {
  row: GridRow;
  document: MetaDocument | undefined;
  grant: Body | undefined;
  isOpen: boolean;
  isFollowing: boolean;
  /** the role is for users of the portal */
  isPortal: boolean;
  tabIndex: number;
  acts: LineActs;
}) {
  const { row, document, grant, isOpen, isFollowing, isPortal, tabIndex, acts } = props;
  const { t } = useTexts();
  const words = useRoleWords();
  const name = words.object(document);
  const isEvery = row.object === EVERY_OBJECT;
  const hasFields = grant !== undefined || isFollowing;
  const isOneOf = (row.lines ?? 0) > 1;
  const about = fieldActionsOf(grant).map(words.action).join(t('conditions.comma'));
  const allowed: readonly string[] = grant?.do ?? [];
  const apart = isFollowing || allowed.length < 2 ? [] : APART.filter((action) => allowed.includes(action));
  const items: MenuProps['items'] = [
    ...(hasFields
      ? [{ key: 'fields', label: t(isOpen ? 'roles.hideFields' : 'roles.showFields'), onClick: acts.toggle }]
      : []),
    ...(isFollowing
      ? []
      : [
          {
            key: 'set',
            label: t('roles.setRow'),
            children: scopesOf('read', isPortal).map((value) => ({
              key: value,
              label: words.scope(value),
              onClick: () => acts.setAll(value),
            })),
          },
        ]),
    ...(isEvery
      ? []
      : [
          ...(grant
            ? [
                {
                  key: 'where',
                  label: t(grant.where ? 'roles.editWhere' : 'roles.addWhere'),
                  onClick: acts.editWhere,
                },
              ]
            : []),
          ...(isFollowing ? [] : [{ key: 'line', label: t('roles.addLine'), onClick: acts.addLine }]),
          ...(apart.length > 0
            ? [
                {
                  key: 'apart',
                  label: t('roles.setApart'),
                  children: apart.map((action) => ({
                    key: action,
                    label: words.action(action),
                    onClick: () => acts.setApart(action),
                  })),
                },
              ]
            : []),
        ]),
    ...(grant ? [{ key: 'remove', danger: true, label: t('roles.removeLine'), onClick: acts.remove }] : []),
  ];
  return (
    <span className="gd-matrix-head" data-more={row.line > 0 || undefined}>
      <button
        type="button"
        className="gx-icon-button gd-matrix-toggle"
        tabIndex={-1}
        disabled={!hasFields}
        aria-expanded={isOpen}
        aria-label={t(isOpen ? 'roles.hideFieldsOf' : 'roles.showFieldsOf', { object: name })}
        onClick={acts.toggle}
      >
        {isOpen ? <DownOutlined /> : <RightOutlined />}
      </button>
      <Dropdown menu={{ items }} trigger={['click']} autoFocus>
        <button type="button" className="gd-matrix-name" data-head tabIndex={tabIndex} aria-haspopup="menu">
          {row.line === 0 ? (
            <>
              {document && <Icon name={factsOf(document).icon} />}
              <span data-name>{name}</span>
              {isOneOf && <span className="gx-count">{t('roles.lines', { count: row.lines! })}</span>}
            </>
          ) : (
            <>
              <span className="gx-hidden" data-name>
                {t(grant?.where ? 'roles.alsoOf' : 'roles.alsoPlainOf', { object: name })}
              </span>
              <span aria-hidden="true">{t(grant?.where ? 'roles.also' : 'roles.alsoPlain')}</span>
            </>
          )}
          <MoreOutlined aria-hidden="true" className="gd-matrix-more" />
        </button>
      </Dropdown>
      {isOneOf && about !== '' && (
        <small className="gx-soft">{t('roles.onActions', { actions: about })}</small>
      )}
      {isFollowing && row.line === 0 && <small className="gx-soft">{t('roles.follows')}</small>}
      {grant?.where && (
        <small className="gd-matrix-where" title={grant.where}>
          {t('roles.where')} <WhereText object={row.object} source={grant.where} />
        </small>
      )}
    </span>
  );
}

/** The head of a field: its label, the API name of which tells it from others of the same. */
export function FieldHead({
  row,
  document,
  tabIndex,
}: {
  row: GridRow;
  document: MetaDocument | undefined;
  tabIndex: number;
}) {
  const words = useRoleWords();
  return (
    <span className="gd-matrix-field" data-head data-name tabIndex={tabIndex}>
      {words.field(document, row.field!)}
    </span>
  );
}
