import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { Effects as Told } from '../api/metadata.ts';
import { effectsQuery } from '../api/queries.ts';
import { useDraft } from '../draft/store.tsx';
import { useTexts } from '../i18n/index.ts';

/** Who gains and who loses what by publishing: nothing where rights stay as they are. */
export function Effects() {
  const { t, label } = useTexts();
  const { revision } = useDraft();
  const { data, isError } = useQuery(effectsQuery(revision));
  if (isError)
    return (
      <p className="gd-warning" role="status">
        {t('changes.effectsFailed')}
      </p>
    );
  if (!data || data.roles.length === 0) return null;
  return (
    <section className="gd-effects" aria-labelledby="gd-effects">
      <h2 id="gd-effects">{t('changes.effects')}</h2>
      <ul className="gd-changes">
        {data.roles.map((one) => (
          <RolesLine
            key={[one.portal?.object, ...one.roles.map(({ name }) => name)].join(' ')}
            effect={one}
          />
        ))}
      </ul>
      {data.lines.map((line) => (
        <p key={label(line)} className="gx-soft">
          {label(line)}
        </p>
      ))}
    </section>
  );
}

function RolesLine({ effect: { roles, portal, users, lines, objects } }: { effect: Told['roles'][number] }) {
  const { t, label, language } = useTexts();
  return (
    <li className="gd-effect">
      <h3>
        {roles.length === 0 && t('changes.noRole')}
        {roles.map(({ name, labels }, index) => (
          <span key={name}>
            {index > 0 && ' + '}
            <Link to={`/roles/${name}`}>{label(labels)}</Link>
          </span>
        ))}
        {portal && <span className="gx-soft">{t('changes.portal', { object: label(portal.labels) })}</span>}
        <span className="gx-soft">
          {t('changes.holders', { count: users, formatted: users.toLocaleString(language) })}
        </span>
      </h3>
      {lines.map((line) => (
        <p key={label(line)}>{label(line)}</p>
      ))}
      {objects.length > 0 && (
        <dl>
          {objects.map((one) => (
            <div key={one.object}>
              <dt>{label(one.labels)}</dt>
              {one.lines.map((line) => (
                <dd key={label(line)}>{label(line)}</dd>
              ))}
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}
