import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { newId } from '../../designer/draft/ids.ts';
import { nameFault, nameFor, slugOf } from '../../designer/draft/names.ts';
import { isReservedField, isReservedObject } from '../../engine/model/names.ts';

const none: ReadonlySet<string> = new Set();

describe('API names', () => {
  test.each([
    ['Renewal risk', 'renewal_risk'],
    ['  Crème brûlée (%) ', 'creme_brulee'],
    ["Owner's name", 'owners_name'],
    ['2nd address', 'nd_address'],
    ['续约风险', ''],
    ['A'.repeat(80), 'a'.repeat(48)],
  ])('%s becomes “%s”', (label, slug) => expect(slugOf(label)).toBe(slug));

  test('come from the English label, else from any Latin letters, else are counted', () => {
    expect(nameFor({ en: 'Renewal risk', 'zh-CN': '续约风险' }, none, 'field')).toBe('renewal_risk');
    expect(nameFor({ 'zh-CN': 'VIP 等级' }, none, 'field')).toBe('vip');
    expect(nameFor({ 'zh-CN': '续约风险' }, none, 'field')).toBe('field_1');
    expect(nameFor({ 'zh-CN': '续约风险' }, new Set(['field_1']), 'field')).toBe('field_2');
    expect(nameFor({ 'zh-CN': '合同' }, none, 'object')).toBe('object_1');
  });

  test('make way for those that are taken or belong to the engine', () => {
    expect(nameFor({ en: 'Price' }, new Set(['price']), 'field')).toBe('price_2');
    expect(nameFor({ en: 'Owner' }, none, 'field')).toBe('owner_2');
    expect(nameFor({ en: 'Team' }, none, 'object')).toBe('team_2');
    expect(nameFor({ en: 'Team' }, none, 'field')).toBe('team');
  });

  test('are judged before the server is asked', () => {
    expect(nameFault('', none, 'field')).toBe('empty');
    expect(nameFault('Renewal', none, 'field')).toBe('spelling');
    expect(nameFault('续约', none, 'field')).toBe('spelling');
    expect(nameFault('a'.repeat(49), none, 'field')).toBe('spelling');
    expect(nameFault('has', none, 'field')).toBe('reserved');
    expect(nameFault('price', new Set(['price']), 'field')).toBe('taken');
    expect(nameFault('price', none, 'field')).toBeUndefined();
  });

  test('are reserved as the engine reserves them', () => {
    const sources = ['engine/model/names.ts', 'designer/draft/names.ts'].map((file) =>
      readFileSync(file, 'utf8'),
    );
    const words = new Set(sources.join(' ').match(/\b[a-z][a-z_]*\b/g));
    expect(words).toContain('email_template');
    for (const word of words) {
      expect(nameFault(word, none, 'field') === 'reserved', word).toBe(isReservedField(word));
      expect(nameFault(word, none, 'object') === 'reserved', word).toBe(isReservedObject(word));
    }
  });

  test('ids have the spelling of documents and are never the same', () => {
    const ids = Array.from({ length: 200 }, () => newId('fld'));
    expect(new Set(ids).size).toBe(200);
    for (const id of ids) expect(id).toMatch(/^[a-z]{3}_[0-9a-z]{8,32}$/);
  });
});
