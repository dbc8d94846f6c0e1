import schema from '../../../schemas/settings.schema.json' with { type: 'json' };
import { nearest } from '../../errors.ts';
import type { Rate } from '../../field-types/index.ts';
import type { Document } from '../document.ts';
import type { ModelSettings } from '../model.ts';
import type { Report } from '../report.ts';
import { defineKind, reportTwice } from './define-kind.ts';

/** What can make it lawful to contact somebody. */
export const BASES: readonly string[] = schema.properties.purposes.items.properties.basis.enum;

/** What a workspace without the document counts by; every workspace gets one when it is made. */
const DEFAULTS: ModelSettings = {
  timeZone: 'Etc/UTC',
  currency: 'CNY',
  languages: ['zh-CN', 'en'],
  rates: [],
  weekStart: 1,
  yearStart: '01-01',
  secondFactor: 'none',
  purposes: schema.properties.purposes.default,
};

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Rates are of other currencies that exist, above zero, and one each for a day. */
function checkRates(
  rates: readonly Partial<Rate>[],
  own: unknown,
  currencies: readonly string[],
  report: Report,
): void {
  const told = new Set<string>();
  for (const [index, { currency = '', rate = '', from = '' }] of rates.entries()) {
    const at = ['rates', index];
    if (!currencies.includes(currency)) {
      report([...at, 'currency'], 'document.currency', { given: currency }, nearest(currency, currencies));
    } else if (currency === own) report([...at, 'currency'], 'document.rate_own', { currency });
    else if (told.has(`${currency} ${from}`))
      report(at, 'document.rate_twice', { currency, from: from || '—' });
    if (!/[1-9]/.test(rate)) report([...at, 'rate'], 'document.rate', { given: rate });
    told.add(`${currency} ${from}`);
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
  check: ({ body: { timeZone, currency, rates, purposes } }, report) => {
    if (typeof timeZone === 'string' && !isTimeZone(timeZone)) {
      const near = nearest(timeZone, Intl.supportedValuesOf('timeZone'));
      report(['timeZone'], 'document.time_zone', { given: timeZone }, near);
    }
    const currencies = Intl.supportedValuesOf('currency');
    if (typeof currency === 'string' && !currencies.includes(currency)) {
      report(['currency'], 'document.currency', { given: currency }, nearest(currency, currencies));
    }
    reportTwice(report, ['purposes'], purposes, 'name');
    if (Array.isArray(rates)) checkRates(rates, currency, currencies, report);
  },
});

export function resolveSettings(document: Document | undefined): ModelSettings {
  const given: ModelSettings = { ...DEFAULTS, ...document?.body };
  const { timeZone, currency, rates, languages, weekStart, yearStart, secondFactor, purposes } = given;
  const { calendar, auditMonths } = given;
  return Object.freeze({
    timeZone,
    currency,
    rates,
    languages,
    weekStart,
    yearStart,
    secondFactor,
    purposes,
    ...(calendar !== undefined && { calendar }),
    ...(auditMonths !== undefined && { auditMonths }),
  });
}
