import { App, Button } from 'antd';
import { useTexts } from '../i18n/index.ts';
import { useSayFailure } from './failure.ts';

const UNDO_SECONDS = 8;

/** Says what was done and offers the way back for a while; `undo` resolves to what is said of it then. */
export function useUndoable(): (done: string, undo: () => Promise<string>) => void {
  const { t } = useTexts();
  const { message, notification } = App.useApp();
  const sayFailure = useSayFailure();
  return (done, undo) => {
    const key = crypto.getRandomValues(new Uint32Array(2)).join();
    const run = async () => {
      notification.destroy(key);
      try {
        void message.success(await undo());
      } catch (error) {
        sayFailure(error);
      }
    };
    notification.success({
      key,
      title: done,
      duration: UNDO_SECONDS,
      actions: (
        <Button type="link" onClick={() => void run()}>
          {t('common.undo')}
        </Button>
      ),
    });
  };
}
