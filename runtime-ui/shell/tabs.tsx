import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react';
import './tabs.css';

export interface Tab {
  readonly name: string;
  readonly label: string;
  /** how much in it is wrong */
  readonly faults?: number;
}

const STEPS: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowLeft: (at, last) => (at === 0 ? last : at - 1),
  ArrowRight: (at, last) => (at === last ? 0 : at + 1),
  Home: () => 0,
  End: (_, last) => last,
};

/** Tabs above what the chosen one holds. Arrow keys lead from one to the next. */
export function Tabs(props: {
  label: string;
  tabs: readonly Tab[];
  value: string;
  onChange: (name: string) => void;
  children: ReactNode;
}) {
  const { label, tabs, value, onChange, children } = props;
  const id = useId();
  const bar = useRef<HTMLDivElement>(null);
  const step = (event: KeyboardEvent, at: number) => {
    const to = STEPS[event.key]?.(at, tabs.length - 1);
    if (to === undefined) return;
    event.preventDefault();
    onChange(tabs[to]!.name);
    (bar.current!.children[to] as HTMLElement).focus();
  };
  return (
    <>
      <div ref={bar} role="tablist" aria-label={label} className="gx-tabs">
        {tabs.map((tab, at) => (
          <button
            key={tab.name}
            type="button"
            role="tab"
            id={`${id}-${tab.name}`}
            aria-selected={tab.name === value}
            aria-controls={tab.name === value ? `${id}-panel` : undefined}
            tabIndex={tab.name === value ? 0 : -1}
            onClick={() => onChange(tab.name)}
            onKeyDown={(event) => step(event, at)}
          >
            {tab.label}
            {tab.faults ? <span className="gx-tab-faults">{tab.faults}</span> : null}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${value}`} className="gx-tab-panel">
        {children}
      </div>
    </>
  );
}
