import i18next from 'i18next';
import { transferEn } from './transfer-en.ts';
import { transferZhCN } from './transfer-zh-CN.ts';

// they come with the dialog: lists are light
i18next.addResourceBundle('en', 'translation', { transfer: transferEn }, true);
i18next.addResourceBundle('zh-CN', 'translation', { transfer: transferZhCN }, true);
