import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { createService } from '../api/people.ts';
import { listQuery } from '../api/queries.ts';
import { useTexts } from '../i18n/index.ts';
import { Loading, Refusal } from '../shell/states.tsx';
import { useDocumentTitle } from '../shell/title.ts';
import { RoleChoice } from './role-choice.tsx';
import '../session/sign-in.css';
import '../profile/profile.css';
import '../i18n/users.ts';

const services = listQuery('user', {
  fields: 'id,name,active',
  filter: 'kind == "service"',
  sort: 'name',
  limit: 200,
});

/** `/profile/services`: users for programs, for who manages people. */
export function Component() {
  const { t } = useTexts();
  const list = useQuery(services);
  useDocumentTitle(t('users.services'));
  if (list.error) return <Refusal error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <Loading />;
  const { records } = list.data;
  return (
    <div className="gx-profile">
      <h1>{t('users.services')}</h1>
      <p className="gx-soft">{t('users.servicesNote')}</p>
      <ServiceForm />
      <section aria-label={t('users.services')}>
        {records.length === 0 && <p className="gx-soft">{t('users.noServices')}</p>}
        <ul className="gx-sessions">
          {records.map(({ id, name, active }) => (
            <li key={id}>
              <Link to={`/o/user/${id}`}>{String(name)}</Link>
              {active === false && <span className="gx-soft">{t('users.serviceOff')}</span>}
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

function ServiceForm() {
  const { t } = useTexts();
  const id = useId();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [roles, setRoles] = useState<readonly string[]>([]);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!name.trim()) return setRefusal(t('signIn.required'));
    setBusy(true);
    setRefusal(null);
    try {
      const made = await createService({ name: name.trim(), roles });
      void client.invalidateQueries({ queryKey: ['records', 'user'] });
      void navigate(`/o/user/${made.id}`);
    } catch (error) {
      setBusy(false);
      setRefusal(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <section aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{t('users.makeService')}</h2>
      <form className="gx-one-field" onSubmit={(event) => void submit(event)} noValidate>
        {refusal && <Alert type="error" showIcon title={refusal} role="alert" />}
        <label htmlFor={`${id}-name`}>{t('users.serviceName')}</label>
        <Input
          id={`${id}-name`}
          value={name}
          maxLength={120}
          placeholder={t('users.serviceNameExample')}
          onChange={(event) => setName(event.target.value)}
        />
        <label htmlFor={`${id}-roles`}>{t('users.roles')}</label>
        <RoleChoice id={`${id}-roles`} value={roles} onChange={setRoles} />
        <Button type="primary" htmlType="submit" loading={isBusy}>
          {t('users.makeService')}
        </Button>
      </form>
    </section>
  );
}
