import { describe, expect, test } from 'vitest';
import { BROKEN } from './broken.ts';
import { sampleFiles, takeFiles } from './sample.ts';

test('the sample itself is right', () => {
  expect(takeFiles(sampleFiles()).problems).toEqual([]);
});

test('there are at least forty, each of its own name', () => {
  const names = BROKEN.map(({ name }) => name);
  expect(names.length).toBeGreaterThanOrEqual(40);
  expect(new Set(names).size).toBe(names.length);
});

describe.each(BROKEN.map((broken) => [broken.name, broken] as const))(
  '%s',
  (_, { files, expect: faults }) => {
    const { problems } = takeFiles(files);

    test('is refused for what is wrong and for nothing else', () => {
      const told = problems.map(({ path, code, suggestion }) =>
        [path, code, ...(suggestion === undefined ? [] : [suggestion])].join(' '),
      );
      const meant = faults.map(({ path, code, suggestion }) =>
        [path, code, ...(suggestion === undefined ? [] : [suggestion])].join(' '),
      );
      expect(told.sort()).toEqual(meant.sort());
    });

    test('in both languages, without a hole in the sentence', () => {
      for (const { message } of problems) {
        expect(message.en).toMatch(/\w/);
        expect(message['zh-CN']).toMatch(/\p{Script=Han}/u);
        for (const text of Object.values(message)) expect(text).not.toMatch(/\{[a-z]+\}|undefined|\[object/);
      }
      for (const { path, says } of faults) {
        if (says === undefined) continue;
        const { message } = problems.find((problem) => problem.path === path)!;
        if (typeof says === 'string') expect(message.en).toContain(says);
        else expect(message.en).toMatch(says);
      }
    });
  },
);
