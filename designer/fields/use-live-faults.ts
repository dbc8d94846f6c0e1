import { useEffect, useRef, useState } from 'react';
import { ApiProblem } from '../../runtime-ui/api/problem.ts';
import { checkDocuments } from '../api/metadata.ts';
import type { FieldTypeInfo } from '../api/types.ts';
import type { MetaDocument } from '../draft/documents.ts';
import type { FieldDraft } from '../draft/field.ts';
import { useTexts } from '../i18n/index.ts';
import { type Faults, NO_FAULTS, refusalsOf } from './faults.ts';

/** Milliseconds after the last change in which a field is looked at. */
const PAUSE = 350;

/** What the server would say of a field that is being written; `object` as it would be with it, undefined: not yet. */
export function useLiveFaults(
  object: MetaDocument | undefined,
  field: FieldDraft | null,
  type: FieldTypeInfo | undefined,
): Faults {
  const { t } = useTexts();
  const [found, setFound] = useState<{ readonly text: string; readonly faults: Faults }>();
  const text = object && field ? JSON.stringify(object.body) : '';
  const latest = useRef({ object, field, type, t });
  latest.current = { object, field, type, t };
  useEffect(() => {
    if (text === '') return;
    const asking = new AbortController();
    const look = async () => {
      const now = latest.current;
      if (!now.object || !now.field || !now.type) return;
      const { problems } = await checkDocuments([now.object], asking.signal);
      const own = problems.filter(({ path }) => path.includes(`#/properties/${now.field!.name}`));
      const refusal = new ApiProblem(422, 'check', '', own);
      const faults = own.length === 0 ? NO_FAULTS : refusalsOf(refusal, now.field, now.type, now.t);
      setFound({ text, faults });
    };
    // who cannot be asked just now is asked when the field is saved
    const timer = setTimeout(() => void look().catch(() => {}), PAUSE);
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  }, [text]);
  return found && found.text === text ? found.faults : NO_FAULTS;
}
