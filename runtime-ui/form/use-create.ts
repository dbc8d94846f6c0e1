import { use } from 'react';
import type { Values } from '../api/records.ts';
import { FillingContext } from './filling.ts';

/**
 * Makes a record that a relation wants without leaving the form; undefined where there is no form around. What
 * was made is chosen, and the input that asked for it has the focus again.
 */
export function useCreate(inputId: string, onMade: (id: string) => void) {
  const filling = use(FillingContext);
  const make = filling?.create;
  if (!filling || !make) return undefined;
  return async (target: string, title: string, presets: Readonly<Record<string, string>> = {}) => {
    const held: Values = filling.held();
    const begins = Object.fromEntries(
      Object.entries(presets)
        .map(([field, from]) => [field, held[from]] as const)
        .filter(([, value]) => value !== null && value !== undefined),
    );
    const made = await make(target, title, begins);
    if (made !== undefined) onMade(made);
    document.getElementById(inputId)?.focus();
  };
}
