import { LIMITS } from '../limits.ts';
import { defineFieldType, isCellProblem, quoted, refuse } from './define-field-type.ts';
import { cleanText, folded } from './texts.ts';

/** Words that people make up; of the same word in other case or width the first spelling stays. */
export const tags = defineFieldType({
  name: 'tags',
  labels: { en: 'Tags', 'zh-CN': '标签' },
  help: {
    en: 'Free words to find records by; nobody has to define them.',
    'zh-CN': '自由填写的标签，无需预先定义。',
  },
  icon: 'tag',
  group: 'choice',
  kind: 'list',
  memberKind: 'string',
  settings: { properties: {} },
  words: {
    default: { type: 'array', items: { type: 'string' }, 'x-labels': { en: 'Default', 'zh-CN': '默认值' } },
  },
  example: { 'x-field': { id: 'fld_tags0001', type: 'tags', labels: { en: 'Tags', 'zh-CN': '标签' } } },
  samples: [
    { given: ['VIP', ' vip ', '华东'], stored: ['VIP', '华东'] },
    { given: ['', 'new'], stored: ['new'] },
    { given: [], stored: [] },
  ],
  wrong: ['VIP', [1], [['a']], ['x'.repeat(41)], Array.from({ length: 51 }, (_, index) => `t${index}`)],
  widget: 'tags',
  suggests: true,
  columns: () => [{ part: '', type: 'text[]', collation: 'C', empty: "'{}'" }],
  valueSchema: () => ({
    type: 'array',
    items: { type: 'string', minLength: 1, maxLength: LIMITS.tagLength },
    maxItems: LIMITS.tagsPerRecord,
    uniqueItems: true,
  }),
  normalise: (value) => {
    if (!Array.isArray(value)) return refuse('value.list', { given: quoted(value) });
    const known = new Map<string, string>();
    for (const member of value) {
      const text = cleanText(member);
      if (isCellProblem(text)) return text;
      if (text === null) continue;
      if ([...text].length > LIMITS.tagLength) {
        return refuse('value.tag_length', { given: quoted(text), limit: LIMITS.tagLength });
      }
      if (!known.has(folded(text))) known.set(folded(text), text);
    }
    if (known.size > LIMITS.tagsPerRecord)
      return refuse('value.tags', { limit: LIMITS.tagsPerRecord, given: known.size });
    return [...known.values()];
  },
  toRow: (value) => ({ '': value ?? [] }),
  wire: (source) => source(''),
  value: (source) => source(''),
  parse: (cell) => cell.split(/[;；|\n]/.test(cell) ? /[;；|\n]/ : /[,，、]/).map((part) => part.trim()),
  format: (value, _field, where) =>
    (value as readonly string[]).join(where.locale.startsWith('zh') ? '；' : '; '),
});
