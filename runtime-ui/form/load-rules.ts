import type { FormDescription } from '../api/types.ts';

type Rules = typeof import('./rules.ts');

let loaded: Rules | undefined;

/** Brings what judges rules (the evaluation of expressions, decimals) for forms that have any. */
export async function loadRules({ rules, formulas, asks }: FormDescription): Promise<void> {
  const isRuled = rules.length > 0 || Object.keys(formulas ?? {}).length > 0 || asks === true;
  if (isRuled) loaded ??= await import('./rules.ts');
}

/** What judges rules; undefined as long as no form with rules was loaded. */
export const loadedRules = (): Rules | undefined => loaded;
