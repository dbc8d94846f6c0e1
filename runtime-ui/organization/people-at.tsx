import { EllipsisOutlined, HolderOutlined } from '@ant-design/icons';
import { useDraggable } from '@dnd-kit/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Dropdown, Skeleton } from 'antd';
import { useId, useState } from 'react';
import { Link } from 'react-router';
import { peopleAtQuery, putPeople, removeSomeone, type Someone } from '../api/organization.ts';
import { useTexts } from '../i18n/index.ts';
import { useSayFailure } from '../shell/failure.ts';
import { useUndoable } from '../shell/undo.tsx';
import { Person } from '../values/person.tsx';
import { RecordSelect } from '../values/record-select.tsx';
import { isPlace, type Kind } from './kinds.ts';
import type { TreeNode } from './tree.ts';
import type { Carried } from './tree-view.tsx';

/** Who is at a node: they are added and taken away here, and carried to another node. */
export function PeopleAt(props: {
  kind: Kind;
  node: TreeNode;
  /** puts somebody somewhere else by a dialog */
  onMove?: ((someone: Someone) => void) | undefined;
}) {
  const { kind, node, onMove } = props;
  const { t } = useTexts();
  const id = useId();
  const client = useQueryClient();
  const sayFailure = useSayFailure();
  const say = useUndoable();
  const [pages, setPages] = useState(1);
  const people = useQuery(peopleAtQuery(kind, node.id, pages));
  const refresh = () => client.invalidateQueries({ queryKey: ['records'] });
  const add = async (users: readonly string[]) => {
    try {
      await putPeople(kind, node.id, users);
    } catch (error) {
      sayFailure(error);
    }
    await refresh();
  };
  const remove = async ({ key, id: user, name }: Someone) => {
    try {
      await removeSomeone(kind, key);
      say(t(`organization.${kind.name}.removed`, { name, from: node.name }), async () => {
        await putPeople(kind, node.id, [user]);
        await refresh();
        return t(`organization.${kind.name}.added`, { name, to: node.name });
      });
    } catch (error) {
      sayFailure(error);
    }
    await refresh();
  };
  return (
    <section className="gx-people-at" aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>{t(`organization.${kind.name}.people`)}</h3>
      {node.isActive && (
        <RecordSelect
          // filled anew after each choice
          key={people.dataUpdatedAt}
          className="gx-people-add"
          object="user"
          title="name"
          name={t(`organization.${kind.name}.add`)}
          placeholder={t(`organization.${kind.name}.add`)}
          filter={'kind == "person" && active == true'}
          value={[]}
          onChange={(users) => void add(users)}
        />
      )}
      {people.error && !people.data && <Alert type="error" title={people.error.message} />}
      {people.isPending && <Skeleton active title={false} paragraph={{ rows: 3 }} />}
      {people.data?.users.length === 0 && <p className="gx-soft">{t(`organization.${kind.name}.nobody`)}</p>}
      <ul>
        {people.data?.users.map((someone) => (
          <Line
            key={someone.key}
            kind={kind}
            someone={someone}
            onMove={onMove}
            onRemove={() => void remove(someone)}
          />
        ))}
      </ul>
      {people.data?.hasMore && (
        <Button loading={people.isFetching} onClick={() => setPages(pages + 1)}>
          {t('organization.more')}
        </Button>
      )}
    </section>
  );
}

function Line(props: {
  kind: Kind;
  someone: Someone;
  onMove: ((someone: Someone) => void) | undefined;
  onRemove: () => void;
}) {
  const { kind, someone, onMove, onRemove } = props;
  const { t } = useTexts();
  const { key, id, name, isActive } = someone;
  const carried: Carried = { kind: 'person', id, name };
  const { setNodeRef, listeners, isDragging } = useDraggable({
    id: `person:${key}`,
    data: carried,
    disabled: !onMove,
  });
  const { onKeyDown: _, ...pointer } = listeners ?? {};
  return (
    <li ref={setNodeRef} {...pointer} className={isDragging ? 'gx-is-cut' : undefined}>
      {onMove && <HolderOutlined className="gx-soft" aria-hidden="true" />}
      <Link to={`/o/user/${id}`} draggable={false}>
        <Person name={name} />
      </Link>
      {!isActive && <span className="gx-tree-off">{t('organization.off')}</span>}
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            ...(onMove
              ? [
                  {
                    key: 'move',
                    label: t(isPlace(kind) ? 'organization.movePerson' : 'organization.moves.reporting.menu'),
                  },
                ]
              : []),
            { key: 'remove', danger: true, label: t(`organization.${kind.name}.remove`) },
          ],
          onClick: ({ key: chosen }) => (chosen === 'move' ? onMove?.(someone) : onRemove()),
        }}
      >
        <Button
          type="text"
          icon={<EllipsisOutlined />}
          aria-label={t('organization.actionsOf', { name })}
          onMouseDown={(event) => event.stopPropagation()}
        />
      </Dropdown>
    </li>
  );
}
