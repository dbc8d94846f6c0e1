import {
  type ClipboardEvent,
  type KeyboardEvent,
  type ReactNode,
  useCallback,
  useRef,
  useState,
} from 'react';
import type { GrantAddress, GrantEdit } from '../draft/grants.ts';
import { ACTIONS, NONE } from '../draft/role-words.ts';
import { useTexts } from '../i18n/index.ts';
import { ChoiceList } from './choice-list.tsx';
import {
  at,
  cellAt,
  cellsIn,
  copied,
  extentOf,
  filled,
  type GridCell,
  type GridRow,
  moved,
  pasted,
  placed,
  type Selection,
  type Spot,
  typed,
} from './grid.ts';
import { MatrixCell } from './matrix-cell.tsx';
import { useRoleWords } from './use-role-words.ts';

const COLUMNS = ACTIONS.length;
/** In a list of values: the way to a grant with a condition. */
const CONDITION = '?';

const spotOf = (target: EventTarget): Spot | undefined => {
  const cell = (target as Element).closest<HTMLElement>('[data-row]');
  return cell ? { row: Number(cell.dataset.row), column: Number(cell.dataset.column) } : undefined;
};

/** Rights as a grid: objects and their fields down, actions across. Every cell is a stop of the arrow keys. */
export function MatrixGrid(props: {
  label: string;
  rows: readonly GridRow[];
  /** what stands at the head of a row */
  head: (row: GridRow, tabIndex: number) => ReactNode;
  onEdit: (edits: readonly GrantEdit[]) => void;
  onCondition: (address: GrantAddress) => void;
}) {
  const { label, rows, head, onEdit, onCondition } = props;
  const { t } = useTexts();
  const words = useRoleWords();
  const table = useRef<HTMLTableElement>(null);
  /** the focus goes where the selection went already */
  const isMoving = useRef(false);
  const [given, select] = useState<Selection>(at({ row: 0, column: 0 }));
  const [opened, setOpened] = useState<{ anchor: Element; selection: Selection; title: string } | null>(null);
  const [said, say] = useState('');
  const selection: Selection = {
    from: placed(rows, given.from, COLUMNS),
    to: placed(rows, given.to, COLUMNS),
  };
  const { top, bottom, left, right } = extentOf(selection, COLUMNS);
  const isMany = top !== bottom || left !== right;

  const elementAt = ({ row, column }: Spot): HTMLElement | null => {
    const isOne = column > 0 && rows[row]?.cells.length === 1;
    return (
      table.current?.querySelector<HTMLElement>(`[data-row="${row}"][data-column="${isOne ? 0 : column}"]`) ??
      null
    );
  };
  const focus = (spot: Spot) => {
    const element = elementAt(spot);
    isMoving.current = true;
    (element?.querySelector<HTMLElement>('[data-head]') ?? element)?.focus();
    isMoving.current = false;
  };
  const go = (to: Spot, isExtended: boolean) => {
    select({ from: isExtended ? selection.from : to, to });
    focus(to);
  };
  const close = useCallback(() => {
    setOpened(null);
  }, []);
  const back = () => {
    close();
    focus(selection.to);
  };
  const apply = (edits: readonly GrantEdit[], value?: string) => {
    if (edits.length === 0) return;
    onEdit(edits);
    const text = value === undefined ? '' : words.value(value, 'field' in edits[0]!.address);
    say(
      value === undefined
        ? t('roles.saidPasted', { count: edits.length })
        : t('roles.saidSet', { count: edits.length, value: text }),
    );
  };
  const cells = (of: Selection): readonly (readonly GridCell[])[] => cellsIn(rows, of, COLUMNS);
  const open = (anchor: Element, of: Selection, title: string) => {
    if (cells(of).some((row) => row.some(({ options }) => options.length > 0)))
      setOpened({ anchor, selection: of, title });
  };
  const titleOf = ({ row, column }: Spot): string => {
    const name = table.current?.querySelector(`[data-row="${row}"] [data-name]`)?.textContent ?? '';
    return column < 0 || rows[row]?.cells.length === 1
      ? name
      : t('roles.cell', { object: name, action: words.action(ACTIONS[column]!) });
  };
  const find = (cell: Pick<GridCell, 'options' | 'value'>, isField: boolean, letter: string) =>
    typed(cell, letter, (value) => words.namesOf(value, isField));

  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>) => {
    const spot = spotOf(event.target);
    if (!spot || event.altKey || event.nativeEvent.isComposing) return;
    const isHead = spot.column < 0;
    const { key } = event;
    const isCtrl = event.ctrlKey || event.metaKey;
    const to = moved(rows, spot, COLUMNS, { key, ctrlKey: isCtrl });
    const done = () => event.preventDefault();
    if (to) {
      done();
      return go(to, event.shiftKey);
    }
    if (key === ' ' && event.shiftKey) {
      done();
      return select({ from: { ...spot, column: 0 }, to: { ...spot, column: COLUMNS - 1 } });
    }
    if (key === ' ' && isCtrl) {
      done();
      return select({ from: { ...spot, row: 0 }, to: { ...spot, row: rows.length - 1 } });
    }
    if (isCtrl) return;
    if (key === 'Escape') return select(at(spot));
    if (key === 'Delete' || key === 'Backspace') {
      done();
      return apply(filled(cells(selection), NONE), NONE);
    }
    // the head of a row is a button of its own
    if (isHead) return;
    if (key === 'Enter' || key === ' ' || key === 'F2') {
      done();
      return open(event.target as Element, selection, titleOf(spot));
    }
    const cell = cellAt(rows, spot);
    if (key.length !== 1 || !cell) return;
    const value = find(cell, 'field' in cell.address, key.toLowerCase());
    if (value === undefined) return;
    done();
    apply(filled(cells(selection), value), value);
  };
  const onCopy = (event: ClipboardEvent) => {
    if (!spotOf(event.target)) return;
    event.preventDefault();
    const taken = cells(selection);
    event.clipboardData.setData('text/plain', copied(taken));
    say(t('roles.saidCopied', { count: taken.flat().length }));
  };
  const onPaste = (event: ClipboardEvent) => {
    if (!spotOf(event.target)) return;
    event.preventDefault();
    const read = (word: string): string => {
      const known = cells({ from: { row: 0, column: 0 }, to: { row: rows.length - 1, column: COLUMNS - 1 } });
      const options = new Set(known.flat().flatMap((cell) => cell.options));
      const named = [...options].find((one) =>
        [false, true].some((isField) => words.value(one, isField) === word),
      );
      return named ?? word;
    };
    apply(pasted(rows, selection, COLUMNS, event.clipboardData.getData('text/plain'), read));
  };

  const chosen = opened ? cells(opened.selection).flat() : [];
  const first = chosen.find(({ options }) => options.length > 0);
  const isField = first !== undefined && 'field' in first.address;
  const choices = [...new Set(chosen.flatMap(({ options }) => options))].map((value) => ({
    value,
    label: words.value(value, isField),
  }));
  const mayState = chosen.length === 1 && first && !isField && first.address.object !== '*';
  return (
    <>
      <section className="gd-matrix-frame" aria-label={label}>
        <table
          ref={table}
          className="gd-matrix"
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the pattern of a grid
          role="grid"
          aria-label={label}
          aria-multiselectable="true"
          onKeyDown={onKeyDown}
          onCopy={onCopy}
          onPaste={onPaste}
          onFocus={({ target }) => {
            const spot = spotOf(target);
            if (!spot || isMoving.current) return;
            if (spot.row !== selection.to.row || spot.column !== selection.to.column) select(at(spot));
          }}
          onMouseDown={(event) => {
            const spot = spotOf(event.target);
            if (!spot || spot.column < 0) return;
            if (event.shiftKey) {
              event.preventDefault();
              go(spot, true);
            } else select(at(spot));
          }}
        >
          <thead>
            <tr>
              <th scope="col">{t('roles.object')}</th>
              {ACTIONS.map((action, column) => (
                <th key={action} scope="col">
                  <button
                    type="button"
                    title={t('roles.setColumn', { action: words.action(action) })}
                    onClick={(event) => {
                      const whole = { from: { row: 0, column }, to: { row: rows.length - 1, column } };
                      select(whole);
                      open(
                        event.currentTarget,
                        whole,
                        t('roles.setColumn', { action: words.action(action) }),
                      );
                    }}
                  >
                    {words.action(action)}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, number) => {
              const isHere = number === selection.to.row;
              return (
                <tr
                  key={row.key}
                  data-line={row.field === undefined ? row.line : undefined}
                  data-field={row.field}
                  data-object={row.object}
                >
                  <th scope="row" data-row={number} data-column={-1}>
                    {head(row, isHere && selection.to.column < 0 ? 0 : -1)}
                  </th>
                  {row.cells.map((cell, column) => {
                    const isOne = row.cells.length === 1;
                    const isChosen =
                      number >= top && number <= bottom && (isOne || (column >= left && column <= right));
                    return (
                      <MatrixCell
                        key={isOne ? 'right' : ACTIONS[column]}
                        cell={cell}
                        row={number}
                        column={column}
                        span={isOne ? COLUMNS : 1}
                        isChosen={isChosen}
                        isStop={isHere && (isOne ? selection.to.column >= 0 : column === selection.to.column)}
                        onOpen={(anchor) =>
                          open(
                            anchor,
                            isMany && isChosen ? selection : at({ row: number, column }),
                            titleOf({ row: number, column }),
                          )
                        }
                      />
                    );
                  })}
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
      {isMany && (
        <div className="gd-matrix-bulk">
          <button
            type="button"
            className="gd-matrix-set"
            onClick={(event) =>
              open(
                event.currentTarget,
                selection,
                t('roles.setMany', { count: cells(selection).flat().length }),
              )
            }
          >
            {t('roles.setMany', { count: cells(selection).flat().length })}
          </button>
        </div>
      )}
      <p className="gx-hidden" role="status">
        {said}
      </p>
      {opened && (
        <ChoiceList
          anchor={opened.anchor}
          label={opened.title}
          choices={
            mayState ? [...choices, { value: CONDITION, label: t('roles.condition'), isWay: true }] : choices
          }
          value={chosen.length === 1 ? first?.value : undefined}
          find={(letter, from) =>
            find({ options: choices.map(({ value }) => value), value: from ?? '' }, isField, letter)
          }
          onClose={back}
          onPick={(value) => {
            back();
            if (value === CONDITION && first) onCondition(first.address);
            else apply(filled(cells(opened.selection), value), value);
          }}
        />
      )}
    </>
  );
}
