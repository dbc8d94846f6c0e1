import { useQueryClient } from '@tanstack/react-query';
import { type ClaimAct, claimRecords } from '../api/claim.ts';
import { useTexts } from '../i18n/index.ts';
import { useSayFailure } from '../shell/failure.ts';
import { useUndoable } from '../shell/undo.tsx';

/** Claims records or gives them back, and offers the way back. Resolves to whether it was done. */
export function useClaim(object: string): (act: ClaimAct, ids: readonly string[]) => Promise<boolean> {
  const { t } = useTexts();
  const client = useQueryClient();
  const sayFailure = useSayFailure();
  const say = useUndoable();
  const refresh = () => client.invalidateQueries({ queryKey: ['records'] });
  const done = (act: ClaimAct, count: number): string =>
    t(act === 'claim' ? 'claim.claimed' : 'claim.released', { count });
  return async (act, ids) => {
    try {
      await claimRecords(object, ids, act);
    } catch (error) {
      sayFailure(error);
      // what somebody else has by now is not shown as if it could be had
      void refresh();
      return false;
    }
    void refresh();
    say(done(act, ids.length), async () => {
      const back = act === 'claim' ? 'release' : 'claim';
      try {
        await claimRecords(object, ids, back);
      } finally {
        void refresh();
      }
      return done(back, ids.length);
    });
    return true;
  };
}
