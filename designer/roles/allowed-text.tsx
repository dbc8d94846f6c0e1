import { Fragment } from 'react';
import { NONE } from '../draft/role-words.ts';
import { useTexts } from '../i18n/index.ts';
import { AllowedWhere } from './allowed-where.tsx';
import type { Allowed } from './differences.ts';
import { useRoleWords } from './use-role-words.ts';

/** The rows in which something is allowed, in words. */
export function AllowedText({
  object,
  allowed,
}: {
  object: string | undefined;
  allowed: readonly Allowed[];
}) {
  const { t } = useTexts();
  const words = useRoleWords();
  if (allowed.length === 0) return <span className="gx-soft">{words.scope(NONE)}</span>;
  return (
    <>
      {allowed.map(({ scope, where }, at) => (
        <Fragment key={`${scope} ${where}`}>
          {at > 0 && <span className="gx-soft"> {t('roles.plus')} </span>}
          {words.scope(scope)}
          <AllowedWhere object={object} where={where} />
        </Fragment>
      ))}
    </>
  );
}
