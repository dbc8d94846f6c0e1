import i18next from 'i18next';
import { exportsEn } from './exports-en.ts';
import { exportsZhCN } from './exports-zh-CN.ts';

// they come with the dialog: lists are light
i18next.addResourceBundle('en', 'translation', { exports: exportsEn }, true);
i18next.addResourceBundle('zh-CN', 'translation', { exports: exportsZhCN }, true);
