import { fullNameOf } from './composed.ts';
import {
  type CellProblem,
  defineFieldType,
  isCellProblem,
  type Part,
  refuse,
  type WireValue,
} from './define-field-type.ts';
import { maskWord } from './masks.ts';
import { partsSql, readParts } from './parts.ts';
import { text } from './text.ts';
import { cleanText, textColumn } from './texts.ts';

/** A name as it is on the wire. */
interface PersonName {
  readonly family: string | null;
  readonly given: string | null;
  readonly middle: string | null;
  readonly title: string | null;
  readonly full: string;
}

const GIVEN = ['family', 'given', 'middle', 'title'] as const;
const MEMBERS = [...GIVEN, 'full'];
const PART_LENGTH = 80;
const FULL_LENGTH = 255;
/** A full name that is put together of its parts may be longer. */
const FULL_MOST = 3 * PART_LENGTH + 2;
const part = (name: string, en: string, zh: string): Part => ({
  name,
  labels: { en, 'zh-CN': zh },
  type: text,
  column: name,
});

const PARTS: readonly Part[] = [
  part('family', 'Family name', '姓'),
  part('given', 'Given name', '名'),
  part('middle', 'Middle name', '中间名'),
  part('title', 'Title', '称谓'),
  { name: 'full', labels: { en: 'Full name', 'zh-CN': '姓名' }, type: text, column: '', isDerived: true },
];

function readPart(given: unknown, limit: number): string | null | CellProblem {
  if (given === null || given === undefined) return null;
  const clean = cleanText(given);
  if (clean === null || isCellProblem(clean)) return clean;
  const plain = clean.replace(/\s+/g, ' ');
  return [...plain].length > limit ? refuse('value.name_length', { limit }) : plain;
}

/** A text is a full name of which nobody said which part is which. */
function normalise(value: unknown): WireValue | CellProblem {
  const given = typeof value === 'string' ? { full: value } : readParts(value, MEMBERS, 'value.name');
  if (isCellProblem(given)) return given;
  const read: Record<string, string | null> = {};
  for (const name of GIVEN) {
    const one = readPart((given as Record<string, unknown>)[name], PART_LENGTH);
    if (isCellProblem(one)) return one;
    read[name] = one;
  }
  const spelled = fullNameOf(read);
  const full = spelled === '' ? readPart(given.full, FULL_LENGTH) : spelled;
  return full === null || isCellProblem(full) ? full : { ...read, full };
}

/** The name of a person in its parts; called by the full name. */
export const personName = defineFieldType({
  name: 'personName',
  labels: { en: 'Person’s name', 'zh-CN': '姓名' },
  help: {
    en: 'Family and given name, in the order of the language.',
    'zh-CN': '姓与名，按语言习惯排列。',
  },
  icon: 'user-name',
  kind: 'string',
  settings: { properties: maskWord },
  words: {},
  example: {
    'x-field': {
      id: 'fld_name0001',
      type: 'personName',
      labels: { en: 'Name', 'zh-CN': '姓名' },
      search: 'A',
    },
  },
  samples: [
    {
      given: { family: ' 欧阳 ', given: '娜娜' },
      stored: { family: '欧阳', given: '娜娜', middle: null, title: null, full: '欧阳娜娜' },
    },
    {
      given: { family: 'Lovelace', given: 'Ada', middle: 'King', title: 'Dr', full: 'someone else' },
      stored: { family: 'Lovelace', given: 'Ada', middle: 'King', title: 'Dr', full: 'Ada King Lovelace' },
    },
    {
      given: '  Grace   Hopper ',
      stored: { family: null, given: null, middle: null, title: null, full: 'Grace Hopper' },
    },
    { given: { title: 'Dr' }, stored: null },
    { given: '', stored: null },
  ],
  wrong: [7, true, ['李'], { first: 'Ada' }, { family: 7 }, 'a\0', { given: 'x'.repeat(81) }],
  match: 'words',
  widget: 'person-name',
  mask: { by: 'name', hides: ['given', 'middle', 'title', 'family'] },
  personal: 'describes',
  cell: 'part',
  bare: 'full',
  parts: () => PARTS,
  columns: () => [textColumn(), ...GIVEN.map((name) => textColumn(name))],
  valueSchema: () => ({
    type: 'object',
    properties: {
      ...Object.fromEntries(
        GIVEN.map((name) => [name, { type: ['string', 'null'], maxLength: PART_LENGTH }]),
      ),
      full: { type: ['string', 'null'], maxLength: FULL_MOST },
    },
    additionalProperties: false,
  }),
  normalise,
  // a name in parts that comes back as one text is still in parts
  complete: (value, _field, { before }) => {
    const name = value as unknown as PersonName;
    const held = before as unknown as PersonName | null;
    const isUnparted = GIVEN.every((one) => name[one] === null);
    return isUnparted && held?.full === name.full ? before : value;
  },
  toRow: (value) => {
    const { full = null, ...others } = (value ?? {}) as Partial<PersonName>;
    return { ...Object.fromEntries(GIVEN.map((name) => [name, null])), ...others, '': full };
  },
  wire: (source, field) => partsSql(PARTS, source, field),
  value: (source) => source(''),
  parse: (cell) => cell,
  format: (value) => (value as unknown as PersonName).full,
});
