import { consentEn } from './consent-en.ts';
import { consentZhCN } from './consent-zh-CN.ts';
import { privacyEn } from './privacy-en.ts';
import { privacyZhCN } from './privacy-zh-CN.ts';

/** Texts about people whose data records hold. */
export const personalEn = { consent: consentEn, privacy: privacyEn };
export const personalZhCN: typeof personalEn = { consent: consentZhCN, privacy: privacyZhCN };
