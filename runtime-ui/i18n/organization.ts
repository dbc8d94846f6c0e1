import i18next from 'i18next';
import { organizationEn } from './organization-en.ts';
import { organizationZhCN } from './organization-zh-CN.ts';

// they come with the page: lists are light
i18next.addResourceBundle('en', 'translation', { organization: organizationEn }, true);
i18next.addResourceBundle('zh-CN', 'translation', { organization: organizationZhCN }, true);
