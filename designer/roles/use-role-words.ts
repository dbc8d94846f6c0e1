import { useMemo } from 'react';
import { initialsOf } from '../../runtime-ui/values/initials.ts';
import type { MetaDocument } from '../draft/documents.ts';
import { factsOf, fieldsOf } from '../draft/object.ts';
import { OTHER_FIELDS } from '../draft/role-words.ts';
import { type TextKey, useTexts } from '../i18n/index.ts';

/** What people call the words of a role; a word that nobody has named yet stays as it is. */
export function useRoleWords() {
  const { t, label } = useTexts();
  return useMemo(() => {
    const known = (key: string, name: string): string => {
      const text = t(key as TextKey);
      return text === key ? name : text;
    };
    const action = (name: string) => known(`roles.actions.${name}`, name);
    const scope = (name: string) => known(`roles.scopes.${name}`, name);
    const right = (name: string) => known(`roles.rights.${name}`, name);
    const admin = (name: string) => known(`roles.admin.${name}`, name);
    const valueText = (value: string, isField: boolean) => (isField ? right(value) : scope(value));
    return {
      action,
      scope,
      right,
      admin,
      value: valueText,
      /** everything that a value is found by when letters are typed */
      namesOf: (value: string, isField: boolean): readonly string[] => {
        const text = valueText(value, isField).toLowerCase();
        return [text, value, initialsOf(text)];
      },
      object: (document: MetaDocument | undefined): string =>
        document ? label(factsOf(document).labels) || document.key : t('roles.everyObject'),
      field: (document: MetaDocument | undefined, name: string): string => {
        if (name === OTHER_FIELDS) return t('roles.otherFields');
        const own = document && fieldsOf(document).find((one) => one.name === name);
        return own ? label(own.labels) || name : known(`systemFields.${name}`, name);
      },
    };
  }, [t, label]);
}

export type RoleWords = ReturnType<typeof useRoleWords>;
