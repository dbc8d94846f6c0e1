import { nearest } from '../errors.ts';
import {
  type CellProblem,
  defineFieldType,
  type FieldFacts,
  type FieldType,
  isCellProblem,
  type Part,
  type PointedObject,
  quoted,
  refuse,
} from './define-field-type.ts';
import { id } from './id.ts';
import { idSchema, recordId } from './relations.ts';
import { text } from './text.ts';

/** A record and the object that it is of. */
interface Pointer {
  readonly object: string;
  readonly id: string;
}

/** An answer has the title too, which may be sent back with it. */
const MEMBERS: ReadonlySet<string> = new Set(['object', 'id', 'title']);

const objectsOf = ({ settings }: FieldFacts): readonly PointedObject[] => settings.objects ?? [];

/** Names of the objects that a new value may be of. */
const namesOf = ({ settings }: FieldFacts): readonly string[] => settings.targets ?? [];

const isPointer = (value: unknown): value is Record<'object' | 'id', unknown> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.keys(value).every((word) => MEMBERS.has(word));

function readPointer(value: unknown, field: FieldFacts): Pointer | null | CellProblem {
  if (!isPointer(value)) return refuse('value.pointer', { given: quoted(value) });
  const found = recordId(value.id);
  if (found === null || isCellProblem(found)) return found;
  const names = namesOf(field);
  if (typeof value.object !== 'string' || !names.includes(value.object)) {
    const near = nearest(String(value.object).slice(0, 80), names);
    const params = { given: quoted(value.object), known: names.slice(0, 20).join(', ') };
    return refuse('value.pointer_object', params, near);
  }
  return { object: value.object, id: found };
}

/** Reads `object: id`; names of objects and records in the words of people are matched by the import. */
function readCell(cell: string): unknown {
  const [, object, given] = /^([^:：]+)[:：](.*)$/.exec(cell) ?? [];
  return object === undefined ? cell : { object: object.trim(), id: given!.trim() };
}

const labels = (en: string, zh: string) => ({ en, 'zh-CN': zh });

const PARTS: readonly Part[] = [
  { name: 'object', labels: labels('Object', '对象'), type: text, column: 'object' },
  { name: 'id', labels: labels('Record', '记录'), type: id as FieldType, column: '' },
  { name: 'title', labels: labels('Title', '标题'), type: text, column: 'title', isShownOnly: true },
];

/**
 * One record of one of several objects: what a lookup holds that names `targets`, or none at all. The object is
 * stored by its id, so that it may get another name; whoever reads the column gives its name.
 */
export const polymorphic = defineFieldType({
  name: 'polymorphic',
  labels: labels('Record of any object', '任意对象的记录'),
  help: labels('A record of one of several objects.', '多个对象之一的一条记录。'),
  icon: 'apartment',
  kind: 'string',
  settings: {
    properties: {
      objects: { type: 'array', items: { type: 'object' }, 'x-labels': labels('All objects', '全部对象') },
      targets: { type: 'array', items: { type: 'string' }, 'x-labels': labels('Objects', '可选对象') },
    },
  },
  words: {},
  example: {
    'x-field': {
      id: 'fld_poly0001',
      type: 'polymorphic',
      labels: labels('Regarding', '相关记录'),
      objects: [{ id: 'user', name: 'user' }],
      targets: ['user'],
    },
  },
  samples: [
    {
      given: { object: 'user', id: '0195D2F0-7C4A-7B11-9C3E-3F2A5B6C7D8E', title: 'Li' },
      stored: { object: 'user', id: '0195d2f0-7c4a-7b11-9c3e-3f2a5b6c7d8e' },
    },
    { given: { object: 'user', id: '' }, stored: null },
  ],
  wrong: [
    '0195d2f0-7c4a-7b11-9c3e-3f2a5b6c7d8e',
    { id: '0195d2f0-7c4a-7b11-9c3e-3f2a5b6c7d8e' },
    { object: 'users', id: '0195d2f0-7c4a-7b11-9c3e-3f2a5b6c7d8e' },
    { object: 'user', id: 'x' },
    { object: 'user', id: '0195d2f0-7c4a-7b11-9c3e-3f2a5b6c7d8e', name: 'x' },
    [],
  ],
  widget: 'lookup-any',
  cell: 'lookup-any',
  offered: false,
  relation: 'any',
  indexed: true,
  parts: () => PARTS,
  bare: 'id',
  sortPart: 'title',
  columns: () => [
    { part: '', type: 'uuid' },
    { part: 'object', type: 'text', collation: 'C' },
  ],
  valueSchema: (field) => ({
    type: 'object',
    properties: {
      object: { type: 'string', enum: namesOf(field) },
      id: idSchema,
      title: { type: ['string', 'null'], readOnly: true },
    },
    required: ['object', 'id'],
    additionalProperties: false,
  }),
  normalise: (value, field) =>
    typeof value === 'string' && value.trim() === ''
      ? null
      : (readPointer(value, field) as Readonly<Record<string, unknown>> | null | CellProblem),
  toRow: (value, field) => {
    const pointer = value as unknown as Pointer | null;
    const object = objectsOf(field).find(({ name }) => name === pointer?.object);
    return { '': pointer?.id ?? null, object: object?.id ?? null };
  },
  wire: (source) =>
    `CASE WHEN ${source('')} IS NOT NULL THEN json_build_object('object', ${source('object')}, 'id', ${source('')}) END`,
  value: (source) => source(''),
  parse: readCell,
  format: (value) => {
    const { object, id: given } = value as unknown as Pointer;
    return `${object}: ${given}`;
  },
});
