import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { deleteRecords, restoreRecords } from '../api/records.ts';
import { useTexts } from '../i18n/index.ts';

const UNDO_SECONDS = 8;

/** Deletes to the recycle bin and offers the way back. Resolves to whether it was done. */
export function useDelete(object: string): (ids: readonly string[]) => Promise<boolean> {
  const { t } = useTexts();
  const client = useQueryClient();
  const { message, notification } = App.useApp();
  const refresh = () => client.invalidateQueries({ queryKey: ['records'] });
  const failed = (error: unknown) =>
    void message.error(error instanceof Error ? error.message : String(error));
  return async (ids) => {
    try {
      await deleteRecords(object, ids);
    } catch (error) {
      failed(error);
      return false;
    }
    void refresh();
    const key = ids.join();
    const undo = async () => {
      notification.destroy(key);
      try {
        await restoreRecords(object, ids);
        void message.success(t('list.restored', { count: ids.length }));
      } catch (error) {
        failed(error);
      }
      void refresh();
    };
    notification.success({
      key,
      title: t('list.deleted', { count: ids.length }),
      duration: UNDO_SECONDS,
      actions: (
        <Button type="link" onClick={() => void undo()}>
          {t('common.undo')}
        </Button>
      ),
    });
    return true;
  };
}
