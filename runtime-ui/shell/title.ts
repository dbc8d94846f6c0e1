import { useEffect } from 'react';

/** The title of the browser's tab: what the page shows, then the product. */
export function useDocumentTitle(...parts: readonly (string | undefined)[]): void {
  const title = [...parts.filter(Boolean), 'Guanxi'].join(' · ');
  useEffect(() => {
    document.title = title;
  }, [title]);
}
