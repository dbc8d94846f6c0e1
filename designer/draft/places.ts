import type { Labels } from '../../runtime-ui/api/types.ts';
import type { Body, MetaDocument } from './documents.ts';

type Place = string | { readonly field: string };

const fieldAt = (place: Place): string => (typeof place === 'string' ? place : place.field);

const sectionsOf = (layout: MetaDocument): readonly Body[] => layout.body.sections ?? [];

/** The id of a section, or its place where its author gave none. */
export const sectionId = (section: Body, place: number): string => section.id ?? String(place);

/** Where a new field goes in a layout: the section that says so, else its first one. */
export function defaultSection(layout: MetaDocument): string | null {
  const sections = sectionsOf(layout);
  const place = Math.max(
    sections.findIndex(({ newFields }) => newFields === true),
    0,
  );
  return sections[place] ? sectionId(sections[place], place) : null;
}

/** The section of a layout that shows a field; null when it is not on the form. */
export function sectionOf(layout: MetaDocument, field: string): string | null {
  const sections = sectionsOf(layout);
  const place = sections.findIndex(({ fields }) => fields?.some((one: Place) => fieldAt(one) === field));
  return place < 0 ? null : sectionId(sections[place]!, place);
}

/** The layout with a field at the end of a section, or in none; one that is already there keeps its place. */
export function withSection(layout: MetaDocument, field: string, section: string | null): Body {
  if (sectionOf(layout, field) === section) return layout.body;
  const sections = sectionsOf(layout).map((one, place) => {
    const others = (one.fields ?? []).filter((each: Place) => fieldAt(each) !== field);
    return { ...one, fields: sectionId(one, place) === section ? [...others, field] : others };
  });
  return { ...layout.body, sections };
}

/** Whether a view shows a field: as a column, or on the cards of a board. */
export const hasColumn = (view: MetaDocument, field: string): boolean =>
  (view.body.columns ?? []).some((column: Place) => fieldAt(column) === field);

export function withColumn(view: MetaDocument, field: string, isShown: boolean): Body {
  if (hasColumn(view, field) === isShown) return view.body;
  const columns: readonly Place[] = view.body.columns ?? [];
  return {
    ...view.body,
    columns: isShown ? [...columns, field] : columns.filter((column) => fieldAt(column) !== field),
  };
}

/** What the sections are called that show a field, over all layouts; a section without a label by its layout. */
export const placesOf = (layouts: readonly MetaDocument[], field: string): readonly Labels[] =>
  layouts.flatMap((layout) => {
    const id = sectionOf(layout, field);
    const section = sectionsOf(layout).find((one, place) => sectionId(one, place) === id);
    return section ? [section.labels ?? layout.body.labels ?? {}] : [];
  });

/** A place with the field that it shows under another name. */
export const renamePlace =
  (named: (name: string) => string) =>
  (place: Place): Place => {
    const name = named(fieldAt(place));
    if (name === fieldAt(place)) return place;
    return typeof place === 'string' ? name : { ...place, field: name };
  };
