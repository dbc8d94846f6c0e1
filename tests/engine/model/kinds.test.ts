import { readdirSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { SCHEMA_KEYWORDS } from '../../../engine/field-types/index.ts';
import { documentKinds, pathOf, placeOfFile } from '../../../engine/model/index.ts';
import { placesIn } from '../../../engine/model/walk.ts';
import { SAMPLE } from '../../documents/sample.ts';

const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true, ownProperties: true });
addFormats.default(ajv);
ajv.addVocabulary([...SCHEMA_KEYWORDS, 'x-typed', 'x-all']);

const REFERENCES = new Set([
  'object',
  'field',
  'path',
  'sort',
  'option',
  'stage',
  'option-set',
  'calendar',
  'role',
  'view',
  'package',
  'tab',
]);

test('there is a schema for every kind and a kind for every schema', () => {
  const files = readdirSync('schemas').filter((file) => file.endsWith('.schema.json'));
  const names = documentKinds().map(({ name }) => `${name}.schema.json`);
  expect(files.sort()).toEqual([...names, 'field-types.schema.json'].sort());
  expect(new Set(documentKinds().map(({ prefix }) => prefix)).size).toBe(names.length);
});

/** Every schema inside a schema, with where it stands. */
function* inside(schema: unknown, path = ''): Generator<[path: string, schema: Record<string, any>]> {
  if (Array.isArray(schema)) for (const [at, one] of schema.entries()) yield* inside(one, `${path}/${at}`);
  else if (typeof schema === 'object' && schema !== null) {
    yield [path, schema];
    for (const [word, value] of Object.entries(schema)) {
      if (word !== 'x-labels') yield* inside(value, `${path}/${word}`);
    }
  }
}

describe.each(documentKinds().map((kind) => [kind.name, kind] as const))('%s', (name, kind) => {
  test('is called something in both languages', () => {
    expect(kind.labels.en).toMatch(/^[\x20-\x7e]+$/);
    expect(kind.labels['zh-CN']).toMatch(/\p{Script=Han}/u);
    expect(kind.prefix).toMatch(/^[a-z]{3}$/);
  });

  test('has a schema that compiles strict and describes itself', () => {
    expect(() => ajv.compile(kind.schema)).not.toThrow();
    expect(kind.schema.description).toMatch(/\.$/);
    for (const [path, schema] of inside(kind.schema)) {
      const labels = schema['x-labels'];
      if (labels !== undefined) {
        expect(labels.en, path).toMatch(/^[\x20-\x7e]+$/);
        expect(labels['zh-CN'], path).toMatch(/[\p{Script=Han}A-Z]/u);
      }
      if (typeof schema['x-ref'] === 'string') expect(REFERENCES, path).toContain(schema['x-ref']);
    }
  });

  test('every word of it says what it is for', () => {
    const words = [...inside(kind.schema)].filter(
      ([path]) =>
        /\/properties\/[^/]+$/.test(path) &&
        !/properties\/properties\/(propertyNames|x-description)$/.test(path),
    );
    expect(words.length).toBeGreaterThan(2);
    for (const [path, schema] of words) {
      if (path.endsWith('/$schema') || schema.$ref !== undefined) continue;
      const isSaid = schema.description !== undefined || schema['x-labels'] !== undefined;
      const isPlain = /\/(en|zh-CN|target|via|object|field|function|filter)$/.test(path) || schema['x-later'];
      expect(isSaid || isPlain, path).toBeTruthy();
    }
  });

  test('what it says in English of its words, it says in Chinese too, where the designer shows it', () => {
    if (!['object', 'layout', 'view', 'pipeline'].includes(name)) return;
    for (const [path, schema] of inside(kind.schema)) {
      const said = (schema['x-description'] as Record<string, string> | undefined)?.['zh-CN'];
      if (typeof schema.description === 'string') expect(said, path).toMatch(/\p{Script=Han}.*。$/u);
    }
  });

  test('its files are found again by their path', () => {
    const document = {
      kind: name,
      key: kind.keyOf({ object: 'task', name: 'main' }) === 'task.main' ? 'task.main' : 'task',
    };
    const path = pathOf(document);
    expect(placeOfFile(path)).toEqual({
      is: 'document',
      kind: name,
      ...(kind.folder && { key: document.key }),
    });
  });

  test('one of it is walked through to the last value', () => {
    const file = Object.keys(SAMPLE).find((path) => {
      const place = placeOfFile(path);
      return place.is === 'document' && place.kind === name;
    });
    if (file === undefined) return;
    const { $schema: _, ...body } = SAMPLE[file];
    const seen = new Set(placesIn(kind.schema, body, () => true).map(({ path }) => path.join('/')));
    const leaves: string[] = [];
    const collect = (value: unknown, path: string[]): void => {
      if (typeof value !== 'object' || value === null) leaves.push(path.join('/'));
      else for (const [step, member] of Object.entries(value)) collect(member, [...path, step]);
    };
    collect(body, []);
    expect(leaves.filter((path) => !seen.has(path))).toEqual([]);
  });
});

test.each([
  ['seed/account.csv', 'other'],
  ['seed/plan.json', 'other'],
  ['tests/one.json', 'other'],
  ['.schemas/object.schema.json', 'other'],
  ['README.md', 'other'],
  ['objects/task.md', 'other'],
  ['workflows/greet.json', 'later'],
  ['i18n/zh-TW.json', 'later'],
  ['object/task.json', 'unknown'],
  ['objects/deep/task.json', 'unknown'],
  ['task.json', 'unknown'],
])('%s is %s', (path, is) => {
  expect(placeOfFile(path).is).toBe(is);
});
