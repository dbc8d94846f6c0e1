import type { Path } from '../report.ts';

/** A rule hides a field; its condition reads others. */
export interface Hiding {
  readonly path: Path;
  readonly hidden: string;
  readonly reads: ReadonlySet<string>;
}

/** Ways that lead from a hidden field over what its condition reads back to it, each told once. */
export function hidingCircles(hidings: readonly Hiding[]): { path: Path; circle: readonly string[] }[] {
  const by = Map.groupBy(hidings, ({ hidden }) => hidden);
  const found: { path: Path; circle: readonly string[] }[] = [];
  const done = new Set<string>();
  const visit = (name: string, trail: readonly { readonly name: string; readonly path: Path }[]): void => {
    const start = trail.findIndex((step) => step.name === name);
    if (start >= 0) {
      found.push({
        path: trail.at(-1)!.path,
        circle: [...trail.slice(start).map((step) => step.name), name],
      });
      return;
    }
    if (done.has(name)) return;
    for (const { path, reads } of by.get(name) ?? []) {
      for (const read of reads) visit(read, [...trail, { name, path }]);
    }
    done.add(name);
  };
  for (const name of by.keys()) visit(name, []);
  return found;
}
