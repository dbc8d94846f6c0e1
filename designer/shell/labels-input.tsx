import { Input, type InputRef } from 'antd';
import { type Ref, useId } from 'react';
import type { Labels } from '../../runtime-ui/api/types.ts';
import { LANGUAGES, type Language } from '../../runtime-ui/i18n/index.ts';
import { type TextKey, useTexts } from '../i18n/index.ts';

/** The languages of labels, the one that is spoken here first. */
export const labelLanguages = (language: Language): readonly Language[] =>
  LANGUAGES.map(({ value }) => value).sort((a, b) => Number(b === language) - Number(a === language));

export const useLabelLanguages = (): readonly Language[] => labelLanguages(useTexts().language);

/** A text in every language, an input each. */
export function LabelsInput(props: {
  /** label of an input, with `language` */
  text: TextKey;
  value: Labels;
  onChange: (labels: Labels) => void;
  faults?: readonly string[];
  first?: Ref<InputRef>;
  maxLength?: number;
  /** several lines high, an input below the other */
  isLong?: boolean;
}) {
  const { text, value, onChange, faults = [], first, maxLength = 200, isLong = false } = props;
  const { t } = useTexts();
  const id = useId();
  const isWrong = faults.length > 0;
  const inputOf = (language: Language) => ({
    id: `${id}-${language}`,
    lang: language,
    maxLength,
    ...(isWrong && { status: 'error' as const, 'aria-describedby': `${id}-faults` }),
    'aria-invalid': isWrong || undefined,
    value: value[language] ?? '',
    onChange: ({ target }: { target: { value: string } }) => onChange({ ...value, [language]: target.value }),
  });
  return (
    <div>
      <div className={isLong ? undefined : 'gd-pair'}>
        {useLabelLanguages().map((language, at) => (
          <div key={language} className="gx-field">
            <label htmlFor={`${id}-${language}`}>
              {t(text, { language: t(`designer.language.${language}`) })}
            </label>
            {isLong ? (
              <Input.TextArea {...inputOf(language)} className="gd-lines" rows={2} />
            ) : (
              <Input {...inputOf(language)} ref={at === 0 ? first : undefined} />
            )}
          </div>
        ))}
      </div>
      <Faults id={`${id}-faults`} faults={faults} />
    </div>
  );
}

/** What is wrong with an input, said below it. */
export function Faults({ id, faults }: { id?: string; faults: readonly string[] | undefined }) {
  if (!faults || faults.length === 0) return null;
  return (
    <div id={id} className="gx-field-error gd-faults" role="alert">
      {faults.map((fault) => (
        <div key={fault}>{fault}</div>
      ))}
    </div>
  );
}
