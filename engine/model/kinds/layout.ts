import schema from '../../../schemas/layout.schema.json' with { type: 'json' };
import { type Body, type Document, isBody } from '../document.ts';
import type { ModelLayout } from '../model.ts';
import { defineKind, keyUnderObject, membersOf } from './define-kind.ts';

const fieldOf = (place: unknown): unknown => (isBody(place) ? place.field : place);

/** How one record is arranged. It shows and arranges; it decides nothing. */
export const layout = defineKind({
  name: 'layout',
  labels: { en: 'layout', 'zh-CN': '布局' },
  prefix: 'lay',
  folder: 'layouts',
  schema,
  keyOf: keyUnderObject,
  parts: ({ sections }) => {
    const seen = new Map<string, number>();
    return membersOf(sections).map(([index, value]) => {
      // a section has no name: its heading tells it from the others, wherever it stands
      const heading = JSON.stringify(value.labels ?? {});
      const count = (seen.get(heading) ?? 0) + 1;
      seen.set(heading, count);
      const name = count === 1 ? heading : `${heading} ${count}`;
      return { kind: 'section', prefix: 'sec', name, path: ['sections', index], value };
    });
  },
  check: ({ body }, report) => {
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
      columns: (list.columns ?? []).filter((path: string) => isLive(list.object, path.split('.')[0]!)),
    }));
  return Object.freeze({
    id,
    name: body.name,
    labels: body.labels,
    roles: body.roles ?? [],
    highlights: (body.highlights ?? []).filter(isHere),
    sections,
    related,
  });
}

/** The first layout that fits a user is theirs: those for some roles before those for all, then by name. */
export const layoutOrder = (a: Document, b: Document): number =>
  Number((b.body.roles ?? []).length > 0) - Number((a.body.roles ?? []).length > 0) ||
  (a.key < b.key ? -1 : 1);
