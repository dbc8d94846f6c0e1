import type { Display } from '../display.tsx';
import { link } from './link.tsx';

interface Entry {
  readonly value: string;
  readonly label: string | null;
}

/** Several addresses with their labels, the primary one first; in a row or card that one and how many more. */
export const entries: Display = (values: readonly Entry[], showing) => {
  const [first] = values;
  if (showing.isPlain) {
    const more = values.length - 1;
    return `${first?.value ?? ''}${more > 0 ? ` +${more}` : ''}`;
  }
  return (
    <span className="gx-entries">
      {values.map((entry) => (
        <span key={entry.value}>
          {link(entry.value, showing)}
          {entry.label !== null && <small className="gx-soft"> {entry.label}</small>}
        </span>
      ))}
    </span>
  );
};
