import i18next from 'i18next';
import { personalEn, personalZhCN } from './personal-texts.ts';

// texts of screens that few people open come with these: lists are light
i18next.addResourceBundle('en', 'translation', personalEn, true);
i18next.addResourceBundle('zh-CN', 'translation', personalZhCN, true);
