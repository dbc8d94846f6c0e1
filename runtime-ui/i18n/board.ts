import i18next from 'i18next';
import { boardEn } from './board-en.ts';
import { boardZhCN } from './board-zh-CN.ts';

// they come with boards: lists are light
i18next.addResourceBundle('en', 'translation', { board: boardEn }, true);
i18next.addResourceBundle('zh-CN', 'translation', { board: boardZhCN }, true);
