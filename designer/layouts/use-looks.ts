import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { FormDescription } from '../../runtime-ui/api/types.ts';
import { fetchDraftForm } from '../api/metadata.ts';
import type { MetaDocument } from '../draft/documents.ts';
import { useDraft } from '../draft/store.tsx';
import { useTexts } from '../i18n/index.ts';

/** What the form of end users makes of a field: its schema, and the widget with its options. */
export interface Look {
  readonly schema: Readonly<Record<string, unknown>>;
  readonly widget: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly isReadOnly: boolean;
}

type UiWords = Readonly<Record<string, unknown>>;

/** The looks of the fields of a form. What has no widget has none. */
export function looksOf({ schema, uiSchema }: FormDescription): ReadonlyMap<string, Look> {
  const properties = (schema.properties ?? {}) as Readonly<Record<string, Look['schema']>>;
  return new Map(
    Object.entries(properties).flatMap(([field, of]) => {
      const words = (uiSchema[field] ?? {}) as UiWords;
      const widget = words['ui:widget'];
      if (typeof widget !== 'string' || widget === 'hidden') return [];
      const options = (words['ui:options'] ?? {}) as Look['options'];
      return [[field, { schema: of, widget, options, isReadOnly: words['ui:readonly'] === true }] as const];
    }),
  );
}

const NONE: ReadonlyMap<string, Look> = new Map();

/** The looks of the fields on a layout, as the draft has them; none until the server has told. */
export function useLooks(layout: MetaDocument): ReadonlyMap<string, Look> {
  const { revision } = useDraft();
  const { language } = useTexts();
  const { object, name } = layout.body;
  const { data } = useQuery({
    queryKey: ['metadata', 'form', object, name, language, revision],
    queryFn: ({ signal }) => fetchDraftForm(object, { layout: name, locale: language }, signal),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
    retry: false,
  });
  return useMemo(() => (data ? looksOf(data) : NONE), [data]);
}
