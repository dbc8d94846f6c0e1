import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Drawer, Select } from 'antd';
import { useId, useState } from 'react';
import { type AccessAnswer, type AccessSource, fetchAccess } from '../api/access.ts';
import { meQuery } from '../api/queries.ts';
import { workspacePath } from '../api/request.ts';
import type { ObjectMeta } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { Loading, Refusal } from '../shell/states.tsx';
import { RecordSelect } from '../values/record-select.tsx';
import { Viewers } from './viewers.tsx';
import '../form/form.css';
import '../i18n/access.ts';
import './access.css';

const ACTIONS = ['read', 'update', 'delete'] as const;

/** Why a user may see a record or a field, change or delete it; or what keeps them from it, and where that is said. */
export default function AccessDrawer(props: {
  object: ObjectMeta;
  id: string;
  title: string;
  field?: string | undefined;
  onClose: () => void;
}) {
  const { object, id, title, onClose } = props;
  const { t, label } = useTexts();
  const own = useId();
  const me = useQuery(meQuery).data;
  const [user, setUser] = useState<string | undefined>();
  const [action, setAction] = useState<(typeof ACTIONS)[number]>('read');
  const [field, setField] = useState(props.field);
  // a record is deleted as a whole
  const asked = { action, field: action === 'delete' ? undefined : field };
  const answer = useQuery({
    queryKey: ['access', object.name, id, user, asked],
    queryFn: ({ signal }) => fetchAccess(object.name, id, { user: user!, ...asked }, signal),
    enabled: user !== undefined,
    staleTime: 0,
  });
  return (
    <Drawer open onClose={onClose} size="min(560px, 100vw)" title={t('access.title', { title })}>
      <div className="gx-access-form">
        <div className="gx-field">
          <label htmlFor={`${own}-user`}>{t('access.user')}</label>
          <RecordSelect
            id={`${own}-user`}
            className="gx-wide"
            object="user"
            title="name"
            placeholder={t('access.everybody')}
            value={user === undefined ? [] : [user]}
            onChange={([next]) => setUser(next)}
          />
        </div>
        <div className="gx-access-pair">
          <div className="gx-field">
            <label htmlFor={`${own}-action`}>{t('access.action')}</label>
            <Select
              id={`${own}-action`}
              className="gx-wide"
              value={action}
              options={ACTIONS.map((value) => ({ value, label: t(`access.actions.${value}`) }))}
              onChange={setAction}
            />
          </div>
          <div className="gx-field">
            <label htmlFor={`${own}-field`}>{t('access.field')}</label>
            <Select
              id={`${own}-field`}
              className="gx-wide"
              allowClear
              disabled={action === 'delete'}
              showSearch={{ optionFilterProp: 'label' }}
              placeholder={t('access.whole')}
              value={asked.field ?? null}
              options={object.fields.map(({ name, labels }) => ({
                value: name,
                label: label(labels) || name,
              }))}
              onChange={(next: string | undefined) => setField(next || undefined)}
            />
          </div>
        </div>
      </div>
      <div aria-live="polite">
        {user === undefined && <Viewers object={object} id={id} asked={asked} onChoose={setUser} />}
        {answer.error && <Refusal error={answer.error} onRetry={() => void answer.refetch()} />}
        {user !== undefined && answer.isPending && <Loading />}
        {answer.data && (
          <>
            <Explained answer={answer.data} canDesign={me?.admin.includes('model') === true} isFirst />
            <Button type="link" onClick={() => setUser(undefined)}>
              {t('access.back')}
            </Button>
          </>
        )}
      </div>
    </Drawer>
  );
}

function Mark({ isMet }: { isMet: boolean }) {
  const { t } = useTexts();
  const Icon = isMet ? CheckCircleFilled : CloseCircleFilled;
  return (
    <>
      <Icon aria-hidden="true" className={isMet ? 'gx-access-yes' : 'gx-access-no'} />
      <span className="gx-hidden">{t(isMet ? 'access.holds' : 'access.fails')}</span>
    </>
  );
}

/** The verdict, and below it the chain that grants or those that there are and do not reach the record. */
function Explained(props: { answer: AccessAnswer; canDesign: boolean; isFirst?: boolean }) {
  const { answer, canDesign, isFirst } = props;
  const { t, label } = useTexts();
  const isGranted = answer.verdict === 'granted';
  return (
    <section className="gx-access" data-verdict={answer.verdict}>
      <p className="gx-access-verdict">
        <Mark isMet={isGranted} />
        <strong>{label(answer.text)}</strong>
      </p>
      {answer.ways.map((way, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: ways of one answer stay in their order
        <div key={at} className="gx-access-way">
          <ol>
            {way.steps.map(({ text, isMet }) => (
              <li key={label(text)}>
                <Mark isMet={isMet} />
                <span>{label(text)}</span>
              </li>
            ))}
          </ol>
          {canDesign && <WhereSaid source={way.source} object={answer.object} />}
        </div>
      ))}
      {answer.restrictions.length > 0 && (
        <div className="gx-access-way">
          <ol>
            {answer.restrictions.map(({ rule, isMet, text }) => (
              <li key={rule}>
                <Mark isMet={isMet} />
                <span>{label(text)}</span>
              </li>
            ))}
          </ol>
          {canDesign && <ToObject object={answer.object} />}
        </div>
      )}
      {answer.ways.length === 0 && canDesign && <ToObject object={answer.object} />}
      {answer.parent && (
        <div className="gx-access-parent">
          <h3>{t('access.parent')}</h3>
          <Explained answer={answer.parent} canDesign={canDesign} />
        </div>
      )}
      {isFirst && !isGranted && answer.ways.length > 1 && <p className="gx-soft">{t('access.anyWay')}</p>}
    </section>
  );
}

/** The way to what would have to be changed. */
function WhereSaid({ source, object }: { source: AccessSource; object: string }) {
  const { t } = useTexts();
  if (source.by === 'sharing') return <ToObject object={object} />;
  if (source.by !== 'role' || source.role === undefined) return null;
  return (
    <a href={`${workspacePath}/designer/roles/${source.role}?object=${encodeURIComponent(object)}`}>
      {t('access.toRole')}
    </a>
  );
}

function ToObject({ object }: { object: string }) {
  const { t } = useTexts();
  return (
    <a href={`${workspacePath}/designer/objects/${encodeURIComponent(object)}/permissions`}>
      {t('access.toObject')}
    </a>
  );
}
