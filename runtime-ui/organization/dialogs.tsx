import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Modal, Skeleton } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { mergeInto, moveQuery, putPeople } from '../api/organization.ts';
import { isProblem } from '../api/problem.ts';
import { updateRecord } from '../api/records.ts';
import { useTexts } from '../i18n/index.ts';
import { useUndoable } from '../shell/undo.tsx';
import { RecordSelect } from '../values/record-select.tsx';
import { Effects } from './effects.tsx';
import type { Kind, PlaceKind, TreeKind } from './kinds.ts';
import { belowOf, pathTo, type Tree, type TreeNode } from './tree.ts';
import '../record/team.css';

/** Why something was refused: what is wrong with a field says more than that something is. */
function reasonOf(error: unknown): string {
  if (isProblem(error) && error.details[0]) return error.details[0].message;
  return error instanceof Error ? error.message : String(error);
}

interface Dialog<K extends Kind = Kind> {
  readonly kind: K;
  readonly tree: Tree;
  readonly node: TreeNode;
  readonly onClose: () => void;
}

/** Puts a node below another one; what that comes to is said before. */
export function MoveDialog({
  kind,
  tree,
  node,
  to: first,
  onClose,
}: Dialog<TreeKind> & { to?: string | null }) {
  const { t } = useTexts();
  const client = useQueryClient();
  const say = useUndoable();
  const from = node.parent;
  const [to, setTo] = useState<string | null>(first === undefined ? from : first);
  const write = async (place: string | null) => {
    await updateRecord(kind.object, node.id, { [kind.parent]: place });
    await client.invalidateQueries({ queryKey: ['records'] });
  };
  const isCircle = to !== null && belowOf(tree, node.id).has(to);
  const effects = useQuery({
    ...moveQuery(kind.object, node.id, to),
    enabled: to !== from && !isCircle,
  });
  const run = async () => {
    await write(to);
    say(t('organization.moved', { name: node.name }), async () => {
      await write(from);
      return t('organization.movedBack', { name: node.name });
    });
    onClose();
  };
  return (
    <Target
      {...{ kind, tree, node, to, onClose, run }}
      title={t(`organization.moves.${kind.name}.title`, { name: node.name })}
      label={t(`organization.moves.${kind.name}.target`)}
      okText={t('organization.move')}
      isReady={to !== from && !isCircle}
      onTo={setTo}
      note={to === null ? t(`organization.moves.${kind.name}.top`) : undefined}
      fault={
        isCircle
          ? t(to === node.id ? 'organization.itself' : `organization.moves.${kind.name}.circle`, {
              name: node.name,
              to: tree.nodes.get(to)?.name,
            })
          : undefined
      }
    >
      {effects.isFetching && !effects.data && <Skeleton active paragraph={{ rows: 2 }} title={false} />}
      {effects.error && <p className="gx-soft">{effects.error.message}</p>}
      {effects.data && to !== from && !isCircle && <Effects effects={effects.data} />}
    </Target>
  );
}

/** Brings everybody and everything at a node to another one and switches it off. */
export function MergeDialog({ kind, tree, node, onClose }: Dialog<PlaceKind>) {
  const { t } = useTexts();
  const client = useQueryClient();
  const say = useUndoable();
  const [to, setTo] = useState<string | null>(null);
  const isCircle = to !== null && belowOf(tree, node.id).has(to);
  const run = async () => {
    try {
      await mergeInto(kind, node.id, to!);
    } finally {
      await client.invalidateQueries({ queryKey: ['records'] });
    }
    say(t('organization.merged', { name: node.name }), async () => {
      await updateRecord(kind.object, node.id, { active: true });
      await client.invalidateQueries({ queryKey: ['records'] });
      return t('organization.onAgain', { name: node.name });
    });
    onClose();
  };
  return (
    <Target
      {...{ kind, tree, node, to, onClose, run }}
      title={t('organization.mergeOf', { name: node.name })}
      label={t(`organization.${kind.name}.target`)}
      okText={t('organization.merge')}
      isReady={to !== null && !isCircle}
      onTo={setTo}
      fault={isCircle ? t('organization.mergeBelow', { name: node.name }) : undefined}
    >
      <p>{t(`organization.closing.${kind.name}.merge`, { name: node.name })}</p>
    </Target>
  );
}

/** Puts somebody at another node. */
export function PersonDialog(
  props: Dialog<PlaceKind> & { person: { readonly id: string; readonly name: string } },
) {
  const { kind, tree, node, person, onClose } = props;
  const { t } = useTexts();
  const carry = useCarry(kind);
  const [to, setTo] = useState<string | null>(node.id);
  const run = async () => {
    await carry(person, { from: node.id, to: to! });
    onClose();
  };
  return (
    <Target
      {...{ kind, tree, node, to, onClose, run }}
      title={t('organization.personOf', { name: person.name })}
      label={t(`organization.${kind.name}.target`)}
      okText={t('organization.move')}
      isReady={to !== null && to !== node.id}
      onTo={setTo}
    />
  );
}

/** Puts somebody at another node, and back again where it was a mistake. */
export function useCarry(kind: Kind) {
  const { t } = useTexts();
  const client = useQueryClient();
  const say = useUndoable();
  return async (
    { id, name }: { readonly id: string; readonly name: string },
    { from, to }: { readonly from: string; readonly to: string },
  ): Promise<void> => {
    const put = async (place: string) => {
      await putPeople(kind, place, [id]);
      await client.invalidateQueries({ queryKey: ['records'] });
    };
    await put(to);
    say(t('organization.moved', { name }), async () => {
      await put(from);
      return t('organization.movedBack', { name });
    });
  };
}

/** The choice of another node, and what there is to say of it. */
function Target(
  props: Dialog & {
    title: string;
    label: string;
    okText: string;
    to: string | null;
    onTo: (to: string | null) => void;
    isReady: boolean;
    note?: string | undefined;
    fault?: string | undefined;
    run: () => Promise<void>;
    children?: ReactNode;
  },
) {
  const { kind, tree, to, note, fault } = props;
  const field = useId();
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const path = to === null ? [] : pathTo(tree, to).map(({ name }) => name);
  const said = fault ?? refusal;
  const submit = async () => {
    setBusy(true);
    setRefusal(undefined);
    try {
      await props.run();
    } catch (error) {
      setRefusal(reasonOf(error));
      setBusy(false);
    }
  };
  return (
    <Modal
      open
      title={props.title}
      okText={props.okText}
      okButtonProps={{ disabled: !props.isReady, loading: isBusy }}
      onOk={() => void submit()}
      onCancel={props.onClose}
    >
      <div className="gx-transfer">
        <label htmlFor={field}>{props.label}</label>
        <RecordSelect
          id={field}
          object={kind.object}
          title="name"
          filter={kind.object === 'user' ? 'kind == "person" && active == true' : 'active == true'}
          isInvalid={said !== undefined}
          value={to === null ? [] : [to]}
          onChange={([next]) => {
            setRefusal(undefined);
            props.onTo(next ?? null);
          }}
        />
        {path.length > 0 && <p className="gx-soft">{[...path, tree.nodes.get(to!)?.name].join(' / ')}</p>}
        {note && <p className="gx-soft">{note}</p>}
        {said && <Alert type="error" showIcon role="alert" title={said} />}
        {props.children}
      </div>
    </Modal>
  );
}
