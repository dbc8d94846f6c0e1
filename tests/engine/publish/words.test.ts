import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fieldTypes } from '../../../engine/field-types/index.ts';
import { changeKinds } from '../../../engine/publish/changes/index.ts';
import { tellWords } from '../../../engine/publish/changes/words.ts';

/** Words by which a field is known, and those whose values are subjects by themselves. */
const NOT_OF_THE_FIELD: ReadonlySet<string> = new Set(['id', 'system', 'archived', 'options', 'type']);

const objectSchema = JSON.parse(
  readFileSync(new URL('../../../schemas/object.schema.json', import.meta.url), 'utf8'),
);

const frameWords: readonly string[] = Object.entries<Record<string, unknown>>(
  objectSchema.$defs.field.properties['x-field'].properties,
)
  .filter(([, schema]) => schema['x-later'] !== true)
  .map(([word]) => word);

const typeWords = fieldTypes()
  .filter(({ offered }) => offered !== false)
  .flatMap(({ settings, words }) => [...Object.keys(settings.properties), ...Object.keys(words)]);

const ofFields = changeKinds().filter(({ of, on }) => of.includes('field') && on === 'change');

describe('words of fields', () => {
  const words = [...new Set([...frameWords, ...typeWords])].filter((word) => !NOT_OF_THE_FIELD.has(word));

  test.each(words)('%s can change: a kind of change explains it', (word) => {
    expect(ofFields.filter((kind) => kind.words?.includes(word)).map(({ name }) => name)).not.toEqual([]);
  });
});

/** Kinds that list the words which change have a name for each of them in both languages. */
test.each(
  changeKinds()
    .filter(({ name }) => ['change-field', 'change-limits', 'change-object', 'change-option'].includes(name))
    .flatMap(({ name, words = [] }) => words.map((word) => [name, word] as const)),
)('%s tells of %s by a name', (_, word) => {
  const told = tellWords([word]);
  expect(told.en).not.toMatch(/[A-Z_]/.test(word) ? word : /^$/);
  if (word !== 'schema') expect(told['zh-CN']).toMatch(/\p{Script=Han}/u);
});
