import { type RefObject, useLayoutEffect, useRef } from 'react';
import { useLocation } from 'react-router';

const kept = new Map<string, number>();

/** How far a list was scrolled, by history entry: Back comes to the same row, a new filter begins at the top. */
export function useKeptScroll<T extends HTMLElement>(): RefObject<T | null> {
  const { key } = useLocation();
  const place = useRef<T>(null);
  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return;
    element.scrollTop = kept.get(key) ?? 0;
    const keep = () => kept.set(key, element.scrollTop);
    element.addEventListener('scroll', keep, { passive: true });
    return () => element.removeEventListener('scroll', keep);
  }, [key]);
  return place;
}
