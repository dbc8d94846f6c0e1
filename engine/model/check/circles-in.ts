import type { Path } from '../report.ts';

/** Something named `from` that depends on what is named in `to`; `path` is where that is said. */
export interface Dependence {
  readonly path: Path;
  readonly from: string;
  readonly to: ReadonlySet<string>;
}

/** The circles in which things depend on each other, each told once, at what closes it. */
export function circlesIn(all: readonly Dependence[]): { path: Path; circle: readonly string[] }[] {
  const by = Map.groupBy(all, ({ from }) => from);
  const found: { path: Path; circle: readonly string[] }[] = [];
  const done = new Set<string>();
  const visit = (name: string, trail: readonly { readonly name: string; readonly path: Path }[]): void => {
    const start = trail.findIndex((step) => step.name === name);
    if (start >= 0) {
      const circle = [...trail.slice(start).map((step) => step.name), name];
      found.push({ path: trail.at(-1)!.path, circle });
      return;
    }
    if (done.has(name)) return;
    for (const { path, to } of by.get(name) ?? []) {
      for (const next of to) visit(next, [...trail, { name, path }]);
    }
    done.add(name);
  };
  for (const name of by.keys()) visit(name, []);
  return found;
}
