import { LIMITS } from '../limits.ts';
import { type CellProblem, defineFieldType, isCellProblem, quoted, refuse } from './define-field-type.ts';
import { idSchema, recordId } from './relations.ts';

type Line = Readonly<Record<string, unknown>>;

const isLine = (value: unknown): value is Line =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The lines with their ids as they are stored; what else they say is judged by the object that they are of. */
function readLines(value: unknown): readonly Line[] | CellProblem {
  if (!Array.isArray(value)) return refuse('value.lines', { given: quoted(value) });
  if (value.length > LIMITS.lineItems) {
    return refuse('value.too_many_lines', { given: value.length, limit: LIMITS.lineItems });
  }
  const lines: Line[] = [];
  const ids = new Set<string>();
  for (const line of value) {
    if (!isLine(line)) return refuse('value.line', { given: quoted(line) });
    const id = line.id === undefined ? null : recordId(line.id);
    if (isCellProblem(id)) return id;
    if (id !== null && ids.has(id)) return refuse('value.line_twice', { given: id });
    if (id !== null) ids.add(id);
    const { id: _, ...values } = line;
    lines.push(id === null ? values : { id, ...values });
  }
  return lines;
}

const CHANGE = ['add', 'change', 'remove'] as const;

/** A change of some lines: those that it does not name stay as they are. */
function readChange(value: Line): Line | CellProblem {
  const stray = Object.keys(value).find((word) => !CHANGE.some((one) => one === word));
  if (stray !== undefined) return refuse('value.lines', { given: quoted(value) });
  const add = readLines(value.add ?? []);
  const change = readLines(value.change ?? []);
  if (isCellProblem(add)) return add;
  if (isCellProblem(change)) return change;
  const nameless = change.find(({ id }) => id === undefined);
  if (nameless) return refuse('value.line_change', { given: quoted(nameless) });
  const { remove = [] } = value;
  if (!Array.isArray(remove)) return refuse('value.lines', { given: quoted(value) });
  const removed = new Set<string>();
  for (const one of remove) {
    const id = recordId(one);
    if (isCellProblem(id)) return id;
    if (id !== null) removed.add(id);
  }
  return { add, change, remove: [...removed] };
}

const words = (en: string, zh: string) => ({ 'x-labels': { en, 'zh-CN': zh } });

/**
 * Records of another object that are edited as part of this one: a body gives them as a list in their order,
 * those with an id stay, those without are new, those it leaves out go; or as `{add, change, remove}`.
 */
export const lineItems = defineFieldType({
  name: 'lineItems',
  labels: { en: 'Line items', 'zh-CN': '明细' },
  help: {
    en: 'Rows that are edited inside the form of the record, such as the products of an order.',
    'zh-CN': '在本记录表单中直接编辑的明细行，如订单中的产品。',
  },
  icon: 'ordered-list',
  kind: 'list',
  settings: {
    properties: {
      lineItems: {
        type: 'object',
        properties: {
          target: { type: 'string', 'x-ref': 'object', ...words('Object', '明细对象') },
          via: {
            type: 'string',
            'x-ref': 'field',
            'x-in': 'target',
            ...words('Relation that leads here', '关联字段'),
          },
        },
        required: ['target', 'via'],
        additionalProperties: false,
        ...words('Line items', '明细'),
      },
    },
    required: ['lineItems'],
  },
  words: {},
  example: {
    'x-field': {
      id: 'fld_line0001',
      type: 'lineItems',
      labels: { en: 'Items', 'zh-CN': '明细' },
      lineItems: { target: 'user', via: 'manager' },
    },
  },
  samples: [
    { given: [], stored: [] },
    {
      given: [{ id: '0195D2F0-7C4A-7B11-9C3E-3F2A5B6C7D8E' }, { name: 'a' }],
      stored: [{ id: '0195d2f0-7c4a-7b11-9c3e-3f2a5b6c7d8e' }, { name: 'a' }] as never,
    },
  ],
  wrong: [
    'a',
    7,
    ['a'],
    [null],
    [{ id: 'x' }],
    { plus: [] },
    { add: 'a' },
    { remove: ['x'] },
    { change: [{ name: 'a' }] },
  ],
  widget: 'line-items',
  cell: 'line-items',
  isLong: true,
  apart: true,
  columns: () => [],
  valueSchema: () => ({
    type: 'array',
    items: { type: 'object', properties: { id: idSchema } },
    maxItems: LIMITS.lineItems,
  }),
  normalise: (value) =>
    (isLine(value) ? readChange(value) : readLines(value)) as readonly string[] | CellProblem,
  toRow: () => ({}),
  wire: () => 'NULL',
  // a file has a row per line: its columns name the fields of the lines
  parse: (cell) => refuse('value.lines', { given: quoted(cell) }),
  format: (value) => String((value as readonly unknown[]).length),
});
