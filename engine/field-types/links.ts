import { LIMITS } from '../limits.ts';
import { type CellProblem, defineFieldType, isCellProblem, quoted, refuse } from './define-field-type.ts';
import { idSchema, recordId } from './relations.ts';

type Member = string | Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const idOf = (member: Member): string => (typeof member === 'string' ? member : String(member.id));

/** One record that is linked: its id, or that with what is said of the link. */
function readMember(value: unknown): Member | null | CellProblem {
  if (!isObject(value)) return recordId(value);
  const { id, ...said } = value;
  const read = recordId(id ?? '');
  if (read === null) return refuse('value.id', { given: quoted(value) });
  return isCellProblem(read) || Object.keys(said).length === 0 ? read : { id: read, ...said };
}

/** Records as a set: each once, in one order. */
function readMembers(value: unknown): readonly Member[] | CellProblem {
  if (!Array.isArray(value)) return refuse('value.links', { given: quoted(value) });
  const members = new Map<string, Member>();
  for (const one of value) {
    const member = readMember(one);
    if (isCellProblem(member)) return member;
    if (member !== null) members.set(idOf(member), member);
  }
  if (members.size > LIMITS.linksPerRecord) {
    return refuse('value.too_many_links', { given: members.size, limit: LIMITS.linksPerRecord });
  }
  return [...members.keys()].sort().map((id) => members.get(id)!);
}

/** A change of some links: the others stay. */
function readChange(value: Readonly<Record<string, unknown>>) {
  const { add = [], remove = [], ...others } = value;
  if (Object.keys(others).length > 0) return refuse('value.links', { given: quoted(value) });
  const [added, removed] = [readMembers(add), readMembers(remove)];
  if (isCellProblem(added)) return added;
  if (isCellProblem(removed)) return removed;
  return { add: added, remove: removed.map(idOf) };
}

/**
 * Any number of records of one object: what a lookup holds that says `manyToMany`. The links are records of an
 * object of their own, which may have further fields. A body gives the records, or `{add, remove}`.
 */
export const links = defineFieldType({
  name: 'links',
  labels: { en: 'Records', 'zh-CN': '多条关联' },
  help: { en: 'Any number of records of another object.', 'zh-CN': '另一对象的任意多条记录。' },
  icon: 'apartment',
  kind: 'list',
  settings: { properties: {} },
  words: {},
  example: {
    'x-field': { id: 'fld_link0001', type: 'links', labels: { en: 'Contacts', 'zh-CN': '联系人' } },
  },
  samples: [
    {
      given: [
        '0195D2F0-7C4A-7B11-9C3E-3F2A5B6C7D8E',
        { id: '0195d2f0-0000-7b11-9c3e-3f2a5b6c7d8e' },
        '0195d2f0-7c4a-7b11-9c3e-3f2a5b6c7d8e',
      ],
      stored: ['0195d2f0-0000-7b11-9c3e-3f2a5b6c7d8e', '0195d2f0-7c4a-7b11-9c3e-3f2a5b6c7d8e'],
    },
    { given: ['', ' '], stored: [] },
    { given: [], stored: [] },
  ],
  wrong: ['a', ['a'], [1], [['a']], [{ role: 'x' }], { add: ['x'] }, { plus: [] }],
  widget: 'links',
  cell: 'links',
  offered: false,
  apart: true,
  columns: () => [],
  valueSchema: () => ({
    type: 'array',
    items: { anyOf: [idSchema, { type: 'object' }] },
    maxItems: LIMITS.linksPerRecord,
  }),
  normalise: (value) =>
    (isObject(value) ? readChange(value) : readMembers(value)) as readonly string[] | CellProblem,
  toRow: () => ({}),
  wire: () => 'NULL',
  // names of records are matched by the import, which sees them
  parse: (cell) => cell.split(/[;；|\n]/).map((part) => part.trim()),
  format: (value) => String((value as readonly unknown[]).length),
});

const { offered: _, settings: __, ...many } = links;

/** What a type states whose values are any number of records of the one object that it is made for. */
export const manyOf = (target: string) => ({
  ...many,
  settings: { properties: {} },
  linksTo: () => target,
  valueType: (settings: Readonly<Record<string, any>>) => ({
    type: links,
    settings: { ...settings, target, manyToMany: true },
    options: [],
  }),
});
