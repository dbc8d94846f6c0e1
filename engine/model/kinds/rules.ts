import type { Body } from '../document.ts';
import type { Report } from '../report.ts';
import { membersOf } from './define-kind.ts';

/** What a rule can do, each alone. */
const EFFECTS = ['check', 'require', 'readOnly', 'hide', 'options'] as const;

/** What is wrong with the rules of an object document by themselves. */
export function checkRules(rules: unknown, report: Report): void {
  for (const [index, rule] of membersOf(rules)) checkRule(rule, ['x-rules', index], report);
}

function checkRule(rule: Body, path: readonly (string | number)[], report: Report): void {
  const effects = EFFECTS.filter((word) => rule[word] !== undefined);
  if (effects.length !== 1) {
    const given = effects.length === 0 ? '—' : effects.join(', ');
    report([...path], 'document.rule_effect', { given, known: EFFECTS.join(', ') });
    return;
  }
  if (rule.check !== undefined && rule.message === undefined) {
    report([...path, 'message'], 'document.missing', { word: 'message' });
  }
  if (rule.field !== undefined && rule.check === undefined) {
    report([...path, 'field'], 'document.rule_word', { word: 'field', of: 'check' });
  }
  if (rule.clear !== undefined && rule.hide === undefined) {
    report([...path, 'clear'], 'document.rule_word', { word: 'clear', of: 'hide' });
  }
}
