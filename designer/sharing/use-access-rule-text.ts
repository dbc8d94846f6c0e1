import { useDraft } from '../draft/store.tsx';
import { useTexts } from '../i18n/index.ts';
import { useRoleWords } from '../roles/use-role-words.ts';
import { useWhereText } from '../roles/where-text.tsx';
import type { AccessRuleDraft, AccessRuleKind } from './access-rules.ts';

/** A rule in a sentence: for whom, which records, and what of them. */
export function useAccessRuleText(object: string): (kind: AccessRuleKind, rule: AccessRuleDraft) => string {
  const { t, label } = useTexts();
  const words = useRoleWords();
  const where = useWhereText(object);
  const { documents } = useDraft();
  return (kind, rule) => {
    const comma = t('conditions.comma');
    const roles = rule.roles
      .map((name) => label(documents.get(`role/${name}`)?.body.labels) || name)
      .join(comma);
    const actions = rule.do.map(words.action).join(comma);
    const condition = where(rule.where);
    if (kind === 'sharing-rule')
      return t('sharing.says.sharing', { roles, condition, actions: actions || words.action('read') });
    return t(rule.roles.length > 0 ? 'sharing.says.restriction' : 'sharing.says.restrictionAll', {
      roles,
      condition,
      actions: actions || t('sharing.everything'),
    });
  };
}
