import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button } from 'antd';
import { useId } from 'react';
import { Link } from 'react-router';
import { listQuery } from '../api/queries.ts';
import { deleteRecords, updateRecord } from '../api/records.ts';
import type { RecordRow } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { useSayFailure } from '../shell/failure.ts';
import { dayjs } from '../values/days.ts';
import { useMe } from '../values/locality.ts';
import '../i18n/users.ts';

const SHOWN = 50;
const DAY = 'YYYY-MM-DD';

interface Party {
  readonly id: string;
  readonly name: string;
}

/** For whom a user acts, and who acts for them: what is over is not shown. For who manages people. */
export function Delegations({ user, title }: { user: string; title: string }) {
  const { t } = useTexts();
  const id = useId();
  // delegations hold by the days of the workspace, wherever one looks at them from
  const today = dayjs().tz(useMe().settings.timeZone).format(DAY);
  const found = useQuery(
    listQuery('delegation', {
      fields: 'id,reason,begins,until,owner.name,delegate.name',
      filter: `(owner == "${user}" || delegate == "${user}") && until >= today()`,
      sort: 'begins',
      limit: SHOWN,
    }),
  );
  const records = found.data?.records ?? [];
  return (
    <section className="gx-panel gx-user-panel" aria-labelledby={id}>
      <h2 id={id}>{t('users.delegations')}</h2>
      {found.error && !found.data && <Alert type="error" title={found.error.message} />}
      {found.data && records.length === 0 && (
        <p className="gx-soft">{t('users.noDelegations', { name: title })}</p>
      )}
      <ul className="gx-sessions">
        {records.map((record) => (
          <Delegation
            key={record.id}
            record={record}
            isOwners={(record.owner as Party).id === user}
            today={today}
          />
        ))}
      </ul>
    </section>
  );
}

function Delegation(props: { record: RecordRow; isOwners: boolean; today: string }) {
  const { record, isOwners, today } = props;
  const { t } = useTexts();
  const client = useQueryClient();
  const { message, modal } = App.useApp();
  const sayFailure = useSayFailure();
  const [begins, until] = [String(record.begins), String(record.until)];
  const other = (isOwners ? record.delegate : record.owner) as Party;
  const hasBegun = begins <= today;
  const end = async () => {
    try {
      // what has held on some day keeps those days; what has not is nothing to keep
      const yesterday = dayjs(today).subtract(1, 'day').format(DAY);
      if (begins < today) await updateRecord('delegation', record.id, { until: yesterday });
      else await deleteRecords('delegation', [record.id]);
      void message.success(t('users.delegationEnded'));
    } catch (error) {
      sayFailure(error);
    }
    await client.invalidateQueries({ queryKey: ['records'] });
  };
  const ask = () =>
    modal.confirm({
      title: t('users.endDelegationAsk'),
      content: t('users.endDelegationNote'),
      okText: t('users.endDelegation'),
      okButtonProps: { danger: true },
      onOk: end,
    });
  return (
    <li>
      <span>
        <Link to={`/o/user/${other.id}`}>
          {t(isOwners ? 'users.delegatedTo' : 'users.delegatedFrom', { name: other.name })}
        </Link>
        <br />
        <span className="gx-soft">
          {t(hasBegun ? 'users.delegatedUntil' : 'users.delegatedLater', { begins, until })}
          {record.reason ? ` · ${String(record.reason)}` : ''}
        </span>
      </span>
      <Button onClick={ask} aria-label={t('users.endDelegationOf', { name: other.name })}>
        {t('users.endDelegation')}
      </Button>
    </li>
  );
}
