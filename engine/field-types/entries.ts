import {
  type CellProblem,
  defineFieldType,
  type FieldFacts,
  type FieldType,
  isCellProblem,
  type Part,
  quoted,
  refuse,
  type WireValue,
} from './define-field-type.ts';
import { readParts } from './parts.ts';
import { tags } from './tags.ts';
import { cleanText, textColumn } from './texts.ts';

/** One of several addresses of a person or company. */
interface Entry {
  readonly value: string;
  readonly label: string | null;
  /** the first is */
  readonly primary: boolean;
}

const MEMBERS = ['value', 'label', 'primary'];
const MOST = 20;
const LABEL_LENGTH = 40;
const LABELLED = /^(.*\S)\s+[(（]([^()（）]*)[)）]$/s;

const PARTS: readonly Part[] = [
  { name: 'value', labels: { en: 'Value', 'zh-CN': '内容' }, type: tags, column: '' },
  { name: 'label', labels: { en: 'Label', 'zh-CN': '标签' }, type: tags, column: 'label' },
];

function readEntry(given: unknown, one: FieldType, field: FieldFacts): Entry | null | CellProblem {
  if (given === null) return null;
  const read = typeof given === 'string' ? { value: given } : readParts(given, MEMBERS, 'value.entry');
  if (isCellProblem(read)) return read;
  const { value: spelled, label: called = null, primary = false } = read as Record<string, unknown>;
  if (typeof primary !== 'boolean') return refuse('value.boolean', { given: quoted(primary) });
  const value = spelled === null || spelled === undefined ? null : one.normalise(spelled, field);
  if (value === null || isCellProblem(value)) return value;
  const label = called === null ? null : cleanText(called);
  if (isCellProblem(label)) return label;
  if (label !== null && [...label].length > LABEL_LENGTH) {
    return refuse('value.tag_length', { given: quoted(label), limit: LABEL_LENGTH });
  }
  return { value: String(value), label, primary };
}

/** The primary one first, each value once. */
function normalise(value: unknown, one: FieldType, field: FieldFacts): WireValue | CellProblem {
  if (value === '') return [];
  const given = Array.isArray(value) ? value : [value];
  if (given.length > MOST) return refuse('value.entries', { limit: MOST, given: given.length });
  const entries = new Map<string, Entry>();
  for (const each of given) {
    const entry = readEntry(each, one, field);
    if (isCellProblem(entry)) return entry;
    if (!entry) continue;
    const held = entries.get(entry.value);
    entries.set(entry.value, {
      value: entry.value,
      label: held?.label ?? entry.label,
      primary: entry.primary || held?.primary === true,
    });
  }
  const all = [...entries.values()];
  const primaries = all.filter(({ primary }) => primary);
  if (primaries.length > 1) {
    return refuse('value.primary', { candidates: primaries.map((entry) => entry.value).join(', ') });
  }
  const ordered = [...primaries, ...all.filter(({ primary }) => !primary)];
  return ordered.map((entry, index) => ({ ...entry, primary: index === 0 })) as never;
}

const wire = (source: (part: string) => string): string => {
  const entry = `json_build_object('value', e.v, 'label', nullif(e.l, ''), 'primary', e.n = 1)`;
  return `coalesce((SELECT json_agg(${entry} ORDER BY e.n) FROM unnest(${source('')}, ${source('label')}) WITH ORDINALITY AS e (v, l, n)), '[]'::json)`;
};

/** Every form in which its values are found. */
const found = (source: (part: string) => string): string => `string_to_array(${source('search')}, E'\\n')`;

const among = (source: (part: string) => string, given: string): string => `${found(source)} && ${given}`;

type Told = Pick<FieldType, 'name' | 'labels' | 'help' | 'icon' | 'example' | 'samples' | 'wrong'> & {
  /** what each of them is */
  readonly one: FieldType;
  /** what stands between them in a cell */
  readonly between: RegExp;
  /** what the input of one is for: `email`, `tel`, `url` */
  readonly input: string;
  /** how each is found besides its spelling */
  readonly search?: (value: string, field: FieldFacts) => string | undefined;
};

/** A type of several values of another, each with a label, one of them the primary one. */
export const entriesOf = ({ one, between, input, search, ...told }: Told): FieldType =>
  defineFieldType({
    ...told,
    kind: 'list',
    memberKind: 'string',
    settings: { properties: one.settings.properties },
    words: {},
    widget: 'entries',
    ...(one.mask && { mask: one.mask }),
    ...(one.personal && { personal: one.personal }),
    ...(one.reaches && { reaches: { by: one.reaches.by, list: found, among } }),
    cell: 'entries',
    ...(one.link !== undefined && { link: one.link }),
    bare: 'value',
    searchColumn: 'search',
    parts: () => PARTS,
    columns: () => [
      { part: '', type: 'text[]', collation: 'C', empty: "'{}'" },
      { part: 'label', type: 'text[]', collation: 'C', empty: "'{}'" },
      textColumn('search'),
    ],
    valueSchema: (field) => ({
      type: 'array',
      maxItems: MOST,
      items: {
        type: 'object',
        properties: {
          value: one.valueSchema(field),
          label: { type: ['string', 'null'], maxLength: LABEL_LENGTH },
          primary: { type: 'boolean' },
        },
        required: ['value'],
        additionalProperties: false,
      },
    }),
    normalise: (value, field) => normalise(value, one, field),
    toRow: (value, field) => {
      const entries = (value ?? []) as unknown as readonly Entry[];
      const found = entries.flatMap((entry) => [entry.value, search?.(entry.value, field) ?? []].flat());
      return {
        '': entries.map((entry) => entry.value),
        label: entries.map(({ label }) => label ?? ''),
        search: found.length > 0 ? [...new Set(found)].join('\n') : null,
      };
    },
    wire,
    value: (source) => source(''),
    parse: (cell) =>
      cell
        .split(between)
        .map((spelled) => spelled.trim())
        .filter((spelled) => spelled !== '')
        .map((spelled) => {
          const [, value = spelled, label] = LABELLED.exec(spelled) ?? [];
          return { value, ...(label !== undefined && { label }) };
        }),
    format: (value) =>
      (value as unknown as readonly Entry[])
        .map((entry) => (entry.label === null ? entry.value : `${entry.value} (${entry.label})`))
        .join('; '),
    widgetOptions: () => ({ input }),
  });
