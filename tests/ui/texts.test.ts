import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { accessEn } from '../../runtime-ui/i18n/access-en.ts';
import { accessZhCN } from '../../runtime-ui/i18n/access-zh-CN.ts';
import { alikeEn } from '../../runtime-ui/i18n/alike-en.ts';
import { alikeZhCN } from '../../runtime-ui/i18n/alike-zh-CN.ts';
import { boardEn } from '../../runtime-ui/i18n/board-en.ts';
import { boardZhCN } from '../../runtime-ui/i18n/board-zh-CN.ts';
import { duplicatesEn } from '../../runtime-ui/i18n/duplicates-en.ts';
import { duplicatesZhCN } from '../../runtime-ui/i18n/duplicates-zh-CN.ts';
import { en as first } from '../../runtime-ui/i18n/en.ts';
import { exportsEn } from '../../runtime-ui/i18n/exports-en.ts';
import { exportsZhCN } from '../../runtime-ui/i18n/exports-zh-CN.ts';
import { handoverEn } from '../../runtime-ui/i18n/handover-en.ts';
import { handoverZhCN } from '../../runtime-ui/i18n/handover-zh-CN.ts';
import { importsEn } from '../../runtime-ui/i18n/imports-en.ts';
import { importsZhCN } from '../../runtime-ui/i18n/imports-zh-CN.ts';
import { mergeEn } from '../../runtime-ui/i18n/merge-en.ts';
import { mergeZhCN } from '../../runtime-ui/i18n/merge-zh-CN.ts';
import { organizationEn } from '../../runtime-ui/i18n/organization-en.ts';
import { organizationZhCN } from '../../runtime-ui/i18n/organization-zh-CN.ts';
import { paletteEn } from '../../runtime-ui/i18n/palette-en.ts';
import { paletteZhCN } from '../../runtime-ui/i18n/palette-zh-CN.ts';
import { partsEn } from '../../runtime-ui/i18n/parts-en.ts';
import { partsZhCN } from '../../runtime-ui/i18n/parts-zh-CN.ts';
import { personalEn, personalZhCN } from '../../runtime-ui/i18n/personal-texts.ts';
import { transferEn } from '../../runtime-ui/i18n/transfer-en.ts';
import { transferZhCN } from '../../runtime-ui/i18n/transfer-zh-CN.ts';
import { usersEn } from '../../runtime-ui/i18n/users-en.ts';
import { usersZhCN } from '../../runtime-ui/i18n/users-zh-CN.ts';
import { zhCN as firstZhCN } from '../../runtime-ui/i18n/zh-CN.ts';

const en = {
  ...first,
  ...partsEn,
  ...personalEn,
  access: { ...first.access, ...accessEn },
  organization: organizationEn,
  alike: alikeEn,
  board: boardEn,
  duplicates: duplicatesEn,
  exports: exportsEn,
  handover: handoverEn,
  imports: importsEn,
  merge: mergeEn,
  palette: paletteEn,
  transfer: { ...first.transfer, ...transferEn },
  users: { ...first.users, ...usersEn },
};
const zhCN = {
  ...firstZhCN,
  ...partsZhCN,
  ...personalZhCN,
  access: { ...firstZhCN.access, ...accessZhCN },
  organization: organizationZhCN,
  alike: alikeZhCN,
  board: boardZhCN,
  duplicates: duplicatesZhCN,
  exports: exportsZhCN,
  handover: handoverZhCN,
  imports: importsZhCN,
  merge: mergeZhCN,
  palette: paletteZhCN,
  transfer: { ...firstZhCN.transfer, ...transferZhCN },
  users: { ...firstZhCN.users, ...usersZhCN },
};

const PLURAL = /_(one|other)$/;

const flat = (tree: object, prefix = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[`${prefix}${key}`, value] as [string, string]]
      : flat(value, `${prefix}${key}.`),
  );

const keysOf = (tree: object) => new Set(flat(tree).map(([key]) => key.replace(PLURAL, '')));
const placeholders = (text: string) =>
  [...text.matchAll(/\{\{(\w+)(?:, \w+)?\}\}/g)].map(([, name]) => name).sort();

describe('the texts of the runtime', () => {
  const sources = globSync('runtime-ui/**/*.{ts,tsx}', { exclude: ['runtime-ui/dist/**'] }).map((file) =>
    readFileSync(file, 'utf8'),
  );
  const used = new Set(
    sources.flatMap((text) => [...text.matchAll(/\bt\(\s*'([\w.]+)'/g)].map(([, key]) => key!)),
  );

  test('both languages have the same keys and placeholders', () => {
    expect([...keysOf(zhCN)].sort()).toEqual([...keysOf(en)].sort());
    const english = new Map(flat(en));
    for (const [key, text] of flat(zhCN))
      expect(placeholders(text), key).toEqual(placeholders(english.get(key)!));
  });

  test('every text that is asked for exists', () => {
    const known = keysOf(en);
    expect([...used].filter((key) => !known.has(key))).toEqual([]);
  });

  test('nobody writes Chinese outside of the texts', () => {
    const names = globSync('runtime-ui/**/*.tsx', { exclude: ['runtime-ui/dist/**'] });
    const withChinese = names.filter((file) => /\p{Script=Han}/u.test(readFileSync(file, 'utf8')));
    expect(withChinese).toEqual([]);
  });
});
