import { CaretDownOutlined, CaretRightOutlined } from '@ant-design/icons';
import { useDraggable, useDroppable } from '@dnd-kit/core';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useTexts } from '../i18n/index.ts';
import { type Row, stepOf, type TreeNode, typedTo } from './tree.ts';

const ROW = 36;
const AROUND = 8;
const TYPED_TOGETHER = 700;

/** What the pointer carries: a node of the tree, or somebody from the list beside it. */
export interface Carried {
  readonly kind: 'node' | 'person';
  readonly id: string;
  readonly name: string;
}

/** What a tree can do besides showing; what is left out nobody can do. */
export interface TreeDeeds {
  readonly onChoose: (id: string) => void;
  readonly onToggle: (id: string) => void;
  /** moves by cutting and pasting, and by dragging */
  readonly onMove?: (id: string, to: string | null) => void;
  readonly onRename?: (id: string) => void;
}

/**
 * A tree of which only the lines in sight are drawn, with the keys of the WAI-ARIA pattern. The focus stays on the
 * tree; the line that it is on is told by its id.
 */
export function TreeView(props: {
  label: string;
  rows: readonly Row[];
  chosen: string | undefined;
  deeds: TreeDeeds;
  badge: (node: TreeNode) => ReactNode;
  /** what the badge says, in words */
  spoken: (node: TreeNode) => string;
}) {
  const { label, rows, chosen, deeds, badge, spoken } = props;
  const { t } = useTexts();
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [sight, setSight] = useState({ top: 0, height: 600 });
  const [active, setActive] = useState<string | undefined>(chosen);
  const [cut, setCut] = useState<TreeNode>();
  const [said, say] = useState('');
  const typed = useRef({ text: '', at: 0 });
  const placeOf = (sought: string | undefined) => rows.findIndex(({ node }) => node.id === sought);
  const at = [placeOf(active), placeOf(chosen), 0].find((index) => index >= 0)!;

  useEffect(() => {
    const watcher = new ResizeObserver(([entry]) =>
      setSight((known) => ({ ...known, height: entry!.contentRect.height })),
    );
    watcher.observe(box.current!);
    return () => watcher.disconnect();
  }, []);
  const show = (index: number) => {
    const element = box.current!;
    if (index * ROW < element.scrollTop) element.scrollTop = index * ROW;
    else if ((index + 1) * ROW > element.scrollTop + element.clientHeight)
      element.scrollTop = (index + 1) * ROW - element.clientHeight;
  };
  const chosenAt = placeOf(chosen);
  // what was chosen elsewhere comes into sight
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when another one is chosen
  useEffect(() => {
    if (chosenAt < 0) return;
    setActive(chosen);
    show(chosenAt);
  }, [chosen]);

  const goTo = (index: number) => {
    setActive(rows[index]!.node.id);
    show(index);
  };
  const type = (key: string): void => {
    const now = Date.now();
    const text = (now - typed.current.at < TYPED_TOGETHER ? typed.current.text : '') + key.toLowerCase();
    typed.current = { text, at: now };
    const to = typedTo(rows, at, text);
    if (to !== undefined) goTo(to);
  };
  const press = (event: KeyboardEvent): boolean => {
    const node = rows[at]?.node;
    if (event.ctrlKey || event.metaKey) {
      if (!deeds.onMove || !node) return false;
      if (event.key === 'x') {
        setCut(node);
        say(t('organization.cut', { name: node.name }));
        return true;
      }
      if (event.key === 'v' && cut) {
        setCut(undefined);
        deeds.onMove(cut.id, node.id);
        return true;
      }
      return false;
    }
    if (event.altKey) return false;
    if (event.key === 'Escape' && cut) {
      setCut(undefined);
      say(t('organization.notCut'));
      return true;
    }
    if (event.key === 'F2' && node && deeds.onRename) {
      deeds.onRename(node.id);
      return true;
    }
    if ((event.key === 'Enter' || event.key === ' ') && node) {
      deeds.onChoose(node.id);
      return true;
    }
    const step = stepOf(rows, at, event.key);
    if (step && 'to' in step) goTo(step.to);
    else if (step) deeds.onToggle(step.toggle);
    else if (event.key.length === 1) type(event.key);
    else return false;
    return true;
  };

  const from = Math.max(0, Math.floor(sight.top / ROW) - AROUND);
  const until = Math.ceil((sight.top + sight.height) / ROW) + AROUND;
  const drawn = rows.flatMap((row, index) =>
    (index >= from && index < until) || index === at ? [{ row, index }] : [],
  );
  return (
    <>
      <div
        ref={box}
        role="tree"
        className="gx-tree"
        tabIndex={0}
        aria-label={label}
        aria-activedescendant={rows[at] && `${id}-${rows[at].node.id}`}
        aria-describedby={deeds.onMove && `${id}-keys`}
        onScroll={({ currentTarget }) => setSight((known) => ({ ...known, top: currentTarget.scrollTop }))}
        onKeyDown={(event) => {
          if (press(event)) event.preventDefault();
        }}
      >
        <div role="none" className="gx-tree-rows" style={{ height: rows.length * ROW }}>
          {drawn.map(({ row, index }) => (
            <Line
              key={row.node.id}
              id={`${id}-${row.node.id}`}
              row={row}
              top={index * ROW}
              isChosen={row.node.id === chosen}
              isActive={index === at}
              isCut={row.node.id === cut?.id}
              deeds={deeds}
              badge={badge(row.node)}
              spoken={spoken(row.node)}
              onPoint={() => setActive(row.node.id)}
            />
          ))}
        </div>
      </div>
      {deeds.onMove && (
        <span id={`${id}-keys`} className="gx-hidden">
          {t('organization.keys')}
        </span>
      )}
      <span role="status" className="gx-hidden">
        {said}
      </span>
    </>
  );
}

function Line(props: {
  id: string;
  row: Row;
  top: number;
  isChosen: boolean;
  isActive: boolean;
  isCut: boolean;
  deeds: TreeDeeds;
  badge: ReactNode;
  spoken: string;
  onPoint: () => void;
}) {
  const { row, isChosen, isActive, isCut, deeds, onPoint } = props;
  const { node, level, isOpen } = row;
  const { t } = useTexts();
  const carried: Carried = { kind: 'node', id: node.id, name: node.name };
  const drag = useDraggable({ id: `node:${node.id}`, data: carried, disabled: !deeds.onMove });
  const drop = useDroppable({ id: node.id, disabled: !deeds.onMove });
  const { onKeyDown: _, ...pointer } = drag.listeners ?? {};
  const marks = [
    'gx-tree-row',
    isChosen && 'gx-is-chosen',
    isActive && 'gx-is-active',
    (isCut || drag.isDragging) && 'gx-is-cut',
    drop.isOver && 'gx-is-over',
    !node.isActive && 'gx-is-off',
  ];
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree hears the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus
    <div
      ref={(element) => {
        drag.setNodeRef(element);
        drop.setNodeRef(element);
      }}
      {...pointer}
      role="treeitem"
      id={props.id}
      data-id={node.id}
      className={marks.filter(Boolean).join(' ')}
      style={{ top: props.top, paddingInlineStart: 4 + (level - 1) * 18 }}
      aria-level={level}
      aria-posinset={row.place}
      aria-setsize={row.of}
      aria-expanded={isOpen}
      aria-selected={isChosen}
      onClick={() => {
        onPoint();
        deeds.onChoose(node.id);
      }}
    >
      <span
        className="gx-tree-toggle"
        aria-hidden="true"
        onMouseDown={(event) => isOpen !== undefined && event.stopPropagation()}
        onClick={(event) => {
          if (isOpen === undefined) return;
          event.stopPropagation();
          deeds.onToggle(node.id);
        }}
      >
        {isOpen === undefined ? null : isOpen ? <CaretDownOutlined /> : <CaretRightOutlined />}
      </span>
      <span className="gx-clip gx-tree-name">{node.name || t('list.noTitle')}</span>
      {node.head && <span className="gx-clip gx-soft gx-tree-head">{node.head}</span>}
      {!node.isActive && <span className="gx-tree-off">{t('organization.off')}</span>}
      <span className="gx-tree-badge" aria-hidden="true">
        {props.badge}
      </span>
      <span className="gx-hidden">{props.spoken}</span>
    </div>
  );
}
