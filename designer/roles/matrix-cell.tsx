import { useTexts } from '../i18n/index.ts';
import type { GridCell } from './grid.ts';
import { useRoleWords } from './use-role-words.ts';

/** What other grants over the object say otherwise of a field: all of them add up. */
export function Beside({ cell }: { cell: GridCell }) {
  const { t } = useTexts();
  const words = useRoleWords();
  return cell.beside?.map(({ right, actions }) => (
    <small key={`${right} ${actions}`} className="gx-soft gd-matrix-beside">
      {words.right(right)}{' '}
      {t('roles.onActions', { actions: actions.map(words.action).join(t('conditions.comma')) })}
    </small>
  ));
}

/** A value of the grid; softer where another grant or the preset says it. */
export function MatrixCell(props: {
  cell: GridCell;
  row: number;
  column: number;
  span: number;
  isChosen: boolean;
  /** where Tab goes */
  isStop: boolean;
  onOpen: (anchor: Element) => void;
}) {
  const { cell, row, column, span, isChosen, isStop, onOpen } = props;
  const { t } = useTexts();
  const words = useRoleWords();
  const isField = 'field' in cell.address;
  const isFixed = cell.options.length === 0;
  const isInherited =
    cell.inherited !== undefined && (isField || isFixed || cell.isImplied || cell.value === 'none');
  const value = isInherited ? cell.inherited! : cell.value;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the keys
    <td
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: cells of a grid are interactive
      role="gridcell"
      colSpan={span}
      data-row={row}
      data-column={column}
      data-value={value}
      data-inherited={isInherited || undefined}
      data-changed={cell.isChanged || undefined}
      aria-selected={isChosen}
      aria-readonly={isFixed || undefined}
      tabIndex={isStop ? 0 : -1}
      onClick={(event) => {
        if (!event.shiftKey) onOpen(event.currentTarget);
      }}
    >
      <span className="gd-matrix-value">{words.value(value, isField)}</span>
      <Beside cell={cell} />
      {isInherited && !isFixed && <span className="gx-hidden">{t('roles.inherited')}</span>}
      {cell.isChanged && <span className="gx-hidden">{t('draft.isChanged')}</span>}
    </td>
  );
}
