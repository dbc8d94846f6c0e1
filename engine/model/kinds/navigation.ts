import schema from '../../../schemas/navigation.schema.json' with { type: 'json' };
import type { Document } from '../document.ts';
import type { ModelNavigation, NavigationItem } from '../model.ts';
import type { Path, Report } from '../report.ts';
import { defineKind, keyByName, membersOf } from './define-kind.ts';

const LEADS_TO = ['object', 'view', 'items'] as const;

function checkItems(items: unknown, path: Path, report: Report): void {
  for (const [index, item] of membersOf(items)) {
    const at = [...path, index];
    if (LEADS_TO.filter((word) => item[word] !== undefined).length !== 1) report(at, 'document.item');
    else if (item.items && !item.labels) report([...at, 'labels'], 'document.missing', { word: 'labels' });
    if (item.items) checkItems(item.items, [...at, 'items'], report);
  }
}

/** The menu, for some roles. */
export const navigation = defineKind({
  name: 'navigation',
  labels: { en: 'navigation', 'zh-CN': '导航' },
  prefix: 'nav',
  folder: 'navigation',
  schema,
  keyOf: keyByName,
  parts: () => [],
  check: ({ body }, report) => {
    checkItems(body.items, ['items'], report);
    checkItems(body.phone, ['phone'], report);
  },
});

/** Archived objects are left out, and groups in which nothing remains. */
const resolveItems = (
  items: readonly NavigationItem[],
  isLive: (object: string) => boolean,
): readonly NavigationItem[] =>
  items.flatMap((item) => {
    const object = item.object ?? item.view?.split('.')[0];
    if (object !== undefined) return isLive(object) ? [item] : [];
    const inside = resolveItems(item.items ?? [], isLive);
    return inside.length > 0 ? [{ ...item, items: inside }] : [];
  });

export const resolveNavigation = ({ body }: Document, isLive: (object: string) => boolean): ModelNavigation =>
  Object.freeze({
    name: body.name,
    roles: body.roles ?? [],
    items: resolveItems(body.items, isLive),
    phone: resolveItems(body.phone ?? [], isLive),
    ...(body.home !== undefined && isLive(body.home) && { home: body.home }),
  });

/** The first that fits a user is theirs: those for some roles before those for all, then by name. */
export const navigationOrder = (a: Document, b: Document): number =>
  Number((b.body.roles ?? []).length > 0) - Number((a.body.roles ?? []).length > 0) ||
  (a.key < b.key ? -1 : 1);
