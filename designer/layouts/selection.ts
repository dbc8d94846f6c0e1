import type { Spot } from '../draft/arrange.ts';

/** What the properties beside the canvas are about. */
export type Selection =
  | { readonly kind: 'layout' }
  | { readonly kind: 'field'; readonly name: string }
  /** a field that is being made: its type and where it goes */
  | { readonly kind: 'new'; readonly type: string; readonly spot: Spot }
  | { readonly kind: 'section'; readonly id: string }
  | { readonly kind: 'tab'; readonly name: string }
  | { readonly kind: 'related'; readonly place: number };

export const isSelected = (a: Selection, b: Selection): boolean => JSON.stringify(a) === JSON.stringify(b);
