import { useQueryClient } from '@tanstack/react-query';
import { deleteRecords, restoreRecords } from '../api/records.ts';
import { useTexts } from '../i18n/index.ts';
import { useSayFailure } from '../shell/failure.ts';
import { useUndoable } from '../shell/undo.tsx';

/** Deletes to the recycle bin and offers the way back. Resolves to whether it was done. */
export function useDelete(object: string): (ids: readonly string[]) => Promise<boolean> {
  const { t } = useTexts();
  const client = useQueryClient();
  const sayFailure = useSayFailure();
  const say = useUndoable();
  const refresh = () => client.invalidateQueries({ queryKey: ['records'] });
  return async (ids) => {
    try {
      await deleteRecords(object, ids);
    } catch (error) {
      sayFailure(error);
      return false;
    }
    void refresh();
    say(t('list.deleted', { count: ids.length }), async () => {
      try {
        await restoreRecords(object, ids);
      } finally {
        void refresh();
      }
      return t('list.restored', { count: ids.length });
    });
    return true;
  };
}
