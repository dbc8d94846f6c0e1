import schema from '../../../schemas/layout.schema.json' with { type: 'json' };
import { nearest } from '../../errors.ts';
import { quoted } from '../../field-types/index.ts';
import { type Body, type Document, isBody } from '../document.ts';
import type { ModelLayout } from '../model.ts';
import type { Report } from '../report.ts';
import { defineKind, keyUnderObject, membersOf, type Part, reportTwice } from './define-kind.ts';

const RELATED_SHOWN = 5;

const fieldOf = (place: unknown): unknown => (isBody(place) ? place.field : place);

/** A section has no name: its heading tells it from the others, wherever it stands. */
function sectionParts(sections: unknown): Part[] {
  const seen = new Map<string, number>();
  return membersOf(sections).map(([index, value]) => {
    const heading = JSON.stringify(value.labels ?? {});
    const count = (seen.get(heading) ?? 0) + 1;
    seen.set(heading, count);
    const name = count === 1 ? heading : `${heading} ${count}`;
    return { kind: 'section', prefix: 'sec', name, path: ['sections', index], value };
  });
}

const tabParts = (tabs: unknown): Part[] =>
  membersOf(tabs).flatMap(([index, value]) =>
    typeof value.name === 'string'
      ? [{ kind: 'tab', prefix: 'tab', name: value.name, path: ['tabs', index], value }]
      : [],
  );

/** Sections and related lists stand in tabs that there are. */
function checkTabs(body: Body, report: Report): void {
  reportTwice(report, ['tabs'], body.tabs, 'name');
  const names = membersOf(body.tabs).flatMap(([, { name }]) => (typeof name === 'string' ? [name] : []));
  for (const list of ['sections', 'related']) {
    for (const [index, { tab }] of membersOf(body[list])) {
      if (typeof tab !== 'string' || names.includes(tab)) continue;
      report(
        [list, index, 'tab'],
        'document.no_tab',
        { name: quoted(tab) },
        nearest(tab.slice(0, 80), names),
      );
    }
  }
}

/** What folds needs a heading to be folded by, and new fields go to one place. */
function checkSections(sections: unknown, report: Report): void {
  let first: number | undefined;
  for (const [index, { collapse, labels, newFields }] of membersOf(sections)) {
    if (collapse !== undefined && labels === undefined)
      report(['sections', index, 'collapse'], 'document.folding');
    if (newFields !== true) continue;
    if (first !== undefined) report(['sections', index, 'newFields'], 'document.new_fields');
    first ??= index;
  }
}

/** How one record is arranged. It shows and arranges; it decides nothing. */
export const layout = defineKind({
  name: 'layout',
  labels: { en: 'layout', 'zh-CN': '布局' },
  prefix: 'lay',
  folder: 'layouts',
  schema,
  keyOf: keyUnderObject,
  parts: ({ sections, tabs }) => [...tabParts(tabs), ...sectionParts(sections)],
  check: ({ body }, report) => {
    checkTabs(body, report);
    checkSections(body.sections, report);
    const placed = new Set<string>();
    for (const [index, { fields }] of membersOf(body.sections)) {
      for (const [at, place] of (Array.isArray(fields) ? fields : []).entries()) {
        const name = fieldOf(place);
        if (typeof name !== 'string') continue;
        if (placed.has(name)) report(['sections', index, 'fields', at], 'document.placed_twice', { name });
        placed.add(name);
      }
    }
  },
});

/** The field of the object itself at which a path begins, or by which is sorted. */
const firstOf = (path: string): string => path.replace(/^[+-]/, '').split('.')[0]!;

/** `isLive` says which fields of an object are in use; archived ones keep their place in the document. */
export function resolveLayout(
  { id, body }: Document,
  isLive: (object: string, field: string) => boolean,
): ModelLayout {
  const isHere = (field: string): boolean => isLive(body.object, field);
  const sections = body.sections.map((section: Body) => ({
    id: section.id,
    labels: section.labels ?? {},
    columns: section.columns ?? 2,
    ...(section.tab !== undefined && { tab: section.tab }),
    ...(section.collapse !== undefined && { collapse: section.collapse }),
    fields: section.fields
      .map((place: string | Body) =>
        typeof place === 'string' ? { field: place, span: 1 } : { field: place.field, span: place.span ?? 1 },
      )
      .filter(({ field }: { field: string }) => isHere(field)),
  }));
  const related = (body.related ?? [])
    .filter((list: Body) => isLive(list.object, list.via))
    .map((list: Body) => ({
      object: list.object,
      via: list.via,
      columns: (list.columns ?? []).filter((path: string) => isLive(list.object, firstOf(path))),
      ...(list.labels !== undefined && { labels: list.labels }),
      sort: (list.sort ?? []).filter((path: string) => isLive(list.object, firstOf(path))),
      limit: list.limit ?? RELATED_SHOWN,
      ...(list.tab !== undefined && { tab: list.tab }),
    }));
  return Object.freeze({
    id,
    name: body.name,
    labels: body.labels,
    roles: body.roles ?? [],
    highlights: (body.highlights ?? []).filter(isHere),
    tabs: (body.tabs ?? []).map(({ name, labels }: Body) => ({ name, labels })),
    sections,
    related,
  });
}

/** The first layout that fits a user is theirs: those for some roles before those for all, then by name. */
export const layoutOrder = (a: Document, b: Document): number =>
  Number((b.body.roles ?? []).length > 0) - Number((a.body.roles ?? []).length > 0) ||
  (a.key < b.key ? -1 : 1);
