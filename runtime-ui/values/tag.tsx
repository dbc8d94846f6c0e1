import type { CSSProperties, ReactNode } from 'react';
import './values.css';

/** A word with its colour beside it: the text keeps its contrast whatever the colour is. */
export function Tag({ color, children }: { color: string; children: ReactNode }) {
  return (
    <span className="gx-tag" style={{ '--tag': color } as CSSProperties}>
      <span>{children}</span>
    </span>
  );
}
