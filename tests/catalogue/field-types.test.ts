import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeKeys } from '../../engine/encryption/keys.ts';
import {
  columnDefinition,
  type FieldFacts,
  type FieldType,
  fieldTypes,
  fileIdOf,
  isCellProblem,
  propertySchema,
  SCHEMA_KEYWORDS,
  SecretText,
  type WireValue,
} from '../../engine/field-types/index.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';
import { CELLS } from './cells.ts';

const FRAME = JSON.parse(readFileSync('schemas/object.schema.json', 'utf8')).$defs.field.properties['x-field']
  .properties;

const LOCALITIES = ['zh-CN', 'en'].map((locale) => ({ locale, timeZone: 'Asia/Shanghai', currency: 'CNY' }));

function strictAjv(): Ajv2020 {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, ownProperties: true });
  addFormats.default(ajv);
  return ajv.addVocabulary([...SCHEMA_KEYWORDS]);
}

const ajv = strictAjv();

/** Types with values of their own; those of the others follow from other fields. */
const isComputed = (type: FieldType) => type.valueType !== undefined && type.engineWritten === true;
const valueTypes = fieldTypes().filter((type) => !isComputed(type));

/** What types may know of a model whose parts their values name. */
const NAMES = {
  own: 'user',
  objects: [
    {
      name: 'user',
      labels: { en: 'User', 'zh-CN': '用户' },
      former: ['person'],
      isArchived: false,
      fields: [{ name: 'email', labels: { en: 'E-mail', 'zh-CN': '邮箱' }, former: [], isArchived: false }],
    },
  ],
};

/** The field that a type's example describes. */
function exampleField(type: FieldType): FieldFacts {
  const { 'x-field': settings, ...schema } = type.example;
  return {
    name: 'sample',
    labels: settings.labels,
    settings,
    schema,
    options: type.givenOptions?.(settings, NAMES) ?? settings.options ?? [],
  };
}

/** A given value as a write would store it: normalised, then judged by the schema of its wire form. */
function stored(type: FieldType, field: FieldFacts, given: unknown): WireValue | undefined {
  const value = type.normalise(given, field);
  if (isCellProblem(value)) return undefined;
  return value === null || ajv.validate(type.valueSchema(field), value) ? value : undefined;
}

const physical = (part: string): string => (part === '' ? 'c_value' : `c_value_${part}`);

/** One table per type, with the columns of its example. */
const tableOf = (type: FieldType): string => `samples.${type.name.toLowerCase()}_`;

let database: FreshDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await freshDatabase();
  client = new pg.Client({ connectionString: database.connectionString });
  await client.connect();
  await client.query('CREATE SCHEMA samples');
  await client.query("SET TimeZone = 'UTC'; SET DateStyle = 'ISO'");
  for (const type of valueTypes.filter(({ apart }) => !apart)) {
    const columns = type.columns(exampleField(type));
    const definitions = columns.map((column) => `${physical(column.part)} ${columnDefinition(column)}`);
    await client.query(`CREATE TABLE ${tableOf(type)} (n int, ${definitions.join(', ')})`);
  }
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

const KEYS = makeKeys(new Map([[1, Buffer.alloc(32, 1)]]), Buffer.alloc(32, 2));

/** A value as it goes into its column: of what is kept encrypted sealed. */
const kept = (type: FieldType, field: FieldFacts, value: WireValue): WireValue =>
  type.kind === 'encrypted' && value !== null
    ? (type.normalise(new SecretText(value, (text) => KEYS.seal('sample', text)), field) as WireValue)
    : value;

const opened = (type: FieldType, value: unknown): unknown =>
  type.kind === 'encrypted' && value !== null ? KEYS.open('sample', String(value)) : value;

/** Writes a value through `toRow` and gives back what `wire` makes of the row. */
async function throughColumn(type: FieldType, field: FieldFacts, value: WireValue): Promise<unknown> {
  const row = type.toRow(kept(type, field, value), field);
  const columns = type.columns(field).filter((column) => column.part in row);
  const names = columns.map((column) => physical(column.part));
  const casts = columns.map((column, index) => `$${index + 1}::${column.type}`);
  await client.query(`DELETE FROM ${tableOf(type)}`);
  await client.query(
    `INSERT INTO ${tableOf(type)} (${names.join(', ')}) VALUES (${casts.join(', ')})`,
    columns.map((column) => row[column.part]),
  );
  const wire = type.wire((part) => `t.${physical(part)}`, field);
  const read = await client.query(
    `SELECT json_build_object('value', ${wire})::text AS json FROM ${tableOf(type)} t`,
  );
  return opened(type, JSON.parse(read.rows[0].json).value);
}

test('names are unique and every type has cells to read', () => {
  const names = fieldTypes().map((type) => type.name);
  expect(new Set(names).size).toBe(names.length);
  expect(Object.keys(CELLS).sort()).toEqual(valueTypes.map((type) => type.name).sort());
});

function isLabelled(type: FieldType): void {
  for (const text of [type.labels, type.help]) {
    expect(text['zh-CN']).toMatch(/\p{Script=Han}/u);
    expect(text.en).toMatch(/^[\x20-\x7e“”’]+$/);
  }
  expect(type.widget).toMatch(/^[a-z]+(-[a-z]+)*$/);
  expect(type.icon).toMatch(/^[a-z]+(-[a-z]+)*$/);
}

function hasValidExample(type: FieldType): void {
  const isProperty = strictAjv().compile(propertySchema(type));
  expect(isProperty(type.example), JSON.stringify(isProperty.errors)).toBe(true);
}

function takesNoOtherWords(type: FieldType): void {
  const isProperty = strictAjv().compile(propertySchema(type, FRAME));
  expect(isProperty(type.example), JSON.stringify(isProperty.errors)).toBe(true);
  expect(isProperty({ ...type.example, maxLenght: 5 })).toBe(false);
  expect(isProperty({ 'x-field': { ...type.example['x-field'], targte: 'user' } })).toBe(false);
}

describe.each(fieldTypes().filter(isComputed))('$name', (type) => {
  test('is labelled in both languages and names a widget', () => isLabelled(type));
  test('its example is a valid property', () => hasValidExample(type));
  test('its words beside those of the frame are all there is', () => takesNoOtherWords(type));
  test('is written by the engine', () => expect(type.engineWritten).toBe(true));
});

describe.each(valueTypes.map((type) => ({ name: type.name, type, field: exampleField(type) })))(
  '$name',
  ({ type, field }) => {
    test('is labelled in both languages and names a widget', () => isLabelled(type));
    test('its example is a valid property', () => hasValidExample(type));
    test('its words beside those of the frame are all there is', () => takesNoOtherWords(type));

    test('its value schema compiles strict and takes the samples', () => {
      expect(type.samples.length).toBeGreaterThan(0);
      for (const sample of type.samples) expect(stored(type, field, sample.given)).toEqual(sample.stored);
    });

    test('normalising twice changes nothing', () => {
      for (const { stored: value } of type.samples) {
        if (value !== null) expect(type.normalise(value, field)).toEqual(value);
      }
    });

    test('wrong values are refused with a reason in both languages', () => {
      expect(type.wrong.length).toBeGreaterThan(0);
      for (const wrong of type.wrong) {
        expect(stored(type, field, wrong), JSON.stringify(wrong)).toBeUndefined();
        const verdict = type.normalise(wrong, field);
        if (isCellProblem(verdict)) {
          expect(verdict.problem.en).not.toMatch(/\{\w+\}/);
          expect(verdict.problem['zh-CN']).toMatch(/\p{Script=Han}/u);
        }
      }
    });

    const inColumns = test.skipIf(type.apart === true);
    inColumns('samples and nothing come back from a real column as they went in', async () => {
      for (const { stored: value } of type.samples) {
        expect(await throughColumn(type, field, value)).toEqual(value ?? (type.kind === 'list' ? [] : null));
      }
      expect(await throughColumn(type, field, null)).toEqual(type.kind === 'list' ? [] : null);
    });

    inColumns('expressions see what an index covers: the bare column, or what is unique of it', () => {
      const source = (part: string) => `t.${physical(part)}`;
      const names = type.columns(field).map((column) => source(column.part));
      const covered = type.kind === 'encrypted' ? [type.uniqueKey!(source)] : names;
      expect(covered).toContain(type.value?.(source, field) ?? names[0]);
    });

    if (type.unique)
      test('a unique index covers its key and refuses the same value twice', async () => {
        const source = (part: string) => physical(part);
        const key = type.uniqueKey?.(source) ?? source('');
        const index = `unique_${type.name.toLowerCase()}`;
        await client.query(`DELETE FROM ${tableOf(type)}`);
        await client.query(`CREATE UNIQUE INDEX ${index} ON ${tableOf(type)} ((${key}))`);
        const value = type.samples[0]!.stored;
        await throughColumn(type, field, value);
        const again = client.query(`INSERT INTO ${tableOf(type)} SELECT * FROM ${tableOf(type)}`);
        await expect(again).rejects.toMatchObject({ code: '23505' });
        await client.query(`DROP INDEX samples.${index}`);
      });

    test('reads what people write in cells', () => {
      for (const [cell, value, suggestion] of CELLS[type.name]!) {
        const read = type.parse(cell, field, LOCALITIES[0]!);
        const verdict = isCellProblem(read) ? read : type.normalise(read, field);
        if (value === null) {
          expect(isCellProblem(verdict), cell).toBe(true);
          if (suggestion !== undefined) expect(verdict).toHaveProperty('suggestion', suggestion);
        } else expect(verdict, cell).toEqual(value);
      }
    });

    inColumns.each(LOCALITIES)('what it shows in $locale is read back', (where) => {
      for (const { stored: value } of type.samples) {
        if (value === null || (Array.isArray(value) && value.length === 0)) continue;
        const shown = type.format(value, field, where);
        const read = type.parse(shown, field, where);
        // a cell names files by their ids: what is known of them is looked up
        if (type.files) {
          expect([read].flat()).toEqual([value].flat().map(fileIdOf));
          continue;
        }
        const again = isCellProblem(read) ? read : type.normalise(read, field);
        // of a text that shows several parts it is not always known which is which
        if (type.parts) expect(type.format(again as WireValue, field, where)).toEqual(shown);
        else expect(again, shown).toEqual(value);
      }
    });
  },
);

test.each([
  ['text', '华为ＡＢＣ', '华为abc'],
  ['text', 'ÉCOLE', 'école'],
  ['phone', '+86 138-0013-8000', '138 0013 8000'],
  ['email', 'LI@Example.com', 'li@example.com'],
  ['encrypted', ' Ｅ123 ', 'e123'],
])('unique %s: “%s” and “%s” are the same', async (name, one, other) => {
  const type = fieldTypes().find((candidate) => candidate.name === name)!;
  const field = exampleField(type);
  const keys = [];
  for (const given of [one, other]) {
    await throughColumn(type, field, type.normalise(given, field) as WireValue);
    const read = await client.query(`SELECT ${type.uniqueKey!(physical)} AS key FROM ${tableOf(type)}`);
    keys.push(read.rows[0].key);
  }
  expect(keys[0]).toBe(keys[1]);
});
