import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import layout from '../../schemas/layout.schema.json' with { type: 'json' };
import object from '../../schemas/object.schema.json' with { type: 'json' };
import pipeline from '../../schemas/pipeline.schema.json' with { type: 'json' };
import view from '../../schemas/view.schema.json' with { type: 'json' };
import { fieldTypesQuery } from '../api/queries.ts';
import type { SettingSchema } from '../api/types.ts';
import type { MetaDocument } from '../draft/documents.ts';
import { useSchemaContext } from '../schema-form/use-schema-context.ts';
import type { Vocabulary } from './offers.ts';

const SCHEMAS: Readonly<Record<string, SettingSchema>> = { object, layout, pipeline, view };

/** What a document may say and name; nothing of kinds that are not edited here. */
export function useVocabulary({ kind, key, body }: MetaDocument): Vocabulary | undefined {
  const { data: types } = useQuery(fieldTypesQuery);
  const context = useSchemaContext(kind === 'object' ? key : String(body.object));
  const schema = SCHEMAS[kind];
  return useMemo(() => schema && types && { schema, types, context }, [schema, types, context]);
}
