import type { Display } from '../display.tsx';

/** A colour: a swatch of it and its spelling. */
export const color: Display = (value: string) => (
  <span className="gx-number">
    <svg className="gx-swatch" viewBox="0 0 10 10" aria-hidden="true">
      <rect width="10" height="10" rx="2" fill={value} />
    </svg>
    {value}
  </span>
);
