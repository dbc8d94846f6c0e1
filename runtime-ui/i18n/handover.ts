import i18next from 'i18next';
import { handoverEn } from './handover-en.ts';
import { handoverZhCN } from './handover-zh-CN.ts';

// they come with the pages of users: lists are light
i18next.addResourceBundle('en', 'translation', { handover: handoverEn }, true);
i18next.addResourceBundle('zh-CN', 'translation', { handover: handoverZhCN }, true);
