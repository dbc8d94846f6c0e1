import { Select } from 'antd';
import { useId } from 'react';
import { Icon } from '../../runtime-ui/shell/icons.tsx';
import type { GrantEdit } from '../draft/grants.ts';
import { factsOf } from '../draft/object.ts';
import { ACTIONS } from '../draft/role-words.ts';
import { useTexts } from '../i18n/index.ts';
import type { GridCell, GridRow } from './grid.ts';
import { Beside } from './matrix-cell.tsx';
import type { MatrixObject } from './rows.ts';
import { useRoleWords } from './use-role-words.ts';
import { WhereText } from './where-text.tsx';

/** On a phone: object by object, each right with its value. */
export function MatrixCards(props: {
  objects: readonly { readonly object: MatrixObject; readonly rows: readonly GridRow[] }[];
  whereOf: (row: GridRow) => string | undefined;
  onToggle: (row: GridRow) => void;
  onEdit: (edits: readonly GrantEdit[]) => void;
  onWhere: (object: string, line: number) => void;
}) {
  const { objects, whereOf, onToggle, onEdit, onWhere } = props;
  const { t } = useTexts();
  const words = useRoleWords();
  return (
    <div className="gd-role-cards">
      {objects.map(({ object, rows }) => (
        <details key={object.name}>
          <summary>
            {object.document && <Icon name={factsOf(object.document).icon} />}
            <span>{words.object(object.document)}</span>
            <small className="gx-soft">{summaryOf(rows, words.scope)}</small>
          </summary>
          {rows.map((row) => (
            <div key={row.key} className="gd-role-card" data-field={row.field}>
              {row.field === undefined && row.line > 0 && (
                <h3>{t(whereOf(row) === undefined ? 'roles.alsoPlain' : 'roles.also')}</h3>
              )}
              {row.field === undefined && whereOf(row) !== undefined && (
                <p className="gd-matrix-where">
                  {t('roles.where')} <WhereText object={row.object} source={whereOf(row)!} />
                </p>
              )}
              {row.cells.map((cell, at) => (
                <CardCell
                  key={row.field ?? ACTIONS[at]}
                  name={
                    row.field === undefined
                      ? words.action(ACTIONS[at]!)
                      : words.field(object.document, row.field)
                  }
                  cell={cell}
                  onPick={(value) => onEdit([{ address: cell.address, value }])}
                />
              ))}
              {row.field === undefined && (
                <div className="gd-role-card-acts">
                  <button type="button" className="gd-link" onClick={() => onToggle(row)}>
                    {t('roles.fields')}
                  </button>
                  {object.document && (
                    <button type="button" className="gd-link" onClick={() => onWhere(row.object, row.line)}>
                      {t(whereOf(row) ? 'roles.editWhere' : 'roles.addWhere')}
                    </button>
                  )}
                </div>
              )}
            </div>
          ))}
        </details>
      ))}
    </div>
  );
}

/** What of an object may be read, in a word. */
function summaryOf(rows: readonly GridRow[], scope: (value: string) => string): string {
  const reading = rows
    .filter(({ field }) => field === undefined)
    .map(({ cells }) => cells[ACTIONS.indexOf('read')]!)
    .map(({ value, inherited }) => (value === 'none' ? (inherited ?? value) : value));
  return [...new Set(reading)].map(scope).join(' · ');
}

function CardCell(props: { name: string; cell: GridCell; onPick: (value: string) => void }) {
  const { name, cell, onPick } = props;
  const { t } = useTexts();
  const words = useRoleWords();
  const id = useId();
  const isField = 'field' in cell.address;
  return (
    <div className="gd-role-card-cell">
      <label htmlFor={id}>{name}</label>
      {cell.options.length === 0 ? (
        <span className="gx-soft">{words.value(cell.inherited ?? cell.value, isField)}</span>
      ) : (
        <span>
          <Select
            id={id}
            aria-label={name}
            value={cell.value}
            popupMatchSelectWidth={false}
            options={cell.options.map((value) => ({ value, label: words.value(value, isField) }))}
            onChange={onPick}
          />
          <Beside cell={cell} />
          {!isField && cell.value === 'none' && cell.inherited && (
            <small className="gx-soft">{t('roles.anyway', { scope: words.scope(cell.inherited) })}</small>
          )}
        </span>
      )}
    </div>
  );
}
