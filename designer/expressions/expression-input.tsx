import { Input } from 'antd';
import { useId } from 'react';
import { useTexts } from '../i18n/index.ts';
import { type ExpressionScope, useCheck } from './use-check.ts';

export type { ExpressionScope } from './use-check.ts';

/** An expression as text, with what is wrong in it, or what it gives, said below while one types. */
export function ExpressionInput(props: {
  id?: string;
  label: string;
  value: string;
  scope: ExpressionScope;
  isInvalid?: boolean;
  onChange: (source: string) => void;
}) {
  const { label, value, scope, isInvalid, onChange } = props;
  const { t } = useTexts();
  const own = useId();
  const id = props.id ?? own;
  const checked = useCheck(value, scope);
  const isWrong = isInvalid || (checked?.problems.length ?? 0) > 0;
  return (
    <>
      <Input.TextArea
        id={id}
        className="gx-growing gd-code"
        aria-label={label}
        aria-invalid={isWrong || undefined}
        aria-describedby={`${id}-checked ${id}__error ${id}__help`}
        status={isWrong ? 'error' : undefined}
        spellCheck={false}
        autoCapitalize="off"
        maxLength={4096}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <div id={`${id}-checked`} className="gd-checked" role="status">
        {checked?.problems.map(({ position, message, suggestion }) => (
          <div key={`${position} ${message}`} className="gd-checked-fault">
            {t('expressions.at', { place: position + 1, message })}
            {suggestion && (
              <>
                {' → '}
                <code>{suggestion}</code>
              </>
            )}
          </div>
        ))}
        {checked?.type && t('expressions.gives', { kind: t(`expressions.kinds.${checked.type}`) })}
      </div>
    </>
  );
}
