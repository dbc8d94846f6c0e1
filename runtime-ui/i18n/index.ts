import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import { setRequestLanguage } from '../api/request.ts';
import type { Labels } from '../api/types.ts';
import type { accessEn } from './access-en.ts';
import type { alikeEn } from './alike-en.ts';
import type { boardEn } from './board-en.ts';
import type { duplicatesEn } from './duplicates-en.ts';
import { en } from './en.ts';
import type { exportsEn } from './exports-en.ts';
import type { handoverEn } from './handover-en.ts';
import type { importsEn } from './imports-en.ts';
import type { mergeEn } from './merge-en.ts';
import type { organizationEn } from './organization-en.ts';
import type { paletteEn } from './palette-en.ts';
import type { partsEn } from './parts-en.ts';
import type { personalEn } from './personal-texts.ts';
import type { transferEn } from './transfer-en.ts';
import type { usersEn } from './users-en.ts';
import { zhCN } from './zh-CN.ts';

export type Language = 'zh-CN' | 'en';
export const LANGUAGES: readonly { readonly value: Language; readonly label: string }[] = [
  { value: 'zh-CN', label: '简体中文' },
  { value: 'en', label: 'English' },
];

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: {
      translation: typeof en &
        typeof partsEn &
        typeof personalEn & {
          access: typeof accessEn;
          alike: typeof alikeEn;
          board: typeof boardEn;
          duplicates: typeof duplicatesEn;
          exports: typeof exportsEn;
          handover: typeof handoverEn;
          imports: typeof importsEn;
          merge: typeof mergeEn;
          organization: typeof organizationEn;
          palette: typeof paletteEn;
          transfer: typeof transferEn;
          users: typeof usersEn;
        };
    };
    returnNull: false;
  }
}

const KEPT = 'guanxi.language';

/** From any spelling of a locale (`zh`, `zh-Hans-CN`, `en-GB`) to one that there are texts for. */
export const toLanguage = (locale: string): Language =>
  locale.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';

const initial = toLanguage(localStorage.getItem(KEPT) ?? navigator.language ?? 'zh-CN');

/** The document and the server's answers follow; formatted values follow by `useLanguage`. */
export function setLanguage(language: Language): void {
  localStorage.setItem(KEPT, language);
  document.documentElement.lang = language;
  setRequestLanguage(language, i18next.t('app.noSaving', { lng: language }));
  if (i18next.language !== language) void i18next.changeLanguage(language);
}

void i18next.use(initReactI18next).init({
  lng: initial,
  fallbackLng: 'en',
  resources: { en: { translation: en }, 'zh-CN': { translation: zhCN } },
  interpolation: { escapeValue: false },
});
i18next.services.formatter?.add('inSentence', (label: string) => labelInSentence(label));
setLanguage(initial);

/** A label inside of an English sentence: "Account" is written small there, "SLA" is not. */
export const labelInSentence = (label: string): string =>
  /^\p{Lu}(?!\p{Lu})/u.test(label) ? label[0]!.toLowerCase() + label.slice(1) : label;

/** The text of `labels` in `language`, else in English, else whatever there is. */
export function labelIn(labels: Labels | undefined, language: string): string {
  if (!labels) return '';
  return labels[language] ?? labels.en ?? Object.values(labels)[0] ?? '';
}

/** Everything a component needs to speak: its texts (`t`), labels of the metadata (`label`), the language. */
export function useTexts() {
  const { t, i18n } = useTranslation();
  const language = toLanguage(i18n.language);
  return { t, language, label: (labels: Labels | undefined) => labelIn(labels, language) };
}
