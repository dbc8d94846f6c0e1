import { useMemo } from 'react';
import type { Scope } from '../../engine/expression/scope.ts';
import type { MetaDocument } from '../draft/documents.ts';
import { propertiesOf } from '../draft/object.ts';
import { inWords } from '../expressions/in-words.ts';
import { useFixedValues } from '../expressions/use-known.ts';
import { useTexts } from '../i18n/index.ts';
import { toRule } from './rule-text.ts';
import type { RuleDraft } from './rules.ts';
import { useSentence } from './use-conditions.ts';

/** A rule in a sentence: when it holds, and what it does then. */
export function useRuleText(object: MetaDocument, scope: Scope | undefined): (rule: RuleDraft) => string {
  const { t, label } = useTexts();
  const sentence = useSentence(scope);
  const fixed = useFixedValues();
  return useMemo(() => {
    const properties = propertiesOf(object.body);
    const named = (name: string): string =>
      t('conditions.quoted', { text: label(properties[name]?.['x-field'].labels) || name });
    const listed = (names: readonly string[]): string => names.map(named).join(t('conditions.comma'));
    const condition = (source: string): string => {
      const read = toRule(source);
      if (read.ok) return sentence(read.group);
      return scope ? inWords(source, scope, label) : source;
    };
    const optionsText = (field: string, values: readonly string[]): string => {
      const known = fixed(object.key, field);
      const shown = values.map((value) => known.find((one) => one.value === value)?.label ?? value);
      return t('rules.does.optionsOf', { field: named(field), options: shown.join(t('conditions.comma')) });
    };
    const effectText = (rule: RuleDraft): string => {
      if (rule.effect === 'check') return t('rules.does.check', { condition: condition(rule.check) });
      if (rule.effect === 'options')
        return Object.entries(rule.options)
          .map(([field, values]) => optionsText(field, values))
          .join(t('conditions.comma'));
      const text =
        rule.effect === 'hide' && rule.clear ? 'rules.does.clear' : (`rules.does.${rule.effect}` as const);
      return t(text, { fields: listed(rule.fields), count: rule.fields.length });
    };
    return (rule) => {
      const effect = effectText(rule);
      return rule.when.trim() === ''
        ? t('rules.always', { effect })
        : t('rules.whenever', { condition: condition(rule.when), effect });
    };
  }, [object, scope, sentence, fixed, t, label]);
}
