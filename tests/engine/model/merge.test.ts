import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeThreeWays } from '../../../engine/model/index.ts';

const field = (id: string, words: object = {}, beside: object = {}) => ({
  'x-field': { id, type: 'text', labels: { en: id }, ...words },
  ...beside,
});

const BASE = {
  'x-object': { name: 'task', labels: { en: 'Task', 'zh-CN': '任务' } },
  properties: { a: field('fld_a'), b: field('fld_b', {}, { maxLength: 10 }), c: field('fld_c') },
  required: ['a', 'b'],
};

const changed = (change: (body: any) => void) => {
  const body = structuredClone(BASE);
  change(body);
  return body;
};

test('changes of different things are both there', () => {
  const mine = changed((body) => {
    body.properties.a['x-field'].labels.en = 'Mine';
    body.required.push('c');
  });
  const theirs = changed((body) => {
    body.properties.a.maxLength = 5;
    body.required = ['b'];
    body.properties.d = field('fld_d');
  });
  expect(mergeThreeWays(BASE, mine, theirs).conflicts).toBeUndefined();
  expect(mergeThreeWays(BASE, mine, theirs)).toEqual({
    merged: {
      ...BASE,
      properties: {
        a: field('fld_a', { labels: { en: 'Mine' } }, { maxLength: 5 }),
        b: BASE.properties.b,
        c: BASE.properties.c,
        d: field('fld_d'),
      },
      required: ['b', 'c'],
    },
  });
});

test('a field is followed by its id: one renames it, the other changes it', () => {
  const mine = changed((body) => {
    body.properties = { a: body.properties.a, better: body.properties.b, c: body.properties.c };
  });
  const theirs = changed((body) => {
    body.properties.b.maxLength = 20;
  });
  const { merged } = mergeThreeWays(BASE, mine, theirs) as { merged: any };
  expect(Object.keys(merged.properties)).toEqual(['a', 'better', 'c']);
  expect(merged.properties.better.maxLength).toBe(20);
});

test('orders of both are kept where they can be', () => {
  const mine = changed((body) => {
    const { a, b, c } = body.properties;
    body.properties = { c, a, b };
  });
  const theirs = changed((body) => {
    const { a, b, c } = body.properties;
    body.properties = { a, b, new: field('fld_new'), c };
  });
  const { merged } = mergeThreeWays(BASE, mine, theirs) as { merged: any };
  expect(Object.keys(merged.properties)).toEqual(['c', 'a', 'b', 'new']);
});

test.each([
  [
    'both change one property',
    (body: any) => {
      body.properties.b.maxLength = 20;
    },
    (body: any) => {
      body.properties.b.maxLength = 30;
    },
    [{ path: '/properties/b/maxLength', base: 10, mine: 20, theirs: 30 }],
  ],
  [
    'one takes away what the other changes',
    (body: any) => {
      delete body.properties.b;
    },
    (body: any) => {
      body.properties.b.maxLength = 30;
    },
    [
      {
        path: '/properties/b',
        base: BASE.properties.b,
        theirs: { ...BASE.properties.b, maxLength: 30 },
      },
    ],
  ],
  [
    'both rename one field',
    (body: any) => {
      body.properties.x = body.properties.a;
      delete body.properties.a;
    },
    (body: any) => {
      body.properties.y = body.properties.a;
      delete body.properties.a;
    },
    [{ path: '/properties/x', base: 'a', mine: 'x', theirs: 'y' }],
  ],
  [
    'both make a field of one name',
    (body: any) => {
      body.properties.d = field('fld_d1');
    },
    (body: any) => {
      body.properties.d = field('fld_d2');
    },
    [{ path: '/properties/d', mine: field('fld_d1'), theirs: field('fld_d2') }],
  ],
])('%s: a conflict with both values', (_, mine, theirs, conflicts) => {
  expect(mergeThreeWays(BASE, changed(mine), changed(theirs))).toEqual({ conflicts });
});

test('stages and options are matched by what identifies them', () => {
  const base = {
    stages: [{ id: 's1', labels: { en: 'A' } }],
    options: [{ value: 'x', labels: { en: 'X' } }],
  };
  const mine = structuredClone(base);
  mine.stages.unshift({ id: 's0', labels: { en: 'Zero' } });
  const theirs = structuredClone(base);
  theirs.stages[0]!.labels.en = 'B';
  theirs.options[0]!.labels.en = 'Y';
  expect(mergeThreeWays(base, mine, theirs)).toEqual({
    merged: {
      stages: [
        { id: 's0', labels: { en: 'Zero' } },
        { id: 's1', labels: { en: 'B' } },
      ],
      options: [{ value: 'x', labels: { en: 'Y' } }],
    },
  });
});

const bodies = fc.dictionary(
  fc.constantFrom('a', 'b', 'c', 'd'),
  fc.oneof(
    fc.integer({ min: 0, max: 3 }),
    fc.array(fc.constantFrom('x', 'y', 'z'), { maxLength: 3 }),
    fc.uniqueArray(fc.record({ id: fc.constantFrom('1', '2', '3'), n: fc.integer({ min: 0, max: 2 }) }), {
      selector: ({ id }) => id,
      maxLength: 3,
    }),
  ),
);

test('who changed nothing gets what the other made of it', () => {
  fc.assert(
    fc.property(bodies, bodies, (base, other) => {
      expect(mergeThreeWays(base, base, other)).toEqual({ merged: other });
      expect(mergeThreeWays(base, other, base)).toEqual({ merged: other });
      expect(mergeThreeWays(base, other, other)).toEqual({ merged: other });
    }),
  );
});

test('a conflict for one is a conflict for the other', () => {
  fc.assert(
    fc.property(bodies, bodies, bodies, (base, mine, theirs) => {
      const places = (merge: ReturnType<typeof mergeThreeWays>) => merge.conflicts?.length;
      expect(places(mergeThreeWays(base, mine, theirs))).toBe(places(mergeThreeWays(base, theirs, mine)));
    }),
  );
});
