import schema from '../../../schemas/settings.schema.json' with { type: 'json' };
import { nearest } from '../../errors.ts';
import type { Document } from '../document.ts';
import type { ModelSettings } from '../model.ts';
import { defineKind } from './define-kind.ts';

/** What a workspace without the document counts by; every workspace gets one when it is made. */
const DEFAULTS: ModelSettings = {
  timeZone: 'Etc/UTC',
  currency: 'CNY',
  languages: ['zh-CN', 'en'],
  weekStart: 1,
  yearStart: '01-01',
};

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** How the workspace counts days and money, and which languages it speaks. There is one. */
export const settings = defineKind({
  name: 'settings',
  labels: { en: 'settings', 'zh-CN': '设置' },
  prefix: 'set',
  file: 'settings.json',
  localOnly: true,
  schema,
  keyOf: () => 'workspace',
  parts: () => [],
  check: ({ body: { timeZone, currency } }, report) => {
    if (typeof timeZone === 'string' && !isTimeZone(timeZone)) {
      const near = nearest(timeZone, Intl.supportedValuesOf('timeZone'));
      report(['timeZone'], 'document.time_zone', { given: timeZone }, near);
    }
    const currencies = Intl.supportedValuesOf('currency');
    if (typeof currency === 'string' && !currencies.includes(currency)) {
      report(['currency'], 'document.currency', { given: currency }, nearest(currency, currencies));
    }
  },
});

export function resolveSettings(document: Document | undefined): ModelSettings {
  const { timeZone, currency, languages, weekStart, yearStart, calendar } = {
    ...DEFAULTS,
    ...document?.body,
  };
  return Object.freeze({
    timeZone,
    currency,
    languages,
    weekStart,
    yearStart,
    ...(calendar !== undefined && { calendar }),
  });
}
