import i18next from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Labels } from '../../runtime-ui/api/types.ts';
import type { en as runtimeEn } from '../../runtime-ui/i18n/en.ts';
import { labelIn, toLanguage } from '../../runtime-ui/i18n/index.ts';
import { en } from './en.ts';
import { zhCN } from './zh-CN.ts';

/** The same tree with free texts; plural forms are English's own. */
export type Translated<T> = {
  readonly [K in keyof T as K extends `${string}_one` ? never : K]: T[K] extends string
    ? string
    : Translated<T[K]>;
};

/** Paths of the texts of a tree; the forms of a plural are one text. */
type Paths<T> = {
  [K in keyof T & string]: T[K] extends string
    ? K extends `${infer Base}_${'one' | 'other'}`
      ? Base
      : K
    : `${K}.${Paths<T[K]>}`;
}[keyof T & string];

/** A text of the designer or of the runtime. */
export type TextKey = Paths<typeof en> | Paths<typeof runtimeEn>;

export type Translate = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;

const SPACE = 'designer';
i18next.addResourceBundle('en', SPACE, en);
i18next.addResourceBundle('zh-CN', SPACE, zhCN);

/** As the runtime's: texts (`t`), labels of the metadata (`label`), the language. */
export function useTexts() {
  const { i18n } = useTranslation();
  const language = toLanguage(i18n.language);
  // the same ones as long as the language is, so that what is derived from texts can be kept
  const speak = useMemo(() => {
    const t: Translate = (key, values) =>
      String(i18next.t(key as never, { ...values, lng: language, ns: [SPACE, 'translation'] } as never));
    return { t, label: (labels: Labels | undefined) => labelIn(labels, language) };
  }, [language]);
  return { ...speak, language };
}
