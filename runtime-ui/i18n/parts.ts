import i18next from 'i18next';
import { partsEn } from './parts-en.ts';
import { partsZhCN } from './parts-zh-CN.ts';

// they come with what shows them: lists are light
i18next.addResourceBundle('en', 'translation', partsEn, true);
i18next.addResourceBundle('zh-CN', 'translation', partsZhCN, true);
