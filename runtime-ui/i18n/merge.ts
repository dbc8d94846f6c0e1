import i18next from 'i18next';
import { mergeEn } from './merge-en.ts';
import { mergeZhCN } from './merge-zh-CN.ts';

// they come with the dialog: lists are light
i18next.addResourceBundle('en', 'translation', { merge: mergeEn }, true);
i18next.addResourceBundle('zh-CN', 'translation', { merge: mergeZhCN }, true);
