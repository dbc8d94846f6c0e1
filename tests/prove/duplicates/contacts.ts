import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compare, foldedOf, keysOf } from '../../../engine/matching/index.ts';

/** What the template's rule for contacts compares, of what the file has. */
function ruleOfTemplate() {
  const file = join(import.meta.dirname, '../../../templates/crm/match-rules/contact.same_person.json');
  const { fields, from } = JSON.parse(readFileSync(file, 'utf8'));
  const points = (name: string): number => fields.find((one: { field: string }) => one.field === name).points;
  return {
    compared: [
      { field: 'name', by: 'words', points: points('name') },
      { field: 'email', by: 'spelling', points: points('email') },
      { field: 'birthday', by: 'day', points: points('birthday') },
    ],
    from,
  } as const;
}

/** Rows of `fake_1000.csv`, and the pairs of them that the rule takes for one, found and weighed as records are. */
export function weighContacts(folder: string) {
  const text = readFileSync(join(folder, 'fake_1000.csv'), 'utf8');
  const rows = text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
  const rule = ruleOfTemplate();
  const folded = rows.map(([, first, last, born, , email]) =>
    foldedOf(rule, [`${first} ${last}`, email || null, born || null]),
  );
  const under = new Map<string, number[]>();
  for (const [index, one] of folded.entries())
    for (const key of keysOf('rule', rule, one)) under.set(key, [...(under.get(key) ?? []), index]);
  const pairs = new Map<string, readonly [number, number]>();
  for (const shared of under.values())
    for (const a of shared)
      for (const b of shared)
        if (a < b && compare(rule, folded[a]!, folded[b]!).points >= rule.from)
          pairs.set(`${a} ${b}`, [a, b]);
  return { truth: rows.map((row) => row[6]!.trim()), pairs: [...pairs.values()] };
}
