import { App } from 'antd';
import { isProblem } from '../api/problem.ts';
import { useTexts } from '../i18n/index.ts';

/** Says why something could not be done: the server's words, or that the server cannot be reached. */
export function useSayFailure(): (error: unknown) => void {
  const { t } = useTexts();
  const { message } = App.useApp();
  return (error) => {
    const words = error instanceof Error ? error.message : String(error);
    void message.error(isProblem(error, 0) ? t('problem.network') : words);
  };
}
