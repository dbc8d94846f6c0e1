import { type Spot, sectionsOf, tabsOf } from '../draft/arrange.ts';
import type { MetaDocument } from '../draft/documents.ts';

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

/** Where what is chosen stands in the layout's document. */
export function pathOf(layout: MetaDocument, selection: Selection): string | undefined {
  const sections = sectionsOf(layout);
  switch (selection.kind) {
    case 'field': {
      const at = sections.findIndex(({ fields }) => fields.some(({ field }) => field === selection.name));
      const place = sections[at]?.fields.findIndex(({ field }) => field === selection.name);
      return at < 0 ? undefined : `#/sections/${at}/fields/${place}`;
    }
    case 'section':
      return `#/sections/${sections.findIndex(({ id }) => id === selection.id)}`;
    case 'tab':
      return `#/tabs/${tabsOf(layout).findIndex(({ name }) => name === selection.name)}`;
    case 'related':
      return `#/related/${selection.place}`;
    default:
      return undefined;
  }
}
