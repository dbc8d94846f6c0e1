import type { FieldSpec } from './specification.ts';

const ends = (text: string, first: number, last: number): string =>
  text.length >= 2 * (first + last) ? `${text.slice(0, first)}****${text.slice(-last)}` : '****';

/** What is left of a value for who sees it masked. */
export function masked(mask: FieldSpec['mask'], value: unknown): unknown {
  if (value === null || value === undefined) return value;
  if (mask === 'phone') return ends(String(value), 3, 2);
  if (mask === 'idCard') return ends(String(value), 3, 4);
  if (mask === 'bankCard') return ends(String(value), 0, 4);
  if (mask === 'email') return String(value).replace(/^(.).*(@.*)$/, '$1****$2');
  if (mask !== 'personName') return '****';
  const hide = ([part, text]: [string, unknown]): [string, unknown] => {
    if (text === null) return [part, null];
    return [part, part === 'full' ? `${[...String(text)][0]}**` : '****'];
  };
  const hidden = Object.entries(value as object).map(hide);
  return Object.fromEntries(
    hidden.map(([part, text]) => [part, part === 'title' ? (value as any).title : text]),
  );
}
