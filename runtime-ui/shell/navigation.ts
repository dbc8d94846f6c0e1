import type { Labels, Me, NavigationItem, ObjectSummary } from '../api/types.ts';

/** One line of the menu, ready to show. */
export interface MenuLine {
  readonly key: string;
  readonly labels: Labels;
  readonly icon?: string;
  /** where it leads; a heading has none */
  readonly to?: string;
  readonly object?: string;
  readonly items?: readonly MenuLine[];
}

function lineOf(item: NavigationItem, objects: ReadonlyMap<string, ObjectSummary>): MenuLine | undefined {
  if (item.items) {
    const items = linesOf(item.items, objects);
    return items.length > 0
      ? { key: `group:${JSON.stringify(item.labels)}`, labels: item.labels ?? {}, items }
      : undefined;
  }
  const [objectOfView, view] = item.view?.includes('.') ? item.view.split('.') : [item.object, item.view];
  const object = objects.get(item.object ?? objectOfView ?? '');
  if (!object) return undefined;
  const to = view ? `/o/${object.name}/v/${view}` : `/o/${object.name}`;
  return {
    key: to,
    to,
    object: object.name,
    labels: item.labels ?? object.plural,
    icon: item.icon ?? object.icon,
  };
}

const linesOf = (items: readonly NavigationItem[], objects: ReadonlyMap<string, ObjectSummary>): MenuLine[] =>
  items.map((item) => lineOf(item, objects)).filter((line) => line !== undefined);

const objectsIn = (lines: readonly MenuLine[]): string[] =>
  lines.flatMap((line) => (line.items ? objectsIn(line.items) : (line.object ?? [])));

/** The menu of the caller: what the navigation document says, and apart what it does not mention, and who people are. */
export function menuOf(me: Me, objects: readonly ObjectSummary[]) {
  const readable = objects.filter((object) => object.can.read !== false);
  const byName = new Map(readable.map((object) => [object.name, object]));
  const main = linesOf(me.navigation?.items ?? [], byName);
  const phone = linesOf(me.navigation?.phone ?? [], byName);
  const mentioned = new Set(objectsIn(main));
  const other = linesOf(
    readable
      .filter((object) => !object.system && !mentioned.has(object.name))
      .map(({ name }) => ({ object: name })),
    byName,
  );
  const people = linesOf(me.navigation?.people ?? [], byName).filter(
    ({ object }) => !mentioned.has(object ?? ''),
  );
  return main.length > 0 ? { main, phone, other, people } : { main: other, phone, other: [], people };
}

/** The line that leads to how people stand to each other, for who manages them. */
export const organizationLines = ({ admin }: Pick<Me, 'admin'>, labels: Labels): readonly MenuLine[] =>
  admin.includes('people') ? [{ key: '/organization', to: '/organization', icon: 'partition', labels }] : [];

/** Every line that leads somewhere, in order. */
export const destinations = (lines: readonly MenuLine[]): MenuLine[] =>
  lines.flatMap((line) => (line.items ? destinations(line.items) : [line]));

/** The line that the address is on: the longest that it begins with. */
export function currentLine(lines: readonly MenuLine[], pathname: string): MenuLine | undefined {
  return destinations(lines)
    .filter(({ to }) => to !== undefined && (pathname === to || pathname.startsWith(`${to}/`)))
    .sort((a, b) => b.to!.length - a.to!.length)[0];
}

/** Whether the designer has a page for somebody with these rights over the workspace. */
export const mayDesign = ({ admin }: Pick<Me, 'admin'>): boolean =>
  admin.some((right) => right === 'model' || right === 'security');
