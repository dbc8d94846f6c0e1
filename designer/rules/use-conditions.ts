import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { Scope } from '../../engine/expression/scope.ts';
import { fieldTypesQuery } from '../api/queries.ts';
import { objectDocument } from '../draft/documents.ts';
import { factsOf, propertiesOf, systemFields } from '../draft/object.ts';
import { useDraft } from '../draft/store.tsx';
import { useFixedValues } from '../expressions/use-known.ts';
import { type TextKey, useTexts } from '../i18n/index.ts';
import { type Condition, type Group, isGroup, type Operand } from './condition.ts';
import { memberAt, subjectLabel } from './subjects.ts';

/** What the value of a line may be, and how it is put in. */
export interface ValueFacts {
  readonly kind: string;
  readonly widget: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** of relations: the object pointed at, and the field that names its records */
  readonly target?: { readonly object: string; readonly title: string };
}

/** What is known of the names that conditions are about. */
export function useValueFacts(scope: Scope | undefined): (path: string) => ValueFacts | undefined {
  const { documents } = useDraft();
  const { label } = useTexts();
  const { data: types } = useQuery(fieldTypesQuery);
  const fixed = useFixedValues();
  return useCallback(
    (path) => {
      const found = scope && memberAt(scope, path);
      if (!found) return undefined;
      const { member, of } = found;
      const document = of.object === undefined ? undefined : objectDocument(documents, of.object);
      const own = document && propertiesOf(document.body)[member.name]?.['x-field'];
      const declared = String(own?.returns ?? own?.type ?? '');
      const type = types?.find(({ name }) => name === declared);
      const system = document && systemFields(document).find(({ name }) => name === member.name);
      const target =
        own?.target ?? system?.target ?? (type?.isRelation && member.record?.().object) ?? undefined;
      const pointed = typeof target === 'string' ? objectDocument(documents, target) : undefined;
      const values =
        member.values?.map(({ value, labels }) => ({ value, label: label(labels) || value })) ??
        (of.object === undefined ? [] : fixed(of.object, member.name));
      return {
        kind: member.kind === 'list' ? (member.memberKind ?? 'string') : member.kind,
        widget: type?.widget ?? '',
        options: values,
        ...(pointed && { target: { object: pointed.key, title: factsOf(pointed).titleField ?? 'id' } }),
      };
    },
    [scope, documents, types, label, fixed],
  );
}

/** Conditions in a sentence; records that are named by their id stay “a record”. */
export function useSentence(scope: Scope | undefined): (group: Group) => string {
  const { t, label } = useTexts();
  const factsAt = useValueFacts(scope);
  return useMemo(() => {
    const operandText = (path: string, operand: Operand): string => {
      const facts = factsAt(path);
      if ('path' in operand)
        return scope ? subjectLabel(scope, operand.path, label, t('conditions.before')) : operand.path;
      if ('today' in operand) return todayText(operand.today);
      if ('flag' in operand) return t(operand.flag ? 'common.yes' : 'common.no');
      const text = String(Object.values(operand)[0]);
      if (facts?.target) return t('conditions.record');
      const shown = facts?.options.find(({ value }) => value === text)?.label;
      return shown ?? ('text' in operand ? t('conditions.quoted', { text }) : text);
    };
    const todayText = (days: number): string => {
      if (days === 0) return t('conditions.today');
      return t(days < 0 ? 'conditions.daysAgo' : 'conditions.daysAhead', { days: Math.abs(days) });
    };
    const conditionText = (condition: Condition): string => {
      const { path, operator, values } = condition;
      const kind = factsAt(path)?.kind;
      const said = t(operatorKey(operator, kind));
      if (path === '') return said;
      const subject = scope ? subjectLabel(scope, path, label, t('conditions.before')) : path;
      const shown = values.map((value) => operandText(path, value)).join(t('conditions.comma'));
      return t('conditions.line', { subject, operator: said, values: shown }).trim();
    };
    const groupText = (group: Group, isInside: boolean): string => {
      const parts = group.parts.map((part) => (isGroup(part) ? groupText(part, true) : conditionText(part)));
      const text = parts.join(t(group.join === 'all' ? 'conditions.and' : 'conditions.or'));
      return isInside && parts.length > 1 ? t('conditions.inside', { text }) : text;
    };
    return (group) => groupText(group, false);
  }, [scope, factsAt, t, label]);
}

/** Dates are earlier and later, numbers less and more. */
export const operatorKey = (operator: Condition['operator'], kind: string | undefined): TextKey => {
  const isTime = (kind === 'date' || kind === 'timestamp') && /^(lt|le|gt|ge)$/.test(operator);
  return `conditions.op.${operator}${isTime ? 'Time' : ''}` as TextKey;
};
