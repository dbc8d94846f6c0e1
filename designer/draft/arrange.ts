import type { Labels } from '../../runtime-ui/api/types.ts';
import { type Body, type MetaDocument, withoutBlanks } from './documents.ts';
import { newId } from './ids.ts';
import { sectionId } from './places.ts';

/** A field at its place in a section. */
export interface Placed {
  readonly field: string;
  readonly span: number;
}

export interface Section {
  readonly id: string;
  readonly labels: Labels;
  readonly columns: number;
  readonly tab: string | undefined;
  readonly collapse: 'open' | 'closed' | undefined;
  readonly takesNew: boolean;
  readonly fields: readonly Placed[];
}

export interface Tab {
  readonly name: string;
  readonly labels: Labels;
}

/** Where a field goes: before another one of a section, or at its end. */
export interface Spot {
  readonly section: string;
  readonly before?: string;
}

type Place = string | Placed;

const fieldAt = (place: Place): string => (typeof place === 'string' ? place : place.field);

const placedOf = (place: Place): Placed =>
  typeof place === 'string' ? { field: place, span: 1 } : { field: place.field, span: place.span ?? 1 };

const bodies = (layout: MetaDocument): readonly Body[] => layout.body.sections ?? [];

export const tabsOf = (layout: MetaDocument): readonly Tab[] => layout.body.tabs ?? [];

export const sectionsOf = (layout: MetaDocument): readonly Section[] =>
  bodies(layout).map((section, place) => ({
    id: sectionId(section, place),
    labels: section.labels ?? {},
    columns: section.columns ?? 2,
    tab: section.tab,
    collapse: section.collapse,
    takesNew: section.newFields === true,
    fields: (section.fields ?? []).map(placedOf),
  }));

export const isPlaced = (layout: MetaDocument, field: string): boolean =>
  bodies(layout).some(({ fields }) => fields?.some((place: Place) => fieldAt(place) === field));

/** A list with a member put in before another one, or at its end. */
function inserted<T>(list: readonly T[], member: T, isBefore: (one: T) => boolean): readonly T[] {
  const at = list.findIndex(isBefore);
  return list.toSpliced(at < 0 ? list.length : at, 0, member);
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The body with other sections; the same one where nothing is different. */
const withSections = (layout: MetaDocument, sections: readonly Body[]): Body =>
  isSame(sections, bodies(layout)) ? layout.body : { ...layout.body, sections };

const changed = (layout: MetaDocument, id: string, change: (section: Body) => Body): Body =>
  withSections(
    layout,
    bodies(layout).map((section, place) => (sectionId(section, place) === id ? change(section) : section)),
  );

/** The layout with a field at a spot, or on no form. It keeps how wide it is. */
export function placeField(layout: MetaDocument, field: string, spot: Spot | null): Body {
  if (spot?.before === field) return layout.body;
  const place: Place =
    bodies(layout)
      .flatMap(({ fields }) => (fields ?? []) as readonly Place[])
      .find((one) => fieldAt(one) === field) ?? field;
  const sections = bodies(layout).map((section, at) => {
    const others = ((section.fields ?? []) as readonly Place[]).filter((one) => fieldAt(one) !== field);
    if (sectionId(section, at) !== spot?.section) return { ...section, fields: others };
    return { ...section, fields: inserted(others, place, (one) => fieldAt(one) === spot.before) };
  });
  return withSections(layout, sections);
}

/** The spot one step up or down from where a field is, over the ends of sections; undefined at the end of all. */
export function spotBeside(sections: readonly Section[], field: string, by: -1 | 1): Spot | undefined {
  const at = sections.findIndex(({ fields }) => fields.some((one) => one.field === field));
  const section = sections[at];
  if (!section) return undefined;
  const place = section.fields.findIndex((one) => one.field === field);
  const spot = (to: Section, before: Placed | undefined): Spot => ({
    section: to.id,
    ...(before && { before: before.field }),
  });
  if (by === -1 && place > 0) return spot(section, section.fields[place - 1]);
  if (by === 1 && place < section.fields.length - 1) return spot(section, section.fields[place + 2]);
  const next = sections[at + by];
  return next && spot(next, by === -1 ? undefined : next.fields[0]);
}

/** The layout with a field as wide as so many columns. */
export const spanField = (layout: MetaDocument, field: string, span: number): Body =>
  withSections(
    layout,
    bodies(layout).map((section) => ({
      ...section,
      fields: (section.fields ?? []).map((place: Place) =>
        fieldAt(place) !== field ? place : span === 1 ? field : { field, span },
      ),
    })),
  );

/** A section's own words, without its fields. */
export const sectionWords = (layout: MetaDocument, id: string): Body => {
  const section = bodies(layout).find((one, place) => sectionId(one, place) === id) ?? {};
  const { id: _, fields: __, ...words } = section as Body;
  return words;
};

/** The section with other words; new fields land in one section alone. */
export function changeSection(layout: MetaDocument, id: string, words: Body): Body {
  const body = changed(layout, id, (section) => {
    const { id: own, fields } = section;
    return { ...(own && { id: own }), ...withoutBlanks(words), fields };
  });
  if (words.newFields !== true) return body;
  const sections = (body.sections as readonly Body[]).map((section, place) => {
    const { newFields, ...others } = section;
    return newFields === true && sectionId(section, place) !== id ? others : section;
  });
  return { ...body, sections };
}

/** The layout with one more, empty section at the end of a tab. */
export function addSection(layout: MetaDocument, tab: string | undefined, id = newId('sec')): Body {
  const section = { id, columns: 2, ...(tab !== undefined && { tab }), fields: [] };
  return { ...layout.body, sections: [...bodies(layout), section] };
}

/** The section before another one, or behind all of them, in the tab that is named. */
export function moveSection(
  layout: MetaDocument,
  id: string,
  { tab, before }: { readonly tab: string | undefined; readonly before?: string },
): Body {
  if (before === id) return layout.body;
  const named = bodies(layout).map((section, place) => [sectionId(section, place), section] as const);
  const section = named.find(([one]) => one === id)?.[1];
  if (!section) return layout.body;
  const { tab: _, fields, ...words } = section;
  const moved = { ...words, ...(tab !== undefined && { tab }), fields };
  const others = named.filter(([one]) => one !== id);
  const next = inserted(
    others,
    [id, isSame(section.tab, tab) ? section : moved] as const,
    ([one]) => one === before,
  );
  return withSections(
    layout,
    next.map(([, one]) => one),
  );
}

/** The layout without a section; its fields are on no form then. The last one stays. */
export const removeSection = (layout: MetaDocument, id: string): Body =>
  bodies(layout).length < 2
    ? layout.body
    : withSections(
        layout,
        bodies(layout).filter((section, place) => sectionId(section, place) !== id),
      );

/** The end of what stands in a tab (undefined: above the tabs), and the layout with a section there if it had none. */
export function endOf(
  layout: MetaDocument,
  tab: string | undefined,
): { readonly layout: MetaDocument; readonly spot: Spot } {
  const last = sectionsOf(layout).findLast((section) => section.tab === tab);
  if (last) return { layout, spot: { section: last.id } };
  const id = newId('sec');
  return { layout: { ...layout, body: addSection(layout, tab, id) }, spot: { section: id } };
}

/** A name for a tab that no other has. */
export function tabName(layout: MetaDocument): string {
  const taken = new Set(tabsOf(layout).map(({ name }) => name));
  for (let n = taken.size + 1; ; n++) if (!taken.has(`tab_${n}`)) return `tab_${n}`;
}

/** The layout with other tabs; what stood in one that is gone stands above or beside them. */
function withTabs(
  layout: MetaDocument,
  tabs: readonly Body[],
  named: (tab: string) => string | undefined,
): Body {
  const follow = (part: Body): Body => {
    if (part.tab === undefined || named(part.tab) === part.tab) return part;
    const { tab, ...others } = part;
    const next = named(tab);
    return next === undefined ? others : { ...part, tab: next };
  };
  const { tabs: _, ...body } = layout.body;
  const { sections = [], related, ...words } = body;
  return inFrameOrder({
    ...words,
    ...(tabs.length > 0 && { tabs }),
    sections: sections.map(follow),
    ...(related && { related: related.map(follow) }),
  });
}

/** Words of a layout in the order in which documents are written. */
const ORDER = ['id', 'name', 'object', 'labels', 'roles', 'highlights', 'tabs', 'sections', 'related'];
const inFrameOrder = (body: Body): Body =>
  Object.fromEntries(Object.entries(body).sort(([a], [b]) => ORDER.indexOf(a) - ORDER.indexOf(b)));

const itself = (tab: string): string => tab;

export const addTab = (layout: MetaDocument, labels: Labels): Body =>
  withTabs(layout, [...tabsOf(layout), { id: newId('tab'), name: tabName(layout), labels }], itself);

export const changeTab = (layout: MetaDocument, name: string, words: Body): Body =>
  withTabs(
    layout,
    tabsOf(layout).map((tab) => (tab.name === name ? { ...tab, ...withoutBlanks(words) } : tab)),
    (tab) => (tab === name ? (words.name ?? name) : tab),
  );

export function moveTab(layout: MetaDocument, name: string, by: -1 | 1): Body {
  const tabs = [...tabsOf(layout)];
  const from = tabs.findIndex((tab) => tab.name === name);
  const to = from + by;
  if (from < 0 || to < 0 || to >= tabs.length) return layout.body;
  tabs.splice(to, 0, ...tabs.splice(from, 1));
  return withTabs(layout, tabs, itself);
}

export const removeTab = (layout: MetaDocument, name: string): Body =>
  withTabs(
    layout,
    tabsOf(layout).filter((tab) => tab.name !== name),
    (tab) => (tab === name ? undefined : tab),
  );

export interface Related {
  readonly object: string;
  readonly via: string;
  readonly labels?: Labels;
  readonly tab?: string;
  readonly [word: string]: unknown;
}

export const relatedOf = (layout: MetaDocument): readonly Related[] => layout.body.related ?? [];

function withRelated(layout: MetaDocument, related: readonly Body[]): Body {
  const { related: _, ...body } = layout.body;
  return related.length > 0 ? inFrameOrder({ ...body, related }) : body;
}

export const addRelated = (layout: MetaDocument, object: string, via: string): Body =>
  withRelated(layout, [...relatedOf(layout), { object, via }]);

export const changeRelated = (layout: MetaDocument, place: number, words: Body): Body =>
  withRelated(
    layout,
    relatedOf(layout).map((list, at) => (at === place ? withoutBlanks(words) : list)),
  );

export function moveRelated(layout: MetaDocument, from: number, to: number): Body {
  const lists = [...relatedOf(layout)];
  if (from === to || to < 0 || to >= lists.length) return layout.body;
  lists.splice(to, 0, ...lists.splice(from, 1));
  return withRelated(layout, lists);
}

export const removeRelated = (layout: MetaDocument, place: number): Body =>
  withRelated(
    layout,
    relatedOf(layout).filter((_, at) => at !== place),
  );

/** What a layout says of itself, without what it arranges. */
export function layoutWords(layout: MetaDocument): Body {
  const { labels, roles, highlights } = layout.body;
  return { labels, ...(roles && { roles }), ...(highlights && { highlights }) };
}

export const changeLayout = (layout: MetaDocument, words: Body): Body => {
  const { roles: _, highlights: __, ...body } = layout.body;
  return inFrameOrder({ ...body, ...withoutBlanks(words) });
};
