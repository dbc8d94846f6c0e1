import { checkOption, optionLabel, optionSchema, readOption } from './choices.ts';
import type { FieldFacts } from './define-field-type.ts';
import { type CellProblem, defineFieldType, quoted, refuse } from './define-field-type.ts';
import { cleanTextBy, textColumn } from './texts.ts';

const NAME = /^[a-z][a-z0-9_]{0,47}$/;

/** Which pipeline a stage belongs to is judged by the rules; here it needs to be the name of one. */
function checkStage(text: string, field: FieldFacts): string | CellProblem {
  if (field.options.length > 0) return checkOption(text, field);
  return NAME.test(text) ? text : refuse('value.option', { given: quoted(text) });
}

/**
 * Where a record stands in its pipeline. Its row also says which pipeline, and since when; the rules
 * write both beside the stage, so `toRow` gives them only when the stage is cleared.
 */
export const stage = defineFieldType({
  name: 'stage',
  labels: { en: 'Stage', 'zh-CN': '阶段' },
  help: {
    en: 'The stage of a pipeline; gives the object a board.',
    'zh-CN': '流程中的阶段，启用后可使用看板。',
  },
  icon: 'flag',
  kind: 'string',
  settings: { properties: {} },
  words: { default: { type: 'string', 'x-ref': 'stage', 'x-labels': { en: 'Default', 'zh-CN': '默认值' } } },
  example: { 'x-field': { id: 'fld_stag0001', type: 'stage', labels: { en: 'Stage', 'zh-CN': '阶段' } } },
  samples: [
    { given: 'proposal', stored: 'proposal' },
    { given: ' won ', stored: 'won' },
    { given: '', stored: null },
  ],
  wrong: ['报价', 'Closed Won', 3, { stage: 'won' }],
  widget: 'stage',
  cell: 'stage',
  hasStages: true,
  indexed: true,
  columns: () => [textColumn(), textColumn('pipeline'), { part: 'since', type: 'timestamptz(3)' }],
  valueSchema: (field) =>
    field.options.length > 0 ? optionSchema(field) : { type: 'string', pattern: NAME.source },
  normalise: (value, field) => cleanTextBy(value, (text) => checkStage(text, field)),
  toRow: (value) => (value === null ? { '': null, pipeline: null, since: null } : { '': value }),
  wire: (source) => source(''),
  value: (source) => source(''),
  parse: (cell, field) =>
    field.options.length > 0 ? readOption(cell, field) : checkStage(cell.trim(), field),
  format: (value, field, where) => optionLabel(String(value), field.options, where.locale),
});
