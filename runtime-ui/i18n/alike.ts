import i18next from 'i18next';
import { alikeEn } from './alike-en.ts';
import { alikeZhCN } from './alike-zh-CN.ts';

// they come with the page: lists are light
i18next.addResourceBundle('en', 'translation', { alike: alikeEn }, true);
i18next.addResourceBundle('zh-CN', 'translation', { alike: alikeZhCN }, true);
