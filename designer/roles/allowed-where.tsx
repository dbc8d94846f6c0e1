import { useTexts } from '../i18n/index.ts';
import { WhereText } from './where-text.tsx';

/** The condition under which something is allowed, if there is one. */
export function AllowedWhere({ object, where }: { object: string | undefined; where: string | undefined }) {
  const { t } = useTexts();
  if (where === undefined) return null;
  return (
    <small className="gd-matrix-where" title={where}>
      {t('roles.where')} {object === undefined ? where : <WhereText object={object} source={where} />}
    </small>
  );
}
