import { LIMITS } from '../limits.ts';
import {
  type CellProblem,
  defineFieldType,
  type FieldFacts,
  quoted,
  refuse,
  type WireValue,
} from './define-field-type.ts';
import { breachOf, longestJson, schemaFaults } from './json-schemas.ts';
import { plainValue } from './plain-values.ts';
import { isStorable, textColumn } from './texts.ts';

/** Members of a value, at any depth; undefined where there are too many or too deep, or one cannot be stored. */
function whyNot(root: unknown): CellProblem | undefined {
  const open: { value: unknown; depth: number }[] = [{ value: root, depth: 1 }];
  let count = 0;
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, depth } = next;
    count += 1;
    if (count > LIMITS.jsonMembers) return refuse('value.json_size', { limit: LIMITS.jsonMembers });
    if (depth > LIMITS.jsonDepth) return refuse('value.json_depth', { limit: LIMITS.jsonDepth });
    if (typeof value === 'string' && !isStorable(value)) return refuse('value.characters');
    if (typeof value !== 'object' || value === null) continue;
    for (const [name, member] of Object.entries(value)) {
      if (name === '__proto__' || !isStorable(name)) return refuse('value.characters');
      open.push({ value: member, depth: depth + 1 });
    }
  }
  return undefined;
}

function checked(value: object, { settings }: FieldFacts): WireValue | CellProblem {
  const fault = whyNot(value);
  if (fault) return fault;
  const size = JSON.stringify(value).length;
  const limit = settings.schema ? longestJson(settings.schema) : LIMITS.longTextLength;
  if (size > limit) return refuse('value.too_long', { limit, given: size });
  return (settings.schema && breachOf(settings.schema, value)) ?? (value as WireValue);
}

/**
 * An object or a list as systems exchange them. It is kept as text: members stay in the order in which they
 * were written.
 */
export const json = defineFieldType({
  name: 'json',
  labels: { en: 'JSON', 'zh-CN': 'JSON 数据' },
  help: {
    en: 'Structured data for other systems, checked by a JSON Schema of its own.',
    'zh-CN': '供其他系统使用的结构化数据，可用 JSON Schema 校验。',
  },
  icon: 'code',
  group: 'other',
  kind: 'string',
  settings: {
    properties: {
      schema: {
        type: 'object',
        additionalProperties: true,
        'x-labels': { en: 'JSON Schema', 'zh-CN': 'JSON Schema' },
      },
    },
  },
  words: { default: { type: ['object', 'array'], 'x-labels': { en: 'Default', 'zh-CN': '默认值' } } },
  tells: ['schema'],
  faults: ({ 'x-field': { schema } }) =>
    schema === undefined ? [] : schemaFaults(schema, ['x-field', 'schema']),
  example: {
    'x-field': {
      id: 'fld_json0001',
      type: 'json',
      labels: { en: 'Settings', 'zh-CN': '配置' },
      schema: { properties: { code: { type: 'string', pattern: '^[A-Z]+$' } } },
    },
  },
  samples: [
    { given: { z: 1, a: [true, null, '😀'] }, stored: { z: 1, a: [true, null, '😀'] } },
    { given: [{ code: 'AB' }], stored: [{ code: 'AB' }] as never },
    { given: { code: 'AB', rate: 0.1 }, stored: { code: 'AB', rate: 0.1 } },
    { given: {}, stored: {} },
  ],
  wrong: ['{}', 7, true, { code: 'ab' }, { a: '\0' }, Array.from({ length: LIMITS.jsonMembers }, () => 0)],
  widget: 'json',
  cell: 'json',
  isLong: true,
  columns: () => [textColumn()],
  plain: 'json',
  valueSchema: () => ({ type: ['object', 'array'] }),
  normalise: (value, field) =>
    typeof value === 'object' && value !== null
      ? checked(value, field)
      : refuse('value.json', { given: quoted(value) }),
  toRow: (value) => ({ '': plainValue('json', value) }),
  wire: (source) => `(${source('')})::json`,
  value: (source) => source(''),
  parse: (cell) => {
    try {
      return JSON.parse(cell);
    } catch {
      return refuse('value.json', { given: quoted(cell) });
    }
  },
  format: (value) => JSON.stringify(value),
});
