import type { Display } from '../display.tsx';
import { select } from './select.tsx';

/** Several choices, each as a tag. */
export const multiSelect: Display = (values: readonly string[], showing) => (
  <span className="gx-tags">
    {values.map((value) => (
      <span key={value}>{select(value, showing)}</span>
    ))}
  </span>
);
