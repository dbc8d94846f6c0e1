import { useLocation, useNavigate } from 'react-router';

const KEPT = 'guanxi.pageSize';
export const PAGE_SIZES = [25, 50, 100, 200] as const;

/** The cursors of the pages behind us live in the history entry: Back and reload come to the same page. */
export function usePaging() {
  const location = useLocation();
  const navigate = useNavigate();
  const cursors: readonly string[] = (location.state as { cursors?: string[] } | null)?.cursors ?? [];
  const go = (next: readonly string[]) =>
    void navigate({ search: location.search }, { replace: true, state: { cursors: next } });
  const kept = Number(localStorage.getItem(KEPT));
  return {
    page: cursors.length + 1,
    cursor: cursors.at(-1),
    size: (PAGE_SIZES as readonly number[]).includes(kept) ? kept : 50,
    next: (cursor: string) => go([...cursors, cursor]),
    previous: () => go(cursors.slice(0, -1)),
    setSize: (size: number) => {
      localStorage.setItem(KEPT, String(size));
      go([]);
    },
  };
}
