import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { checkQuery, formQuery } from '../api/queries.ts';
import type { ObjectMeta, RecordRow } from '../api/types.ts';
import { loadedRules } from '../form/load-rules.ts';
import type { Checked } from '../form/rules.ts';
import { useTexts } from '../i18n/index.ts';
import { useMe } from '../values/locality.ts';
import { formValues } from './values.ts';

const NONE: ReadonlySet<string> = new Set();

/** The fields that rules hide on the page of a record, by the same rules as in its form. */
export function useHidden(object: ObjectMeta, record: RecordRow): ReadonlySet<string> {
  const { language } = useTexts();
  const { user, roles, teams, settings } = useMe();
  const { data: description } = useQuery(formQuery(object.name, language));
  const asks = description?.asks === true;
  const { data: checked } = useQuery({
    ...checkQuery<Checked>(object.name, record.id, record.version),
    enabled: asks,
  });
  return useMemo(() => {
    if (!description || (description.rules.length === 0 && !asks)) return NONE;
    const stated = formValues(object, [...object.fields.map(({ name }) => name)], record);
    const values = { ...record, ...stated };
    const filling = {
      user: { ...user, roles, teams },
      timeZone: settings.timeZone,
      now: new Date(),
      before: values,
    };
    return loadedRules()?.formVerdict(description, values, filling, checked).hidden ?? NONE;
  }, [description, asks, checked, object, record, user, roles, teams, settings]);
}
