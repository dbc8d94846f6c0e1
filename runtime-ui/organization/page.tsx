import { ArrowLeftOutlined, PlusOutlined, SearchOutlined } from '@ant-design/icons';
import {
  DndContext,
  type DragEndEvent,
  DragOverlay,
  MouseSensor,
  pointerWithin,
  TouchSensor,
  useDroppable,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Input } from 'antd';
import { useDeferredValue, useMemo, useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { peopleCountsQuery, treeQuery } from '../api/organization.ts';
import { objectQuery } from '../api/queries.ts';
import type { ObjectMeta } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { useSayFailure } from '../shell/failure.ts';
import { later } from '../shell/later.tsx';
import { useIsPhone } from '../shell/screen.ts';
import { Loading, NotFound, Refusal } from '../shell/states.tsx';
import { Tabs } from '../shell/tabs.tsx';
import { useDocumentTitle } from '../shell/title.ts';
import { useMe } from '../values/locality.ts';
import { MoveDialog, useCarry } from './dialogs.tsx';
import { isPlace, isTree, KINDS, type Kind } from './kinds.ts';
import { Panel } from './panel.tsx';
import { found, pathTo, rowsOf, sumsOf, type Tree } from './tree.ts';
import { type Carried, TreeView } from './tree-view.tsx';
import './organization.css';
import '../record/record.css';
import '../i18n/organization.ts';

const RecordDrawer = later(() => import('../record/drawer.tsx'));

/** `/organization/:kind?at=`: how people stand to each other, for who manages them. */
export function Component() {
  const { kind: name = KINDS[0]!.name } = useParams();
  const { t } = useTexts();
  const navigate = useNavigate();
  const { admin } = useMe();
  const kind = KINDS.find((one) => one.name === name);
  useDocumentTitle(kind && t(`organization.${kind.name}.tab`), t('organization.title'));
  if (!kind || !admin.includes('people')) return <NotFound />;
  return (
    <div className="gx-organization">
      <h1>{t('organization.title')}</h1>
      <Tabs
        label={t('organization.title')}
        tabs={KINDS.map((one) => ({ name: one.name, label: t(`organization.${one.name}.tab`) }))}
        value={kind.name}
        onChange={(next) => void navigate(`/organization/${next}`)}
      >
        <Loaded key={kind.name} kind={kind} />
      </Tabs>
    </div>
  );
}

function Loaded({ kind }: { kind: Kind }) {
  const object = useQuery(objectQuery(kind.object));
  const tree = useQuery(treeQuery(kind));
  const counts = useQuery(peopleCountsQuery(kind));
  const failed = [object, tree, counts].find(({ error, data }) => error && !data);
  if (failed) return <Refusal error={failed.error!} onRetry={() => void failed.refetch()} />;
  if (!object.data || !tree.data || !counts.data) return <Loading />;
  return <Organization kind={kind} object={object.data} tree={tree.data} own={counts.data} />;
}

/** Trees of so many nodes begin all open. */
const OPEN_WHOLE = 60;

function useOpen(tree: Tree, at: string | undefined) {
  const [open, setOpen] = useState<ReadonlySet<string>>(() => {
    const top = (tree.children.get(null) ?? []).map(({ id }) => id);
    return new Set(tree.nodes.size <= OPEN_WHOLE ? tree.nodes.keys() : top.length < OPEN_WHOLE ? top : []);
  });
  const withPath = useMemo(
    () => new Set([...open, ...(at === undefined ? [] : pathTo(tree, at).map(({ id }) => id))]),
    [open, tree, at],
  );
  const toggle = (id: string) => {
    const next = new Set(withPath);
    if (!next.delete(id)) next.add(id);
    setOpen(next);
  };
  return { open: withPath, toggle };
}

function Organization(props: {
  kind: Kind;
  object: ObjectMeta;
  tree: Tree;
  own: ReadonlyMap<string, number>;
}) {
  const { kind, object, tree, own } = props;
  const { t, label } = useTexts();
  const isPhone = useIsPhone();
  const [params, setParams] = useSearchParams();
  const sayFailure = useSayFailure();
  const carry = useCarry(kind);
  const [text, setText] = useState('');
  const [withInactive, setWithInactive] = useState(false);
  const [carried, setCarried] = useState<Carried>();
  const [moving, setMoving] = useState<{ readonly id: string; readonly to: string | null }>();
  const [editing, setEditing] = useState<{ readonly id?: string; readonly parent?: string }>();
  const at = params.get('at') ?? undefined;
  const node = at === undefined ? undefined : tree.nodes.get(at);
  const choose = (id: string | undefined) => setParams(id === undefined ? {} : { at: id });
  const { open, toggle } = useOpen(tree, at);
  const asked = useDeferredValue(text.trim());
  const sought = useMemo(() => (asked === '' ? undefined : found(tree, asked)), [tree, asked]);
  const rows = useMemo(
    () => rowsOf(tree, { open, withInactive, ...(sought && { sought }) }),
    [tree, open, withInactive, sought],
  );
  const sums = useMemo(() => sumsOf(tree, own), [tree, own]);
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 8 } }),
  );
  const canMove = isTree(kind) && object.can.update === true;
  const drop = ({ active, over }: DragEndEvent) => {
    setCarried(undefined);
    const what = active.data.current as Carried | undefined;
    if (!what || !over) return;
    const to = over.id === TOP ? null : String(over.id);
    if (what.kind === 'node' || kind.object === 'user') {
      if (what.id !== to && tree.nodes.get(what.id)?.parent !== to) setMoving({ id: what.id, to });
    } else if (to !== null && node && to !== node.id) {
      carry(what, { from: node.id, to }).catch(sayFailure);
    }
  };
  const name = label(object.labels);
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={pointerWithin}
      accessibility={{
        screenReaderInstructions: { draggable: t('organization.keys') },
        announcements: {
          onDragStart: () => undefined,
          onDragOver: ({ over }) => (over ? tree.nodes.get(String(over.id))?.name : undefined),
          onDragEnd: () => undefined,
          onDragCancel: () => undefined,
        },
      }}
      onDragStart={({ active }) => setCarried(active.data.current as Carried)}
      onDragCancel={() => setCarried(undefined)}
      onDragEnd={drop}
    >
      <div className="gx-organization-columns">
        {!(isPhone && node) && (
          <div className="gx-organization-tree">
            <div className="gx-organization-tools">
              <Input
                type="search"
                allowClear
                prefix={<SearchOutlined aria-hidden="true" />}
                placeholder={t('organization.search')}
                aria-label={t('organization.search')}
                value={text}
                onChange={({ target }) => setText(target.value)}
              />
              {isPlace(kind) && object.can.create && (
                <Button
                  type="primary"
                  icon={<PlusOutlined />}
                  aria-label={t('common.newOf', { object: name })}
                  onClick={() => setEditing({})}
                >
                  {isPhone ? t('common.new') : t('common.newOf', { object: name })}
                </Button>
              )}
            </div>
            <div className="gx-organization-line">
              {carried?.kind === 'node' && isTree(kind) ? (
                <TopZone label={t(`organization.moves.${kind.name}.toTop`)} />
              ) : (
                <Checkbox checked={withInactive} onChange={({ target }) => setWithInactive(target.checked)}>
                  {t('organization.withInactive')}
                </Checkbox>
              )}
            </div>
            {rows.length === 0 ? (
              <p className="gx-soft">
                {t(asked === '' ? `organization.${kind.name}.none` : 'organization.notFound')}
              </p>
            ) : (
              <TreeView
                label={t(`organization.${kind.name}.tab`)}
                rows={rows}
                chosen={at}
                deeds={{
                  onChoose: choose,
                  onToggle: toggle,
                  ...(canMove && { onMove: (id, to) => setMoving({ id, to }) }),
                  ...(isPlace(kind) && object.can.update && { onRename: (id) => setEditing({ id }) }),
                }}
                badge={({ id }) => <Badge own={own.get(id) ?? 0} all={sums.get(id) ?? 0} />}
                spoken={({ id }) => t('organization.count', { count: sums.get(id) ?? 0 })}
              />
            )}
          </div>
        )}
        {node ? (
          <div className="gx-organization-panel">
            {isPhone && (
              <Button type="text" icon={<ArrowLeftOutlined />} onClick={() => choose(undefined)}>
                {t('common.back')}
              </Button>
            )}
            <Panel
              kind={kind}
              object={object}
              tree={tree}
              node={node}
              counts={{ own: own.get(node.id) ?? 0, all: sums.get(node.id) ?? 0 }}
              onChoose={choose}
              onEdit={() => setEditing({ id: node.id })}
              onNew={() => setEditing({ parent: node.id })}
            />
          </div>
        ) : (
          !isPhone && <p className="gx-soft gx-organization-hint">{t(`organization.${kind.name}.hint`)}</p>
        )}
      </div>
      <DragOverlay>{carried && <div className="gx-tree-carried">{carried.name}</div>}</DragOverlay>
      {moving && isTree(kind) && tree.nodes.has(moving.id) && (
        <MoveDialog
          kind={kind}
          tree={tree}
          node={tree.nodes.get(moving.id)!}
          to={moving.to}
          onClose={() => setMoving(undefined)}
        />
      )}
      {editing && (
        <RecordDrawer
          object={object}
          {...(editing.id !== undefined && { id: editing.id })}
          {...(editing.parent !== undefined && { preset: { [kind.parent!]: editing.parent } })}
          onClose={() => setEditing(undefined)}
          onSaved={(id) => {
            setEditing(undefined);
            choose(id);
          }}
        />
      )}
    </DndContext>
  );
}

const TOP = 'top';

/** It takes the place of what is not needed while something is carried: the lines below stay where they are. */
function TopZone({ label }: { label: string }) {
  const { setNodeRef, isOver } = useDroppable({ id: TOP });
  return (
    <div ref={setNodeRef} className={isOver ? 'gx-tree-top gx-is-over' : 'gx-tree-top'}>
      {label}
    </div>
  );
}

/** How many people are at a node, and with all below it where that is more. */
function Badge({ own, all }: { own: number; all: number }) {
  const { language } = useTexts();
  const numbers = new Intl.NumberFormat(language);
  if (all === 0) return null;
  return (
    <span className="gx-count">
      {own === all ? numbers.format(all) : `${numbers.format(own)} / ${numbers.format(all)}`}
    </span>
  );
}
