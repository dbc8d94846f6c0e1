import i18next from 'i18next';
import { accessEn } from './access-en.ts';
import { accessZhCN } from './access-zh-CN.ts';

// they come with the drawer: lists are light
i18next.addResourceBundle('en', 'translation', { access: accessEn }, true);
i18next.addResourceBundle('zh-CN', 'translation', { access: accessZhCN }, true);
