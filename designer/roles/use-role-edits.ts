import { App } from 'antd';
import { addressOf, type Body, type MetaDocument, withBody } from '../draft/documents.ts';
import type { StepName } from '../draft/history.ts';
import { useDraft } from '../draft/store.tsx';
import { useTexts } from '../i18n/index.ts';
import { messagesOf } from '../shell/refusal.ts';

/** Steps of the draft that change one role. */
export function useRoleEdits(role: MetaDocument) {
  const { t } = useTexts();
  const { commit } = useDraft();
  const { message } = App.useApp();
  const change = (edit: (body: Body) => Body, topic?: string): Promise<void> => {
    const as: StepName = { text: 'steps.role', name: role.body.labels, ...(topic && { topic }) };
    return commit((documents) => {
      const now = documents.get(addressOf(role));
      return now ? withBody(documents, now, edit(now.body)) : documents;
    }, as);
  };
  /** as `change`, saying what was refused */
  const act = (edit: (body: Body) => Body): void => {
    change(edit).catch((error: unknown) => message.error(messagesOf(error, t).join(' ')));
  };
  return { change, act };
}
