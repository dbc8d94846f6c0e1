import { Segmented } from 'antd';
import { LANGUAGES, type Language, setLanguage, useTexts } from '../i18n/index.ts';

/** Switches without a reload; what is typed stays. */
export function LanguageChoice({ onChange }: { onChange?: (language: Language) => void }) {
  const { t, language } = useTexts();
  return (
    <Segmented<Language>
      aria-label={t('shell.language')}
      value={language}
      options={LANGUAGES.map(({ value, label }) => ({ value, label: <span lang={value}>{label}</span> }))}
      onChange={(next) => {
        setLanguage(next);
        onChange?.(next);
      }}
    />
  );
}
