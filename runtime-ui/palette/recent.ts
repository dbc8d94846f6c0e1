import { useEffect } from 'react';
import { workspacePath } from '../api/request.ts';
import { useMe } from '../values/locality.ts';

/** A record that was opened. What it is called is asked for anew: by then it may not be for these eyes. */
export interface RecentRecord {
  readonly object: string;
  readonly id: string;
}

const MOST = 8;

const keyOf = (userId: string): string => `guanxi.recent.${workspacePath}.${userId}`;

/** The records that somebody has opened in this browser, the latest first. */
export function recentRecords(userId: string): readonly RecentRecord[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(userId)) ?? '[]');
    return Array.isArray(kept) ? kept : [];
  } catch {
    return [];
  }
}

/** Remembers the record whose page is open. */
export function useRecent(object: string, id: string): void {
  const { user, viewedBy } = useMe();
  useEffect(() => {
    if (id === '' || viewedBy) return;
    const others = recentRecords(user.id).filter((one) => one.id !== id);
    localStorage.setItem(keyOf(user.id), JSON.stringify([{ object, id }, ...others].slice(0, MOST)));
  }, [object, id, user.id, viewedBy]);
}
