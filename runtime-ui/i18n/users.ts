import i18next from 'i18next';
import { usersEn } from './users-en.ts';
import { usersZhCN } from './users-zh-CN.ts';

// they come with the panels of people: lists are light
i18next.addResourceBundle('en', 'translation', { users: usersEn }, true);
i18next.addResourceBundle('zh-CN', 'translation', { users: usersZhCN }, true);
