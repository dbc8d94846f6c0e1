import type { Display } from '../display.tsx';

/** JSON: a line of it in lists, all of it on pages. */
export const json: Display = (value, { isPlain }) =>
  isPlain ? (
    <code>{JSON.stringify(value)}</code>
  ) : (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls takes the focus
    <pre className="gx-json" tabIndex={0}>
      {JSON.stringify(value, null, 2)}
    </pre>
  );
