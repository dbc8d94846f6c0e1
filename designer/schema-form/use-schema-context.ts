import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useLocality } from '../../runtime-ui/values/locality.ts';
import { fieldTypesQuery } from '../api/queries.ts';
import { useDraft } from '../draft/store.tsx';
import { useTexts } from '../i18n/index.ts';
import { labelLanguages } from '../shell/labels-input.tsx';
import type { SchemaContext } from './choices.ts';

/** What words of an object's documents may refer to, in the language of the page; the same as long as nothing of it changes. */
export function useSchemaContext(object: string): SchemaContext {
  const { t, label, language } = useTexts();
  const { documents } = useDraft();
  const { currency } = useLocality();
  const { data: types } = useQuery(fieldTypesQuery);
  return useMemo(
    () => ({
      documents,
      object,
      currency,
      languages: labelLanguages(language),
      t,
      label,
      kindOf: (name) => types?.find((type) => type.name === name && !type.engineWritten)?.kind,
      pointsAt: (name) => {
        const type = types?.find((one) => one.name === name);
        return type?.isMany ? undefined : type?.pointsAt;
      },
    }),
    [documents, object, currency, language, t, label, types],
  );
}
