import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Checkbox, Input } from 'antd';
import { useId, useState } from 'react';
import {
  type ErasurePlan,
  erasePerson,
  type Person,
  type PersonRecord,
  planErasure,
} from '../api/privacy.ts';
import { useTexts } from '../i18n/index.ts';
import { useSayFailure } from '../shell/failure.ts';
import { Loading, Refusal } from '../shell/states.tsx';
import { PersonRecordName } from './person-record-name.tsx';

const keyOf = ({ object, id }: PersonRecord): string => `${object}/${id}`;

/** What erasing a person comes to; and that, once somebody has typed what the record is called. */
export function EraseForm(props: { person: Person; onBack: () => void; onDone: () => void }) {
  const { person, onBack, onDone } = props;
  const { t } = useTexts();
  const { message } = App.useApp();
  const client = useQueryClient();
  const sayFailure = useSayFailure();
  const field = useId();
  const [same, setSame] = useState<readonly PersonRecord[]>();
  const [also, setAlso] = useState<readonly string[]>([]);
  const [typed, setTyped] = useState('');
  const [isBusy, setBusy] = useState(false);
  const plan = useQuery({
    queryKey: ['privacy', 'plan', person.object, person.id, also],
    queryFn: async () => {
      const found = await planErasure(person, also);
      // who was ticked is no longer told as one who only has the same values
      setSame((known) => known ?? found.same);
      return found;
    },
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  if (plan.error) return <Refusal error={plan.error} onRetry={() => void plan.refetch()} />;
  if (!plan.data) return <Loading />;
  const title = plan.data.title ?? person.id;
  const erase = async () => {
    setBusy(true);
    try {
      const done = await erasePerson(person, also, plan.data.hash, typed);
      void message.success(t('privacy.done', { ...done }));
      void client.invalidateQueries({ queryKey: ['records'] });
      onDone();
    } catch (error) {
      sayFailure(error);
      setBusy(false);
      void plan.refetch();
    }
  };
  return (
    <>
      {same && same.length > 0 && (
        <section aria-labelledby={`${field}-same`}>
          <h3 id={`${field}-same`}>{t('privacy.alsoThem')}</h3>
          <p className="gx-soft">{t('privacy.alsoNote')}</p>
          <Checkbox.Group value={[...also]} onChange={(keys) => setAlso([...keys].sort())}>
            <ul>
              {same.map((record) => (
                <li key={record.id}>
                  <Checkbox value={keyOf(record)}>
                    <PersonRecordName record={record} />
                  </Checkbox>
                </li>
              ))}
            </ul>
          </Checkbox.Group>
        </section>
      )}
      <Goes plan={plan.data} />
      <Stays plan={plan.data} />
      <Alert type="warning" showIcon title={t('privacy.final')} />
      <div className="gx-field">
        <label htmlFor={field}>{t('privacy.confirm', { title })}</label>
        <Input
          id={field}
          value={typed}
          autoComplete="off"
          onChange={({ target }) => setTyped(target.value)}
        />
      </div>
      <div className="gx-privacy-actions">
        <Button onClick={onBack}>{t('privacy.back')}</Button>
        <Button
          type="primary"
          danger
          disabled={typed.trim() !== title.trim() || plan.isFetching}
          loading={isBusy}
          onClick={() => void erase()}
        >
          {t('privacy.eraseNow')}
        </Button>
      </div>
    </>
  );
}

function Goes({ plan: { loses, mentions, entries, files, imports } }: { plan: ErasurePlan }) {
  const { t } = useTexts();
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{t('privacy.goes')}</h3>
      <ul>
        {loses.map(({ object, label, count, fields }) => (
          <li key={object}>
            {t('privacy.losesOne', {
              object: label,
              count,
              fields: fields.map((field) => field.label).join(', '),
            })}
          </li>
        ))}
        {mentions.length > 0 && <li>{t('privacy.goesWords', { count: mentions.length })}</li>}
        <li>{t('privacy.goesTraces', { entries, files: files.length, imports })}</li>
      </ul>
    </section>
  );
}

function Stays({ plan: { kept } }: { plan: ErasurePlan }) {
  const { t } = useTexts();
  const id = useId();
  const { references, shared, namesakes, documents, invitations } = kept;
  const lines = [
    t('privacy.staysRecord'),
    references.length > 0 && t('privacy.staysReferences', { count: references.length }),
    ...shared.map(({ value, record }) =>
      t('privacy.staysShared', { value, title: record.title ?? record.label }),
    ),
    namesakes.length > 0 && t('privacy.staysNamesakes', { count: namesakes.length }),
    documents.length > 0 &&
      t('privacy.staysDocuments', { names: documents.map(({ key }) => key).join(', ') }),
    invitations > 0 && t('privacy.staysInvitations', { count: invitations }),
  ].filter((line) => typeof line === 'string');
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{t('privacy.stays')}</h3>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}
