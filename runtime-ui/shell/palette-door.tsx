import { SearchOutlined } from '@ant-design/icons';
import { useEffect, useRef, useState } from 'react';
import { useTexts } from '../i18n/index.ts';
import { later } from './later.tsx';

const Palette = later(() => import('../palette/palette.tsx'));

/** Whether the palette is open; Ctrl/⌘+K opens and closes it, also while one types. What had the focus gets it back. */
export function usePalette(onShortcuts: () => void) {
  const [isOpen, setOpen] = useState(false);
  const before = useRef<Element | null>(null);
  const open = () => {
    before.current = document.activeElement;
    setOpen(true);
  };
  const close = (isGoing = false) => {
    if (isGoing) before.current = null;
    setOpen(false);
  };
  // once the dialog is gone, which holds the focus as long as it is there
  useEffect(() => {
    if (!isOpen && before.current instanceof HTMLElement) before.current.focus();
  }, [isOpen]);
  const toggle = useRef(open);
  toggle.current = isOpen ? () => close() : open;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.isComposing) return;
      if (event.key.toLowerCase() !== 'k') return;
      event.preventDefault();
      toggle.current();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
  return { palette: isOpen && <Palette onClose={close} onShortcuts={onShortcuts} />, open, isOpen };
}

/** Looks like the field that it opens. */
export function PaletteDoor({ onOpen, isNarrow = false }: { onOpen: () => void; isNarrow?: boolean }) {
  const { t } = useTexts();
  return (
    <button
      type="button"
      className="gx-palette-door"
      onClick={onOpen}
      aria-haspopup="dialog"
      aria-keyshortcuts="Control+K Meta+K"
      aria-label={isNarrow ? t('shell.search') : undefined}
    >
      <SearchOutlined aria-hidden="true" />
      {!isNarrow && <span>{t('shell.search')}</span>}
      {!isNarrow && <kbd>Ctrl K</kbd>}
    </button>
  );
}
