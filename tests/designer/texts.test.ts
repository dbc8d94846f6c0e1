import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { en } from '../../designer/i18n/en.ts';
import { zhCN } from '../../designer/i18n/zh-CN.ts';
import { en as runtimeEn } from '../../runtime-ui/i18n/en.ts';

const PLURAL = /_(one|other)$/;

const flat = (tree: object, prefix = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[`${prefix}${key}`, value] as [string, string]]
      : flat(value, `${prefix}${key}.`),
  );

const keysOf = (tree: object) => new Set(flat(tree).map(([key]) => key.replace(PLURAL, '')));
const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

describe('the texts of the designer', () => {
  const files = globSync('designer/**/*.{ts,tsx}', { exclude: ['designer/dist/**'] });
  const sources = files.map((file) => readFileSync(file, 'utf8'));

  test('both languages have the same keys and placeholders', () => {
    expect([...keysOf(zhCN)].sort()).toEqual([...keysOf(en)].sort());
    const english = new Map(flat(en));
    for (const [key, text] of flat(zhCN))
      expect(placeholders(text), key).toEqual(placeholders(english.get(key)!));
  });

  test('keys of the designer and of the runtime never meet', () => {
    const roots = new Set(Object.keys(runtimeEn));
    expect(Object.keys(en).filter((key) => roots.has(key))).toEqual([]);
  });

  test('every text is said somewhere', () => {
    const all = sources.join('\n');
    const said = (key: string) =>
      all.includes(`'${key}'`) ||
      all.includes(`"${key}"`) ||
      all.includes(`\`${key.replace(/\.[^.]+$/, '')}.\${`);
    expect([...keysOf(en)].filter((key) => !said(key))).toEqual([]);
  });

  test('nobody writes Chinese outside of the texts', () => {
    const code = files.filter((file) => file.endsWith('.tsx'));
    expect(code.filter((file) => /\p{Script=Han}/u.test(readFileSync(file, 'utf8')))).toEqual([]);
  });
});
