import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SAMPLE, takeFiles } from './sample.ts';

/** Values that have caught others out: of every type, names of everything, halves of what a document holds. */
const JUNK = [
  null,
  0,
  -1,
  1.5,
  true,
  '',
  'toString',
  'account',
  'owner',
  'a.b.c',
  '*',
  '客户',
  [],
  {},
  [null],
  [[]],
  { a: 1 },
  { extends: 'user' },
  { extends: 5 },
  { 'x-field': null },
  { 'x-field': { type: 'select' } },
  { 'x-field': { type: 'stage', labels: { en: 'S' } } },
  { 'x-field': { type: 'lookup', target: 'opportunity', labels: { en: 'L' } } },
];
const NAMES = [
  'name',
  'size',
  'package',
  'x-rules',
  'x-extensions',
  'extends',
  'stages',
  'default',
  'object',
  'id',
];

interface Mutation {
  readonly file: number;
  readonly place: number;
  readonly value: unknown;
  /** put in beside what is there; else instead of it, or taken away */
  readonly name: string | undefined;
  readonly takesAway: boolean;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  file: fc.nat(Object.keys(SAMPLE).length - 1),
  place: fc.nat(),
  value: fc.constantFrom(...JUNK),
  name: fc.option(fc.constantFrom(...NAMES), { nil: undefined, freq: 3 }),
  takesAway: fc.boolean(),
});

/** Every member of a value with what holds it. */
const membersOf = (value: any): [holder: any, step: string][] =>
  typeof value === 'object' && value !== null
    ? Object.keys(value).flatMap((step) => [[value, step] as [any, string], ...membersOf(value[step])])
    : [];

function mutate(bodies: any[], { file, place, value, name, takesAway }: Mutation): void {
  const members = membersOf(bodies[file]);
  const member = members[place % Math.max(members.length, 1)];
  if (!member) return;
  const [holder, step] = member;
  if (name !== undefined && !Array.isArray(holder)) holder[name] = value;
  else if (takesAway) delete holder[step];
  else holder[step] = structuredClone(value);
}

test('documents of any shape are refused in words, never by falling over', () => {
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
      const bodies = structuredClone(Object.values(SAMPLE));
      for (const one of mutations) mutate(bodies, one);
      const files = Object.keys(SAMPLE).map((path, at) => ({ path, text: JSON.stringify(bodies[at]) }));
      for (const { path, message, code } of takeFiles(files).problems) {
        expect(path).toMatch(/^[a-z-]+(\/|\.)/);
        expect(code).toMatch(/^[a-z]+\.[a-z_]+$/);
        for (const text of Object.values(message)) expect(text).not.toMatch(/\{[a-z]+\}|undefined|\[object/);
      }
    }),
    { numRuns: 150 },
  );
});
