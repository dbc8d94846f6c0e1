import type { Labels } from '../../errors.ts';
import type { Model, ModelField, ModelObject } from '../../model/model.ts';
import {
  type ConvertedField,
  convertedFields,
  convertStep,
  countValues,
  countWithoutRate,
  currenciesWithoutRate,
  plainFields,
} from '../steps/index.ts';
import { type Ask, defineChange, type FindingDraft, type Scene } from './define-change.ts';

/** Fields that a sentence names; there may be hundreds. */
const NAMED = 8;

const called = (
  { labels, name }: Pick<ModelField | ModelObject, 'labels' | 'name'>,
  locale: 'en' | 'zh-CN',
): string => labels[locale] ?? labels.en ?? name;

/** `Price (Order), Fee (Order)` in both languages. */
function tellFields(fields: readonly ConvertedField[]): Labels {
  const told = (locale: 'en' | 'zh-CN', open: string, close: string) =>
    fields
      .slice(0, NAMED)
      .map(({ object, field }) => `${called(field, locale)}${open}${called(object, locale)}${close}`);
  const more = fields.length > NAMED;
  return {
    en: told('en', ' (', ')').join(', ') + (more ? ', …' : ''),
    'zh-CN': told('zh-CN', '（', '）').join('、') + (more ? '……' : ''),
  };
}

const sumOf = (counts: readonly (number | undefined)[]): number | undefined =>
  counts.includes(undefined) ? undefined : counts.reduce<number>((sum, count) => sum + count!, 0);

/** Currencies of values of a field that the new workspace has no rate for, on the days that they need one of. */
async function missingRates(
  after: Model,
  one: ConvertedField,
  { count, list }: Ask,
): Promise<FindingDraft[]> {
  const currencies = await list(currenciesWithoutRate(after, one));
  if (currencies?.length === 0) return [];
  const params = { currency: after.settings.currency, currencies: currencies?.join(', ') ?? '?' };
  const found = currencies && (await count(countWithoutRate(after, one)));
  return [
    {
      code: currencies ? 'publish.rate_missing' : 'publish.rates_unknown',
      params,
      told: { field: tellFields([one]) },
      count: found,
      blocking: currencies !== undefined,
    },
  ];
}

async function examineConversion({ before, after }: Scene, ask: Ask) {
  if (!before) return {};
  const fields = convertedFields(before, after);
  const counts: (number | undefined)[] = [];
  const missing: FindingDraft[] = [];
  for (const one of fields) {
    counts.push(await ask.count(countValues(after, one)));
    missing.push(...(await missingRates(after, one, ask)));
  }
  const rows = sumOf(counts);
  const filled = fields.filter((_, index) => counts[index] !== 0);
  const plain = plainFields(before, after);
  const { currency } = after.settings;
  return {
    rows,
    findings: [
      ...missing,
      ...(filled.length > 0
        ? [
            {
              code: 'publish.amounts_converted' as const,
              params: { currency, fields: filled.length },
              told: { names: tellFields(filled) },
              count: rows,
            },
          ]
        : []),
      ...(plain.length > 0
        ? [
            {
              code: 'publish.amounts_kept' as const,
              params: { currency, before: before.settings.currency, fields: plain.length },
              told: { names: tellFields(plain) },
            },
          ]
        : []),
    ],
  };
}

/**
 * Another currency of the workspace. Amounts that say their own are converted after the switch, by its rates;
 * those that do not keep their numbers, and the plan says so.
 */
export const changeCurrency = defineChange({
  name: 'change-currency',
  of: ['settings'],
  on: 'change',
  words: ['currency'],
  op: '~',
  undo: 'change-currency',
  blocks: true,
  sentence: (_, { subject, before }) => {
    const [from, to] = [before!.words.currency, subject.words.currency];
    return {
      en: `Change the currency of the workspace from ${from} to ${to}`,
      'zh-CN': `工作区货币由 ${from} 改为 ${to}`,
    };
  },
  examine: (_, scene, ask) => examineConversion(scene, ask),
  steps: (_, { before, after }) =>
    before ? convertedFields(before, after).map((one) => convertStep(after, one)) : [],
});
