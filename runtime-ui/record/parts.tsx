import type { ReactNode } from 'react';
import { useLocation, useNavigate, useParams } from 'react-router';
import type { ObjectMeta, RecordRow } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { later } from '../shell/later.tsx';
import { Tabs } from '../shell/tabs.tsx';
import { useMe } from '../values/locality.ts';

const History = later(() => import('./history.tsx'));

/** Where the history stands in the address, behind the record. */
const HISTORY = 'history';

/** What a record holds, and how it came to that. */
export function Parts(props: { object: ObjectMeta; record: RecordRow; children: ReactNode }) {
  const { object, record, children } = props;
  const { t } = useTexts();
  const { tab } = useParams();
  const navigate = useNavigate();
  const { search } = useLocation();
  const open = (name: string) => {
    const part = name === HISTORY ? `/${HISTORY}` : '';
    void navigate(`/o/${object.name}/${record.id}${part}${search}`, {
      replace: true,
      preventScrollReset: true,
    });
  };
  const { user } = useMe();
  const isHistory = tab === HISTORY;
  // who has changed what is told to colleagues
  if (user.kind === 'portal') return children;
  return (
    <Tabs
      label={t('record.parts')}
      tabs={[
        { name: 'details', label: t('record.details') },
        { name: HISTORY, label: t('record.history') },
      ]}
      value={isHistory ? HISTORY : 'details'}
      onChange={open}
    >
      {isHistory ? <History object={object} record={record} /> : children}
    </Tabs>
  );
}
