import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** What only a template may say. The engine and the UIs know objects, fields and capabilities. */
const CRM_WORDS = [
  'lead',
  'account',
  'accounts',
  'opportunity',
  'opportunities',
  'deal',
  'deals',
  'contract',
  'contracts',
  'ticket',
  'tickets',
  'quote_line',
  'invoice',
  'invoices',
  'campaign',
  'campaigns',
  'follow_up',
  'competitor',
  '客户',
  '线索',
  '商机',
  '合同',
  '工单',
  '回款',
  '发票',
];

const WORD = new RegExp(`(?<![\\p{L}\\d_])(?:${CRM_WORDS.join('|')})(?![\\p{L}\\d_])`, 'giu');

/** Examples for people: help texts of field types, samples of values, placeholders. They show, they decide nothing. */
const EXAMPLES =
  /^\s*(?:\*|\/\/|\/\*)|(?:en|'zh-CN'|labels|help|example|samples|given|stored|placeholder)\b.*[:=]/;

test('CRM words stand in templates only', () => {
  const files = globSync(['engine/**/*.ts', 'runtime-ui/**/*.{ts,tsx}', 'designer/**/*.{ts,tsx}'], {
    exclude: ['**/dist/**'],
  });
  const found = files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line, index) =>
        EXAMPLES.test(line) ? [] : [...line.matchAll(WORD)].map(([word]) => `${file}:${index + 1} ${word}`),
      ),
  );
  expect(found).toEqual([]);
});
