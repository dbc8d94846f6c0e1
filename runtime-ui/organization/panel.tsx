import { EllipsisOutlined, PlusOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Dropdown } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { updateRecord } from '../api/records.ts';
import type { ObjectMeta } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { useDelete } from '../list/use-delete.ts';
import { useSayFailure } from '../shell/failure.ts';
import { MergeDialog, MoveDialog, PersonDialog } from './dialogs.tsx';
import { isPlace, isTree, type Kind } from './kinds.ts';
import { PeopleAt } from './people-at.tsx';
import { pathTo, type Tree, type TreeNode } from './tree.ts';

type Opened = 'move' | 'merge' | { readonly person: { readonly id: string; readonly name: string } };

/** What was chosen in the tree: what can be done with it, and who is there. */
export function Panel(props: {
  kind: Kind;
  object: ObjectMeta;
  tree: Tree;
  node: TreeNode;
  /** people there, and there and below */
  counts: { readonly own: number; readonly all: number };
  onChoose: (id: string | undefined) => void;
  onEdit: () => void;
  onNew: () => void;
}) {
  const { kind, object, tree, node, counts, onEdit, onNew } = props;
  const { t, label } = useTexts();
  const [opened, open] = useState<Opened>();
  const path = pathTo(tree, node.id);
  const close = () => open(undefined);
  const person = typeof opened === 'object' ? opened.person : undefined;
  const shared = { tree, node, onClose: close };
  return (
    <section className="gx-place" aria-labelledby="place-title">
      {path.length > 0 && (
        <nav className="gx-breadcrumbs" aria-label={t('organization.above')}>
          {path.map(({ id, name }, at) => (
            <span key={id}>
              {at > 0 && <span aria-hidden="true">/ </span>}
              <Button type="link" size="small" onClick={() => props.onChoose(id)}>
                {name}
              </Button>
            </span>
          ))}
        </nav>
      )}
      <header>
        <h2 id="place-title">
          <Link to={`/o/${kind.object}/${node.id}`}>{node.name || t('list.noTitle')}</Link>
          {!node.isActive && <span className="gx-tree-off">{t('organization.off')}</span>}
        </h2>
        <div className="gx-record-actions">
          {isPlace(kind) && kind.parent && node.isActive && object.can.create && (
            <Button icon={<PlusOutlined />} onClick={onNew}>
              {t('organization.newBelow')}
            </Button>
          )}
          <More {...props} onOpen={open} onEdit={onEdit} />
        </div>
      </header>
      <dl className="gx-highlights">
        {kind.head && (
          <div>
            <dt>{label(object.fields.find(({ name }) => name === kind.head)?.labels)}</dt>
            <dd>{node.head ?? t('organization.noHead')}</dd>
          </div>
        )}
        <div>
          <dt>{t(`organization.${kind.name}.people`)}</dt>
          <dd>{t('organization.count', { count: counts.own })}</dd>
        </div>
        {kind.parent && (
          <div>
            <dt>{t('organization.withBelow')}</dt>
            <dd>{t('organization.count', { count: counts.all })}</dd>
          </div>
        )}
      </dl>
      <PeopleAt
        key={node.id}
        kind={kind}
        node={node}
        onMove={kind.people.by === 'field' ? (person) => open({ person }) : undefined}
      />
      {opened === 'move' && isTree(kind) && <MoveDialog {...shared} kind={kind} />}
      {opened === 'merge' && isPlace(kind) && <MergeDialog {...shared} kind={kind} />}
      {person && isTree(kind) && !isPlace(kind) && tree.nodes.has(person.id) && (
        <MoveDialog {...shared} kind={kind} node={tree.nodes.get(person.id)!} />
      )}
      {person && isPlace(kind) && <PersonDialog {...shared} kind={kind} person={person} />}
    </section>
  );
}

function More(props: {
  kind: Kind;
  object: ObjectMeta;
  tree: Tree;
  node: TreeNode;
  counts: { readonly own: number; readonly all: number };
  onChoose: (id: string | undefined) => void;
  onEdit: () => void;
  onOpen: (opened: Opened) => void;
}) {
  const { kind, object, tree, node, counts, onOpen } = props;
  const { t } = useTexts();
  const { modal, message } = App.useApp();
  const client = useQueryClient();
  const sayFailure = useSayFailure();
  const remove = useDelete(kind.object);
  const isEmpty = counts.all === 0 && (tree.children.get(node.id) ?? []).length === 0;
  const write = async (active: boolean) => {
    try {
      await updateRecord(kind.object, node.id, { active });
      void message.success(t(active ? 'organization.onAgain' : 'organization.offNow', { name: node.name }));
    } catch (error) {
      sayFailure(error);
    }
    await client.invalidateQueries({ queryKey: ['records'] });
  };
  const ask = (note: string) =>
    modal.confirm({
      title: t('organization.offAsk', { name: node.name }),
      content: note,
      okText: t('organization.switchOff'),
      okButtonProps: { danger: true },
      onOk: () => write(false),
    });
  const canUpdate = object.can.update === true;
  const canClose = canUpdate && isPlace(kind);
  const items = [
    ...(canUpdate && isTree(kind) ? [{ key: 'move', label: t(`organization.moves.${kind.name}.menu`) }] : []),
    ...(canClose ? [{ key: 'merge', label: t('organization.mergeInto') }] : []),
    ...(canClose && node.isActive ? [{ key: 'off', label: t('organization.switchOffMenu') }] : []),
    ...(canClose && !node.isActive ? [{ key: 'on', label: t('organization.switchOn') }] : []),
    ...(isPlace(kind) && object.can.delete
      ? [{ key: 'delete', danger: true, label: t('common.delete'), disabled: !isEmpty }]
      : []),
  ];
  const deeds: Record<string, () => unknown> = {
    move: () => onOpen('move'),
    merge: () => onOpen('merge'),
    off: () => isPlace(kind) && ask(t(`organization.closing.${kind.name}.off`)),
    on: () => write(true),
    delete: async () => {
      if (await remove([node.id])) props.onChoose(undefined);
    },
  };
  return (
    <>
      {canUpdate && <Button onClick={props.onEdit}>{t('common.edit')}</Button>}
      {items.length > 0 && (
        <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => deeds[key]?.() }}>
          <Button icon={<EllipsisOutlined />} aria-label={t('organization.actionsOf', { name: node.name })} />
        </Dropdown>
      )}
    </>
  );
}
