import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { Scope } from '../../engine/expression/scope.ts';
import { fieldTypesQuery } from '../api/queries.ts';
import { fixedValues } from '../draft/fixed-values.ts';
import { useDraft } from '../draft/store.tsx';
import { useTexts } from '../i18n/index.ts';
import type { Known } from './completions.ts';
import { functionsQuery } from './queries.ts';

/** The values that a field of an object can have, as people call them. */
export function useFixedValues() {
  const { documents } = useDraft();
  const { label } = useTexts();
  const { data: types } = useQuery(fieldTypesQuery);
  return useCallback(
    (object: string, field: string) =>
      fixedValues(
        documents,
        object,
        field,
        (type) => types?.some(({ name, hasStages }) => name === type && hasStages === true) ?? false,
      ).map(({ value, labels, color }) => ({
        value,
        label: label(labels) || value,
        ...(color && { color }),
      })),
    [documents, label, types],
  );
}

const NO_FUNCTIONS: Known['functions'] = [];

/** What completion in an expression stands on; nothing until the names are known. */
export function useKnown(scope: Scope | undefined, place: string): Known | undefined {
  const { label } = useTexts();
  const { data: functions = NO_FUNCTIONS } = useQuery(functionsQuery);
  const valuesOf = useFixedValues();
  return useMemo(
    () =>
      scope && {
        scope,
        // of a change that is being made only rules can ask
        functions: functions.filter(({ group }) => group !== 'change' || place === 'change'),
        label,
        valuesOf,
      },
    [scope, functions, place, label, valuesOf],
  );
}
