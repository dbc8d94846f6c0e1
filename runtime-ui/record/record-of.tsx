import {
  DeleteOutlined,
  EditOutlined,
  EllipsisOutlined,
  EyeOutlined,
  GlobalOutlined,
  IdcardOutlined,
  LinkOutlined,
  MergeOutlined,
  PlayCircleOutlined,
  RollbackOutlined,
  SafetyOutlined,
  StopOutlined,
  SwapOutlined,
  UserAddOutlined,
} from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { App, Button, Dropdown } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { actionsQuery } from '../api/claim.ts';
import { canClaim, canTransfer, fieldOf, stageFieldOf } from '../api/model.ts';
import { meQuery } from '../api/queries.ts';
import { workspacePath } from '../api/request.ts';
import { startViewing } from '../api/session.ts';
import type { Me, ObjectMeta, RecordRow } from '../api/types.ts';
import { enterView } from '../api/viewing.ts';
import { useTexts } from '../i18n/index.ts';
import { useClaim } from '../list/use-claim.ts';
import { useDelete } from '../list/use-delete.ts';
import { useSayFailure } from '../shell/failure.ts';
import { Icon } from '../shell/icons.tsx';
import { later } from '../shell/later.tsx';
import { useShortcut } from '../shell/shortcuts.ts';
import { useDocumentTitle } from '../shell/title.ts';
import { useTitleOf, Value } from '../values/display.tsx';
import { useMe } from '../values/locality.ts';
import { Ancestors } from './ancestors.tsx';
import { AskAccess, mayAskAccess } from './ask-access.ts';
import { Details } from './details.tsx';
import { Parts } from './parts.tsx';
import { Related } from './related.tsx';
import { StageBar } from './stage-bar.tsx';
import { Team } from './team.tsx';
import { type Refused, useMove } from './use-move.ts';
import '../i18n/handover.ts';

const ConsentPanel = later(() => import('./consents.tsx'));
const DoNotContact = later(() => import('./do-not-contact.tsx'));
const RecordDrawer = later(() => import('./drawer.tsx'));
const UserPanel = later(() => import('../people/user-panel.tsx'));
const AccessDrawer = later(() => import('./access-drawer.tsx'));
const PrivacyDrawer = later(() => import('./privacy-drawer.tsx'));
const HandoverDialog = later(() => import('./handover.tsx'));
const MergeDialog = later(() => import('./merge-dialog.tsx'));
const TransferDialog = later(() => import('./transfer-dialog.tsx'));
const PortalDialog = later(() => import('../people/portal-dialog.tsx'));
const MoveForm = later(() => import('./move-form.tsx'));

/** The object of people: their pages say how they sign in; switching one off takes along what they hold. */
const USER = 'user';

/** One record: who and what it is, where it stands, everything it holds, and what belongs to it. */
export function RecordOf({
  object,
  record,
  etag,
}: {
  object: ObjectMeta;
  record: RecordRow;
  etag: string | null;
}) {
  const { t, label } = useTexts();
  const title = useTitleOf(object)(record);
  const stage = stageFieldOf(object);
  const [isEditing, setEditing] = useState(false);
  const [isGiving, setGiving] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);
  const [asked, ask] = useState<{ readonly field?: string } | null>(null);
  const mayAsk = mayAskAccess(useQuery(meQuery).data?.admin ?? []);
  const canUpdate = object.can.update === true;
  const edit = canUpdate ? () => setEditing(true) : undefined;
  const move = useMove(object, setRefused);
  const beside = object.related.filter(({ tab }) => tab === undefined);
  const isPortal = useMe().user.kind === 'portal';
  const isOwned = !isPortal && fieldOf(object, 'owner') !== undefined;
  const managesPeople = useMe().admin.includes('people');
  const isManaged = object.name === USER && managesPeople;
  const hasConsents = object.hasConsents === true;
  const isMarked = hasConsents && record.do_not_contact === true;
  const isBeside = beside.length > 0 || isOwned || isManaged || hasConsents;
  const inTabs = object.related.filter(({ tab }) => tab !== undefined);
  useShortcut('e', edit);
  useDocumentTitle(title, label(object.labels));
  return (
    <article className="gx-record" aria-labelledby="record-title">
      <nav aria-label={t('record.breadcrumbs')} className="gx-breadcrumbs">
        <Icon name={object.icon} />
        <Link to={`/o/${object.name}`}>{label(object.plural)}</Link>
        <Ancestors object={object} record={record} />
      </nav>
      <header className="gx-record-header">
        <h1 id="record-title">{title}</h1>
        <Actions
          object={object}
          record={record}
          title={title}
          onEdit={edit}
          onTransfer={canTransfer(object) ? () => setGiving(true) : undefined}
          onAsk={mayAsk ? () => ask({}) : undefined}
        />
      </header>
      {isMarked && <DoNotContact object={object} id={record.id} />}
      <Highlights object={object} record={record} />
      {stage && object.pipelines.length > 0 && (
        <StageBar
          object={object}
          field={stage}
          record={record}
          onMove={canUpdate && stage.can === 'write' ? (to) => move(record, stage, to, etag) : undefined}
        />
      )}
      <Parts object={object} record={record}>
        <div className={isBeside ? 'gx-record-columns' : undefined}>
          <AskAccess value={mayAsk ? (field) => ask({ field }) : undefined}>
            <Details object={object} record={record} related={inTabs} />
          </AskAccess>
          {isBeside && (
            <div className="gx-related">
              {isManaged && <UserPanel record={record} title={title} />}
              {hasConsents && <ConsentPanel object={object} id={record.id} />}
              {isOwned && <Team object={object} id={record.id} />}
              {beside.length > 0 && <Related relations={beside} of={object.name} id={record.id} />}
            </div>
          )}
        </div>
      </Parts>
      {isEditing && (
        <RecordDrawer
          object={object}
          id={record.id}
          onClose={() => setEditing(false)}
          onSaved={() => setEditing(false)}
        />
      )}
      {asked && (
        <AccessDrawer
          object={object}
          id={record.id}
          title={title}
          field={asked.field}
          onClose={() => ask(null)}
        />
      )}
      {isGiving && (
        <TransferDialog
          object={object}
          ids={[record.id]}
          onClose={() => setGiving(false)}
          onDone={() => setGiving(false)}
        />
      )}
      {refused && <MoveForm object={object} refused={refused} onClose={() => setRefused(null)} />}
    </article>
  );
}

/** The first e-mail that a record holds. */
const emailOf = (object: ObjectMeta, record: RecordRow): string => {
  const field = object.fields.find(({ type }) => type === 'email');
  return String((field && record[field.name]) ?? '');
};

/** Who answers for security sees as others who may come in; the server knows of whom not. */
const mayViewAs = (me: Me, object: ObjectMeta, record: RecordRow): boolean =>
  me.admin.includes('security') &&
  object.name === USER &&
  record.id !== me.user.id &&
  record.active !== false;

function Actions(props: {
  object: ObjectMeta;
  record: RecordRow;
  title: string;
  onEdit?: () => void;
  onTransfer?: () => void;
  /** for those who may ask who sees the record */
  onAsk?: () => void;
}) {
  const { object, record, title, onEdit, onTransfer, onAsk } = props;
  const { t } = useTexts();
  const navigate = useNavigate();
  const { message, modal } = App.useApp();
  const remove = useDelete(object.name);
  const sayFailure = useSayFailure();
  const me = useMe();
  const claim = useClaim(object.name);
  const may = useQuery({ ...actionsQuery(object.name, record.id), enabled: canClaim(object) }).data;
  const isLeaver = me.admin.includes('people') && object.name === USER && object.can.update === true;
  const [isLooking, setLooking] = useState(false);
  const [isInviting, setInviting] = useState(false);
  const [isMerging, setMerging] = useState(false);
  const isOff = record.active === false;
  const [isLeaving, setLeaving] = useState(false);
  const ask = () =>
    modal.confirm({
      title: t('record.deleteAsk', { title }),
      content: t('list.deleteNote'),
      okText: t('common.delete'),
      okButtonProps: { danger: true },
      onOk: async () => {
        if (await remove([record.id])) void navigate(`/o/${object.name}`, { replace: true });
      },
    });
  const copy = () =>
    navigator.clipboard?.writeText(location.href).then(() => void message.success(t('record.linkCopied')));
  const viewAs = () =>
    startViewing(record.id).then(({ note }) => enterView(note, `${workspacePath}/`), sayFailure);
  const actions: Record<string, (() => unknown) | undefined> = {
    copy,
    viewAs,
    delete: ask,
    access: onAsk,
    leave: () => setLeaving(true),
    privacy: () => setLooking(true),
    portal: () => setInviting(true),
    transfer: onTransfer,
    merge: () => setMerging(true),
    release: () => claim('release', [record.id]),
  };
  return (
    <div className="gx-record-actions">
      {may?.claim && (
        <Button type="primary" icon={<UserAddOutlined />} onClick={() => void claim('claim', [record.id])}>
          {t('claim.claim')}
        </Button>
      )}
      {onEdit && may?.update !== false && (
        // what comes first where nobody owns it is to claim it
        <Button type={may?.claim ? 'default' : 'primary'} icon={<EditOutlined />} onClick={onEdit}>
          {t('common.edit')}
        </Button>
      )}
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: 'copy', icon: <LinkOutlined />, label: t('record.copyLink') },
            ...(may?.release
              ? [{ key: 'release', icon: <RollbackOutlined />, label: t('claim.release') }]
              : []),
            ...(onTransfer ? [{ key: 'transfer', icon: <SwapOutlined />, label: t('transfer.action') }] : []),
            ...(object.can.merge ? [{ key: 'merge', icon: <MergeOutlined />, label: t('mergeAction') }] : []),
            ...(object.hasPortal
              ? [{ key: 'portal', icon: <GlobalOutlined />, label: t('portal.action') }]
              : []),
            ...(onAsk ? [{ key: 'access', icon: <EyeOutlined />, label: t('access.ask') }] : []),
            ...(mayViewAs(me, object, record)
              ? [{ key: 'viewAs', icon: <IdcardOutlined />, label: t('acting.viewAs') }]
              : []),
            ...(me.admin.includes('security')
              ? [{ key: 'privacy', icon: <SafetyOutlined />, label: t('record.personalData') }]
              : []),
            ...(isLeaver
              ? [
                  {
                    key: 'leave',
                    danger: !isOff,
                    icon: isOff ? <PlayCircleOutlined /> : <StopOutlined />,
                    label: t(isOff ? 'handover.onMenu' : 'handover.offMenu'),
                  },
                ]
              : []),
            ...(object.can.delete
              ? [{ key: 'delete', danger: true, icon: <DeleteOutlined />, label: t('common.delete') }]
              : []),
          ],
          onClick: ({ key }) => actions[key]?.(),
        }}
      >
        <Button icon={<EllipsisOutlined />} aria-label={t('common.more')} />
      </Dropdown>
      {isMerging && (
        <MergeDialog
          object={object}
          ids={[record.id]}
          onClose={() => setMerging(false)}
          onDone={(survivor) => {
            setMerging(false);
            if (survivor !== record.id) void navigate(`/o/${object.name}/${survivor}`, { replace: true });
          }}
        />
      )}
      {isLooking && (
        <PrivacyDrawer
          person={{ object: object.name, id: record.id }}
          title={title}
          onClose={() => setLooking(false)}
        />
      )}
      {isInviting && (
        <PortalDialog
          record={{ object: object.name, id: record.id }}
          title={title}
          email={emailOf(object, record)}
          onClose={() => setInviting(false)}
        />
      )}
      {isLeaving && <HandoverDialog record={record} title={title} onClose={() => setLeaving(false)} />}
    </div>
  );
}

/** The few facts that one wants at a glance: the layout's highlights, always with the owner. */
function Highlights({ object, record }: { object: ObjectMeta; record: RecordRow }) {
  const { label } = useTexts();
  const names = [...new Set([...(object.layouts[0]?.highlights ?? []), 'owner'])];
  const fields = names.map((name) => fieldOf(object, name)).filter((field) => field !== undefined);
  if (fields.length === 0) return null;
  return (
    <dl className="gx-highlights">
      {fields.map((field) => (
        <div key={field.name}>
          <dt>{label(field.labels)}</dt>
          <dd>
            <Value object={object} field={field} record={record} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
