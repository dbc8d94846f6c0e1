import type { FormDescription } from '../api/types.ts';
import type { WidgetOptions } from './widget.ts';

type Rules = typeof import('./rules.ts');

let loaded: Rules | undefined;

/** Brings what judges rules (the evaluation of expressions, decimals) for forms that have any. */
export async function loadRules(form: FormDescription): Promise<void> {
  if (isRuled(form) || linesIn(form).some(isRuled)) loaded ??= await import('./rules.ts');
}

const isRuled = ({ rules, formulas, asks }: FormDescription): boolean =>
  rules.length > 0 || Object.keys(formulas ?? {}).length > 0 || asks === true;

/** The forms of line items inside a form. */
const linesIn = ({ uiSchema }: FormDescription): FormDescription[] =>
  Object.values(uiSchema).flatMap((ui) => {
    const form = (ui as { 'ui:options'?: WidgetOptions } | null)?.['ui:options']?.lines?.form;
    return form ? [form] : [];
  });

/** What judges rules; undefined as long as no form with rules was loaded. */
export const loadedRules = (): Rules | undefined => loaded;
