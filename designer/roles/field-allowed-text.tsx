import { Fragment } from 'react';
import { useTexts } from '../i18n/index.ts';
import { AllowedWhere } from './allowed-where.tsx';
import type { FieldAllowed } from './differences.ts';
import { useRoleWords } from './use-role-words.ts';

/** What is allowed with a field, in words; where several rights hold, what each is for. */
export function FieldAllowedText(props: { object: string | undefined; allowed: readonly FieldAllowed[] }) {
  const { object, allowed } = props;
  const { t } = useTexts();
  const words = useRoleWords();
  return (
    <>
      {allowed.map(({ right, actions, where }, at) => (
        <Fragment key={`${right} ${actions} ${where}`}>
          {at > 0 && <span className="gx-soft"> {t('roles.plus')} </span>}
          {words.right(right)}
          {actions && (
            <small className="gx-soft">
              {' '}
              {t('roles.onActions', { actions: actions.map(words.action).join(t('conditions.comma')) })}
            </small>
          )}
          <AllowedWhere object={object} where={where} />
        </Fragment>
      ))}
    </>
  );
}
