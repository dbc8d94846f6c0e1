import type { MoveEffects, SomeUsers } from '../api/organization.ts';
import { useTexts } from '../i18n/index.ts';

/** What a move comes to, in sentences: who goes along with which records, and who reaches these no more. */
export function Effects({ effects }: { effects: MoveEffects }) {
  const { t, label, language } = useTexts();
  const { people, records, lose, gain } = effects;
  const list = (texts: readonly string[]) => new Intl.ListFormat(language).format(texts);
  const numbers = new Intl.NumberFormat(language);
  const counted = records.map(({ plural, count }) => `${label(plural)} ${numbers.format(count)}`);
  const named = ({ count, users }: SomeUsers) => {
    const names = users.map(({ name }) => name);
    const others = count - users.length;
    return list(others > 0 ? [...names, t('organization.others', { count: others })] : names);
  };
  return (
    <section className="gx-effects" aria-label={t('organization.effects')}>
      <p>
        {t('organization.along', { count: people })}
        {counted.length > 0 && ` ${t('organization.records', { records: list(counted) })}`}
      </p>
      {lose.count > 0 && <p>{t('organization.lose', { count: lose.count, users: named(lose) })}</p>}
      {gain.count > 0 && <p>{t('organization.gain', { count: gain.count, users: named(gain) })}</p>}
      <p className="gx-soft">
        {t(lose.count + gain.count > 0 ? 'organization.otherWays' : 'organization.noChange')}
      </p>
    </section>
  );
}
