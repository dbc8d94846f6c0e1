import type { Body } from '../../../engine/model/index.ts';
import { objectBody, type ShortField } from '../../support/workspace-of.ts';

/**
 * Forms of the playground of react-jsonschema-form (packages/playground/src/samples, by the name of their
 * file) as far as they can be said in documents: an object of single values, what depends on what as
 * rules. Nested objects are objects of their own here; lists of objects, `oneOf` between shapes and React
 * components inside a schema are not of our dialect.
 */
export interface Sample {
  /** the file of the playground, and which part of it */
  readonly from: string;
  readonly name: string;
  readonly body: Body;
  /** what is put in, by field, in this order; `undefined`: the field must not be on the form by then */
  readonly steps: readonly (readonly [field: string, given: unknown])[];
  /** what the record holds afterwards, beside what was put in */
  readonly saved?: Readonly<Record<string, unknown>>;
  /** fields that the form complains of when it is saved before anything is put in */
  readonly asks?: readonly string[];
}

const option = (value: string) => ({ value, labels: { en: value, 'zh-CN': value } });
const select = (...values: readonly string[]): ShortField => ({
  type: 'select',
  options: values.map(option),
});

function sample(
  from: string,
  name: string,
  fields: Readonly<Record<string, ShortField>>,
  steps: Sample['steps'],
  { rest = {}, ...more }: { rest?: Body } & Pick<Sample, 'saved' | 'asks'> = {},
): Sample {
  const [titleField] = Object.keys(fields);
  return { from, name, body: objectBody(name, fields, { head: { titleField }, ...rest }), steps, ...more };
}

const text: ShortField = { type: 'text' };
const rating = (most: number, first: number): ShortField => ({
  type: 'rating',
  max: most,
  schema: { default: first },
});

const FEEDING = [
  { when: 'animal == "cat"', require: ['food'] },
  { when: 'animal == "cat"', options: { food: ['meat', 'grass', 'fish'] } },
  { when: 'animal == "fish"', require: ['food', 'water'] },
  { when: 'animal == "fish"', options: { food: ['insect', 'worms'] } },
  { when: 'coalesce(animal != "fish", true)', hide: ['water'] },
];

export const SAMPLES: readonly Sample[] = [
  sample(
    'simple',
    'registration',
    {
      first_name: { type: 'text', schema: { default: 'Chuck' } },
      last_name: text,
      age: { type: 'integer' },
      bio: { type: 'longText' },
      telephone: { type: 'text', schema: { minLength: 10 } },
    },
    [
      ['last_name', 'Norris'],
      ['age', 75],
      ['bio', 'One line\nand another'],
      ['telephone', '1-800-555-0100'],
    ],
    { rest: { required: ['first_name', 'last_name'] }, saved: { first_name: 'Chuck' }, asks: ['last_name'] },
  ),
  sample(
    'numbers',
    'counted',
    {
      title: text,
      number: { type: 'decimal', scale: 2 },
      integer: { type: 'integer' },
      choice: select('1', '2', '3'),
      span: { type: 'integer', schema: { minimum: -50, maximum: 50 } },
    },
    [
      ['title', 'Numbers'],
      ['number', '3.14'],
      ['integer', 42],
      ['choice', '2'],
      ['span', -42],
    ],
  ),
  sample(
    'widgets: string formats, boolean and string fields',
    'widgets',
    {
      full_name: text,
      mail: { type: 'email' },
      site: { type: 'url' },
      newsletter: { type: 'boolean' },
      updates: { type: 'boolean', schema: { default: true } },
      address: { type: 'longText' },
      favourite: { type: 'color', schema: { default: '#151ce6' } },
      fixed: { type: 'text', readOnly: true, schema: { default: 'I am read-only.' } },
      pick: select('foo', 'bar'),
    },
    [
      ['full_name', 'Chuck Norris'],
      ['mail', 'chuck@norris.example'],
      ['site', 'https://norris.example/'],
      ['newsletter', true],
      ['address', 'Roundhouse Lane'],
      ['pick', 'bar'],
    ],
    { saved: { updates: true, favourite: '#151ce6', fixed: 'I am read-only.' } },
  ),
  sample(
    'widgets: custom widgets',
    'rated',
    { title: text, stars: rating(5, 3), three: rating(3, 2) },
    [
      ['title', 'Rated'],
      ['stars', 4],
    ],
    { saved: { three: 2 } },
  ),
  sample(
    'date',
    'dated',
    { title: text, moment: { type: 'datetime' }, day: { type: 'date' }, clock: { type: 'time' } },
    [
      ['title', 'Dates'],
      ['moment', '2026-05-06 12:30'],
      ['day', '2027-03-04'],
      ['clock', '10:45'],
    ],
    { saved: { moment: '2026-05-06T04:30:00.000Z' } },
  ),
  sample(
    'arrays: a list of strings, a multiple choices list',
    'listed',
    {
      title: text,
      words: { type: 'tags' },
      several: { type: 'multiSelect', options: ['foo', 'bar', 'fuzz', 'qux'].map(option) },
    },
    [
      ['title', 'Lists'],
      ['words', ['one', 'two']],
      ['several', ['foo', 'fuzz']],
    ],
  ),
  sample(
    'large',
    'large_form',
    {
      string: text,
      ...Object.fromEntries(
        Array.from({ length: 10 }, (_, at) => [
          `choice_${at + 1}`,
          select(...Array.from({ length: 100 }, (_, one) => `option ${one}`)),
        ]),
      ),
    },
    [
      ['string', 'Large'],
      ['choice_1', 'option 99'],
      ['choice_10', 'option 7'],
    ],
  ),
  sample(
    'propertyDependencies: unidirectional',
    'card',
    { holder: text, credit_card: { type: 'integer' }, billing_address: text },
    [
      ['holder', 'Tim'],
      ['credit_card', 4_111],
      ['billing_address', '1 Lane'],
    ],
    {
      rest: {
        required: ['holder'],
        'x-rules': [{ when: 'has(credit_card)', require: ['billing_address'] }],
      },
      asks: ['holder'],
    },
  ),
  sample(
    'propertyDependencies: bidirectional',
    'card_pair',
    { holder: text, credit_card: { type: 'integer' }, billing_address: text },
    [
      ['holder', 'Jill'],
      ['billing_address', '1 Lane'],
      ['credit_card', 4_111],
    ],
    {
      rest: {
        required: ['holder'],
        'x-rules': [
          { when: 'has(credit_card)', require: ['billing_address'] },
          { when: 'has(billing_address)', require: ['credit_card'] },
        ],
      },
    },
  ),
  sample(
    'schemaDependencies: pet owner',
    'pet_owner',
    {
      owner_name: text,
      pets: { ...select('No', 'One', 'More'), schema: { default: 'No' } },
      pet_age: { type: 'decimal', scale: 1 },
      part_with: { type: 'boolean' },
    },
    [
      ['owner_name', 'Randy'],
      ['pet_age', undefined],
      ['pets', 'One'],
      ['part_with', undefined],
      ['pet_age', '6.0'],
    ],
    {
      rest: {
        'x-rules': [
          { when: 'pets != "One"', hide: ['pet_age'] },
          { when: 'pets == "One"', require: ['pet_age'] },
          { when: 'pets != "More"', hide: ['part_with'] },
        ],
      },
    },
  ),
  sample(
    'ifThenElse',
    'feeding',
    {
      title: text,
      animal: select('cat', 'fish'),
      food: select('meat', 'grass', 'fish', 'insect', 'worms'),
      water: select('lake', 'sea'),
    },
    [
      ['title', 'Pond'],
      ['water', undefined],
      ['animal', 'fish'],
      ['food', 'worms'],
      ['water', 'lake'],
    ],
    {
      rest: {
        required: ['animal'],
        'x-rules': FEEDING,
      },
      asks: ['animal'],
    },
  ),
  sample(
    'validation',
    'validated',
    {
      first_name: text,
      word: { type: 'text', schema: { minLength: 3 } },
      repeated: { type: 'text', schema: { minLength: 3 } },
      age: { type: 'integer', schema: { minimum: 18 } },
    },
    [
      ['first_name', 'Ada'],
      ['word', 'open sesame'],
      ['repeated', 'open sesame'],
      ['age', 36],
    ],
    {
      rest: {
        required: ['first_name'],
        'x-rules': [
          {
            check: 'same(word, repeated)',
            field: 'repeated',
            message: { en: 'The two differ.', 'zh-CN': '两次输入不一致。' },
          },
        ],
      },
      asks: ['first_name'],
    },
  ),
];
