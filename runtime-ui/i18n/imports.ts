import i18next from 'i18next';
import { importsEn } from './imports-en.ts';
import { importsZhCN } from './imports-zh-CN.ts';

// they come with the page: lists are light
i18next.addResourceBundle('en', 'translation', { imports: importsEn }, true);
i18next.addResourceBundle('zh-CN', 'translation', { imports: importsZhCN }, true);
