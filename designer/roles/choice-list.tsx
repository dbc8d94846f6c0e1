import { useCallback, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';

export interface Choice {
  readonly value: string;
  readonly label: string;
  /** stands apart from the values: it is a way to somewhere else */
  readonly isWay?: boolean;
}

const EDGE = 8;

/** A list of values beside a cell. Letters, arrows, Enter and Escape work in it; a click elsewhere closes it. */
export function ChoiceList(props: {
  anchor: Element;
  label: string;
  choices: readonly Choice[];
  value: string | undefined;
  /** what a letter finds */
  find: (letter: string, from: string | undefined) => string | undefined;
  onPick: (value: string) => void;
  onClose: () => void;
}) {
  const { anchor, label, choices, value, find, onPick, onClose } = props;
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(
    Math.max(
      choices.findIndex((choice) => choice.value === value),
      0,
    ),
  );
  const place = useCallback(() => {
    const box = list.current!;
    const { left, bottom, top } = anchor.getBoundingClientRect();
    const { offsetWidth, offsetHeight } = box;
    const isAbove = bottom + offsetHeight + EDGE > innerHeight && top > offsetHeight + EDGE;
    box.style.left = `${Math.max(EDGE, Math.min(left, innerWidth - offsetWidth - EDGE))}px`;
    box.style.top = `${isAbove ? top - offsetHeight - 2 : Math.min(bottom + 2, innerHeight - offsetHeight - EDGE)}px`;
  }, [anchor]);
  useLayoutEffect(() => {
    place();
    list.current!.focus({ preventScroll: true });
  }, [place]);
  useEffect(() => {
    const isInside = (event: Event) => list.current?.contains(event.target as Node) === true;
    const leave = (event: Event) => {
      if (!isInside(event)) onClose();
    };
    const follow = (event: Event) => {
      if (!isInside(event)) place();
    };
    addEventListener('pointerdown', leave, true);
    addEventListener('scroll', follow, true);
    addEventListener('resize', onClose);
    return () => {
      removeEventListener('pointerdown', leave, true);
      removeEventListener('scroll', follow, true);
      removeEventListener('resize', onClose);
    };
  }, [onClose, place]);
  const press = (key: string): boolean => {
    if (key === 'ArrowDown') setActive((active + 1) % choices.length);
    else if (key === 'ArrowUp') setActive((active + choices.length - 1) % choices.length);
    else if (key === 'Home') setActive(0);
    else if (key === 'End') setActive(choices.length - 1);
    else if (key === 'Enter' || key === ' ') onPick(choices[active]!.value);
    else if (key === 'Escape' || key === 'Tab') onClose();
    else if (key.length === 1) {
      const found = find(key.toLowerCase(), choices[active]?.value);
      const to = choices.findIndex((choice) => choice.value === found);
      if (to >= 0) setActive(to);
    } else return false;
    return true;
  };
  return createPortal(
    <div
      ref={list}
      className="gd-choices-list"
      role="listbox"
      tabIndex={-1}
      aria-label={label}
      aria-activedescendant={`${id}-${active}`}
      onKeyDown={(event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        if (!press(event.key)) return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      {choices.map((choice, at) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the focus and the keys
        <div
          key={choice.value}
          id={`${id}-${at}`}
          role="option"
          tabIndex={-1}
          aria-selected={choice.value === value}
          data-active={at === active || undefined}
          data-way={choice.isWay || undefined}
          onPointerMove={() => setActive(at)}
          onClick={() => onPick(choice.value)}
        >
          {choice.label}
        </div>
      ))}
    </div>,
    document.body,
  );
}
