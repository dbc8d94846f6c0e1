import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Checkbox, Input, Select, Tag } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import { type ApiKey, createKey, keysQuery, type NewApiKey, revokeKey } from '../api/people.ts';
import { modelQuery } from '../api/queries.ts';
import { useTexts } from '../i18n/index.ts';
import { useSayFailure } from '../shell/failure.ts';
import { formatMoment } from '../values/format.ts';
import { useLocality } from '../values/locality.ts';
import { ShownOnce } from './shown-once.tsx';
import '../profile/profile.css';
import '../i18n/users.ts';

const LIFETIMES = [30, 90, 365] as const;

/** The API keys of a user, or one's own: those there are, a new one, and taking one back. */
export function Keys({ user }: { user?: string }) {
  const { t } = useTexts();
  const client = useQueryClient();
  const { data: keys } = useQuery(keysQuery(user));
  const [isMaking, setMaking] = useState(false);
  const [made, setMade] = useState<string>();
  const again = () => void client.invalidateQueries({ queryKey: keysQuery(user).queryKey });
  if (!keys) return null;
  return (
    <>
      {keys.length === 0 && !isMaking && <p className="gx-soft">{t('users.noKeys')}</p>}
      <ul className="gx-sessions">
        {keys.map((key) => (
          <KeyLine key={key.id} apiKey={key} onGone={again} />
        ))}
      </ul>
      {made !== undefined && (
        <ShownOnce
          label={t('users.newKey')}
          value={made}
          note={t('users.newKeyNote')}
          copy={t('users.copyKey')}
        />
      )}
      {isMaking ? (
        <KeyForm
          {...(user !== undefined && { user })}
          onCancel={() => setMaking(false)}
          onMade={(key) => {
            setMade(key);
            setMaking(false);
            again();
          }}
        />
      ) : (
        <div className="gx-profile-actions">
          <Button
            onClick={() => {
              setMade(undefined);
              setMaking(true);
            }}
          >
            {t('users.makeKey')}
          </Button>
        </div>
      )}
    </>
  );
}

function KeyForm(props: { user?: string; onMade: (key: string) => void; onCancel: () => void }) {
  const { user, onMade, onCancel } = props;
  const { t, label } = useTexts();
  const id = useId();
  const { data: model } = useQuery(modelQuery);
  const [name, setName] = useState('');
  const [days, setDays] = useState<number>(90);
  const [readOnly, setReadOnly] = useState(false);
  const [objects, setObjects] = useState<string[]>([]);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!name.trim()) return setRefusal(t('users.keyNameMissing'));
    const given: NewApiKey = {
      name: name.trim(),
      days,
      readOnly,
      ...(objects.length > 0 && { objects }),
      ...(user !== undefined && { user }),
    };
    setBusy(true);
    setRefusal(null);
    try {
      onMade((await createKey(given)).key);
    } catch (error) {
      setBusy(false);
      setRefusal(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <form className="gx-one-field" onSubmit={(event) => void submit(event)} noValidate>
      {refusal && <Alert type="error" showIcon title={refusal} role="alert" />}
      <label htmlFor={`${id}-name`}>{t('users.keyName')}</label>
      <Input
        id={`${id}-name`}
        value={name}
        maxLength={80}
        autoFocus
        placeholder={t('users.keyNameExample')}
        onChange={(event) => setName(event.target.value)}
      />
      <label htmlFor={`${id}-days`}>{t('users.keyDays')}</label>
      <Select
        id={`${id}-days`}
        value={days}
        onChange={setDays}
        options={LIFETIMES.map((value) => ({ value, label: t('users.days', { count: value }) }))}
      />
      <label htmlFor={`${id}-objects`}>{t('users.keyObjects')}</label>
      <Select
        id={`${id}-objects`}
        mode="multiple"
        optionFilterProp="label"
        placeholder={t('users.keyAllObjects')}
        value={objects}
        onChange={setObjects}
        options={(model?.objects ?? []).map(({ name: value, plural }) => ({
          value,
          label: label(plural) || value,
        }))}
      />
      <Checkbox checked={readOnly} onChange={(event) => setReadOnly(event.target.checked)}>
        {t('users.keyReadOnly')}
      </Checkbox>
      <div className="gx-profile-actions">
        <Button type="primary" htmlType="submit" loading={isBusy}>
          {t('users.makeKey')}
        </Button>
        <Button onClick={onCancel}>{t('common.cancel')}</Button>
      </div>
    </form>
  );
}

function KeyLine({ apiKey, onGone }: { apiKey: ApiKey; onGone: () => void }) {
  const { t, label } = useTexts();
  const { message, modal } = App.useApp();
  const sayFailure = useSayFailure();
  const { timeZone } = useLocality();
  const { data: model } = useQuery(modelQuery);
  const { id, name, prefix, expiresAt, usedAt, readOnly, objects } = apiKey;
  const at = (moment: string) => formatMoment(moment, timeZone);
  const isOver = expiresAt !== null && Date.parse(expiresAt) < Date.now();
  const ends =
    expiresAt === null
      ? t('users.keyForGood')
      : t(isOver ? 'users.keyOver' : 'users.keyUntil', { at: at(expiresAt) });
  const pluralOf = (object: string) =>
    label(model?.objects.find((one) => one.name === object)?.plural) || object;
  const revoke = async () => {
    try {
      await revokeKey(id);
      void message.success(t('users.keyRevoked'));
    } catch (error) {
      sayFailure(error);
    }
    onGone();
  };
  const ask = () =>
    modal.confirm({
      title: t('users.keyRevokeAsk', { name }),
      content: t('users.keyRevokeNote'),
      okText: t('users.keyRevoke'),
      okButtonProps: { danger: true },
      onOk: revoke,
    });
  return (
    <li>
      <div>
        <strong>{name}</strong> <code>{prefix}…</code> {readOnly && <Tag>{t('users.keyReadOnlyTag')}</Tag>}
        {objects?.map((object) => (
          <Tag key={object}>{pluralOf(object)}</Tag>
        ))}
        <div className="gx-soft">
          {ends} · {usedAt === null ? t('users.keyNeverUsed') : t('profile.usedAt', { at: at(usedAt) })}
        </div>
      </div>
      <Button aria-label={t('users.keyRevokeOf', { name })} onClick={ask}>
        {t('users.keyRevoke')}
      </Button>
    </li>
  );
}
