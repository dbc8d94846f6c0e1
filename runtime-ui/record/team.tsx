import { CloseOutlined, TeamOutlined, UserAddOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, DatePicker, Segmented, Tooltip } from 'antd';
import dayjs from 'dayjs';
import { useId, useState } from 'react';
import {
  type Collaborator,
  type NewCollaborator,
  putCollaborator,
  removeCollaborator,
  teamQuery,
} from '../api/team.ts';
import type { ObjectMeta } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { useSayFailure } from '../shell/failure.ts';
import { useMe } from '../values/locality.ts';
import { Person } from '../values/person.tsx';
import { RecordSelect } from '../values/record-select.tsx';
import './team.css';
import '../i18n/parts.ts';

const DAY = 'YYYY-MM-DD';

/** Who reads or writes one record besides its owner; for whoever may say so, who else. */
export function Team({ object, id }: { object: ObjectMeta; id: string }) {
  const { t } = useTexts();
  const client = useQueryClient();
  const sayFailure = useSayFailure();
  const team = useQuery(teamQuery(object.name, id));
  const [isAdding, setAdding] = useState(false);
  if (!team.data) return null;
  const { collaborators, can } = team.data;
  if (collaborators.length === 0 && !can.share) return null;
  const run = async (change: Promise<unknown>): Promise<boolean> => {
    try {
      await change;
      return true;
    } catch (error) {
      sayFailure(error);
      return false;
    } finally {
      void client.invalidateQueries({ queryKey: teamQuery(object.name, id).queryKey });
    }
  };
  return (
    <section className="gx-panel" aria-label={t('team.title')}>
      <header>
        <h2>{t('team.title')}</h2>
        {can.share && !isAdding && (
          <Button size="small" icon={<UserAddOutlined />} onClick={() => setAdding(true)}>
            {t('team.addShort')}
          </Button>
        )}
      </header>
      {collaborators.length === 0 && !isAdding && <p className="gx-soft">{t('team.none')}</p>}
      <ul className="gx-team">
        {collaborators.map((one) => (
          <Member
            key={(one.user ?? one.team)?.id}
            collaborator={one}
            canShare={can.share}
            onRemove={(member) => void run(removeCollaborator(object.name, id, member))}
          />
        ))}
      </ul>
      {isAdding && (
        <Adding
          onCancel={() => setAdding(false)}
          onAdd={async (member) => {
            if (await run(putCollaborator(object.name, id, member))) setAdding(false);
          }}
        />
      )}
    </section>
  );
}

function Member(props: { collaborator: Collaborator; canShare: boolean; onRemove: (id: string) => void }) {
  const { user, team, right, until, isOver } = props.collaborator;
  const { t } = useTexts();
  const me = useMe();
  const party = user ?? team!;
  const name = party.name ?? t('record.historySomebody');
  const isRemovable = props.canShare || user?.id === me?.user.id;
  return (
    <li>
      {user ? (
        <Person name={name} />
      ) : (
        <span>
          <TeamOutlined aria-hidden="true" /> {name}
        </span>
      )}
      <span className="gx-soft">
        {t(right === 'write' ? 'team.write' : 'team.read')}
        {until && ` · ${t(isOver ? 'team.over' : 'team.untilDay', { day: until })}`}
      </span>
      {isRemovable && (
        <Tooltip title={t('team.removeShort')}>
          <Button
            size="small"
            type="text"
            icon={<CloseOutlined />}
            aria-label={t('team.remove', { name })}
            onClick={() => props.onRemove(party.id)}
          />
        </Tooltip>
      )}
    </li>
  );
}

function Adding(props: { onAdd: (member: NewCollaborator) => Promise<void>; onCancel: () => void }) {
  const { t } = useTexts();
  const field = useId();
  const [kind, setKind] = useState<NewCollaborator['kind']>('user');
  const [id, setId] = useState<string>();
  const [right, setRight] = useState<NewCollaborator['right']>('read');
  const [until, setUntil] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const add = async () => {
    if (id === undefined) return;
    setBusy(true);
    await props.onAdd({ kind, id, right, until });
    setBusy(false);
  };
  return (
    <fieldset className="gx-team-add" aria-label={t('team.add')}>
      <Segmented<NewCollaborator['kind']>
        block
        aria-label={t('team.kind')}
        value={kind}
        options={[
          { value: 'user', label: t('team.user') },
          { value: 'team', label: t('team.team') },
        ]}
        onChange={(next) => {
          setKind(next);
          setId(undefined);
        }}
      />
      <label htmlFor={`${field}-who`}>{t('team.who')}</label>
      <RecordSelect
        id={`${field}-who`}
        object={kind}
        title="name"
        filter={kind === 'user' ? 'kind != "portal"' : undefined}
        value={id === undefined ? [] : [id]}
        onChange={([next]) => setId(next)}
      />
      <Segmented<NewCollaborator['right']>
        block
        aria-label={t('team.right')}
        value={right}
        options={[
          { value: 'read', label: t('team.read') },
          { value: 'write', label: t('team.write') },
        ]}
        onChange={setRight}
      />
      <label htmlFor={`${field}-until`}>{t('team.until')}</label>
      <DatePicker
        id={`${field}-until`}
        placeholder={t('team.forGood')}
        value={until === null ? null : dayjs(until)}
        disabledDate={(day) => day.isBefore(dayjs(), 'day')}
        onChange={(day) => setUntil(day === null ? null : day.format(DAY))}
      />
      <div className="gx-drawer-foot">
        <Button onClick={props.onCancel}>{t('common.cancel')}</Button>
        <Button type="primary" disabled={id === undefined} loading={isBusy} onClick={() => void add()}>
          {t('team.addShort')}
        </Button>
      </div>
    </fieldset>
  );
}
