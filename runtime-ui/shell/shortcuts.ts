import { useEffect, useRef } from 'react';

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Closed dialogs may stay in the document, where nobody sees them. */
const isCovered = (): boolean =>
  [...document.querySelectorAll('[role="dialog"][aria-modal="true"]')].some((dialog) =>
    dialog.checkVisibility(),
  );

/** A single key of a page. Never while typing or composing, with a modifier, or behind a dialog. */
export function useShortcut(key: string, action: (() => void) | undefined): void {
  const latest = useRef(action);
  latest.current = action;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== key || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      if (!latest.current || isTyping(event.target) || isCovered()) return;
      event.preventDefault();
      latest.current();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [key]);
}

/** Forms that can be saved, the one on top last. */
const savable: object[] = [];

/** Ctrl/⌘+S and Ctrl/⌘+Enter inside `isActive` forms; of several over each other in the one on top. */
export function useSaveShortcut(isActive: boolean, save: () => void): void {
  const latest = useRef(save);
  latest.current = save;
  useEffect(() => {
    if (!isActive) return;
    const own = {};
    savable.push(own);
    const listen = (event: KeyboardEvent) => {
      if (savable.at(-1) !== own) return;
      if (!(event.ctrlKey || event.metaKey) || event.isComposing) return;
      if (event.key !== 'Enter' && event.key.toLowerCase() !== 's') return;
      event.preventDefault();
      latest.current();
    };
    addEventListener('keydown', listen);
    return () => {
      savable.splice(savable.indexOf(own), 1);
      removeEventListener('keydown', listen);
    };
  }, [isActive]);
}
