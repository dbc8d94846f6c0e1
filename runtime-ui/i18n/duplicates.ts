import i18next from 'i18next';
import { duplicatesEn } from './duplicates-en.ts';
import { duplicatesZhCN } from './duplicates-zh-CN.ts';

// they come with what says them: lists are light
i18next.addResourceBundle('en', 'translation', { duplicates: duplicatesEn }, true);
i18next.addResourceBundle('zh-CN', 'translation', { duplicates: duplicatesZhCN }, true);
