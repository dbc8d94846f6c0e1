import { beforeAll, expect, test } from 'vitest';
import type { FieldTypeInfo } from '../../designer/api/types.ts';
import { toDocuments } from '../../designer/draft/documents.ts';
import { isFound, relationsOf } from '../../designer/relations/relations.ts';
import { choicesOf } from '../../designer/schema-form/choices.ts';
import { fieldTypeInfos } from './sample.ts';

let types: readonly FieldTypeInfo[];
beforeAll(async () => {
  types = await fieldTypeInfos();
});

const lookup = (words: object) => ({ 'x-field': { type: 'lookup', labels: { en: 'X' }, ...words } });
const documents = toDocuments(
  [
    {
      key: 'plant',
      properties: {
        garden: lookup({ target: 'garden', onDelete: 'cascade', labels: { en: 'Garden', 'zh-CN': '花园' } }),
        parent: lookup({ target: 'plant' }),
        label: lookup({ target: 'garden', unique: true, filter: 'open' }),
        about: lookup({ targets: ['garden', 'plant'] }),
        any: lookup({}),
        keeper: { 'x-field': { type: 'user', labels: {}, inverse: { name: 'plants' } } },
        any_number: lookup({ target: 'garden', manyToMany: true }),
        crews: { 'x-field': { type: 'teams', labels: {} } },
        gone: lookup({ target: 'garden', archived: true }),
        note: { 'x-field': { type: 'text', labels: {} } },
      },
    },
    { key: 'garden', properties: {} },
    { key: 'old', archived: true, properties: { garden: lookup({ target: 'garden' }) } },
  ].map(({ key, properties, archived }) => ({
    kind: 'object',
    key,
    package: 'local',
    body: { 'x-object': { name: key, labels: { en: key }, archived }, properties },
  })),
);

test('relations are told by what their fields say of themselves', () => {
  const told = relationsOf(documents, types).map(
    ({ field, kind, targets, onDelete, inverse, hasFilter }) =>
      `${field}: ${kind} ${targets.join('|') || 'any'} ${onDelete} ${inverse?.name ?? ''}${hasFilter ? ' filtered' : ''}`,
  );
  expect(told).toEqual([
    'garden: manyToOne garden cascade ',
    'parent: tree plant restrict ',
    'label: oneToOne garden restrict  filtered',
    'about: oneOfSeveral garden|plant restrict ',
    'any: oneOfSeveral any restrict ',
    'keeper: manyToOne user restrict plants',
    'any_number: manyToMany garden undefined ',
    'crews: manyToMany team undefined ',
  ]);
});

test('are found by names, labels in any language and what is told besides', () => {
  const [garden] = relationsOf(documents, types);
  for (const text of ['', 'plant', '花园', 'GARDEN', ' many '])
    expect(isFound(garden!, text, ['Many to one'])).toBe(true);
  expect(isFound(garden!, 'tree', [])).toBe(false);
});

test('what names a field of the object beside it is chosen from the fields of that object', () => {
  const context = { documents, object: 'garden', t: (key: string) => key, label: () => '' };
  const pointsAt = (name: string) => {
    const type = types.find((one) => one.name === name);
    return type?.isMany ? undefined : type?.pointsAt;
  };
  const offered = (word: string, around: object) =>
    choicesOf(
      word,
      { 'x-ref': 'field', 'x-in': 'target' },
      { ...context, pointsAt } as never,
      around as never,
    )?.map(({ value }) => value);
  expect(offered('via', { target: 'plant' })).toEqual(['garden', 'label']);
  expect(offered('throughTo', { target: 'plant' })).toEqual(
    expect.arrayContaining(['garden', 'parent', 'note']),
  );
  expect(offered('via', {})).toEqual([]);
  // fields of types that point at people and teams need not say so
  const ofUsers = { ...context, pointsAt, object: 'user' } as never;
  expect(
    choicesOf('via', { 'x-ref': 'field' }, ofUsers, { object: 'plant' })?.map(({ value }) => value),
  ).toEqual(['keeper', 'owner', 'created_by', 'updated_by']);
});
