import { initialsOf } from '../values/initials.ts';

/** One record of a tree. */
export interface TreeNode {
  readonly id: string;
  readonly name: string;
  readonly parent: string | null;
  /** who answers for it */
  readonly head: string | null;
  readonly isActive: boolean;
}

/** Nodes by id and by what they stand below; where what is above is not known, they stand at the top. */
export interface Tree {
  readonly nodes: ReadonlyMap<string, TreeNode>;
  readonly children: ReadonlyMap<string | null, readonly TreeNode[]>;
}

/** Of nodes in the order in which they are to stand. A circle, which old data may hold, is cut at one of its nodes. */
export function treeOf(all: readonly TreeNode[]): Tree {
  const known = new Map(all.map((node) => [node.id, node]));
  const cut = cutIn(known);
  const above = ({ id, parent }: TreeNode) =>
    parent === null || !known.has(parent) || cut.has(id) ? null : parent;
  return { nodes: known, children: Map.groupBy(all, above) };
}

/** One node of each circle. */
function cutIn(known: ReadonlyMap<string, TreeNode>): ReadonlySet<string> {
  const done = new Set<string>();
  const cut = new Set<string>();
  for (const start of known.keys()) {
    const way = new Set<string>();
    let at: string | null | undefined = start;
    while (at && known.has(at) && !done.has(at) && !way.has(at)) {
      way.add(at);
      at = known.get(at)!.parent;
    }
    if (at && way.has(at)) cut.add(at);
    for (const id of way) done.add(id);
  }
  return cut;
}

/** What stands above a node, from the top down. */
export function pathTo(tree: Tree, id: string): readonly TreeNode[] {
  const path: TreeNode[] = [];
  for (let at = tree.nodes.get(id)?.parent; at && path.length < tree.nodes.size; ) {
    const node = tree.nodes.get(at);
    if (!node || path.includes(node)) break;
    path.unshift(node);
    at = node.parent;
  }
  return path;
}

/** A node and all below it. */
export function belowOf(tree: Tree, id: string): ReadonlySet<string> {
  const found = new Set([id]);
  for (const at of found) for (const child of tree.children.get(at) ?? []) found.add(child.id);
  return found;
}

/** Numbers of nodes, each with those of all below it. */
export function sumsOf(tree: Tree, own: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  const sum = (node: TreeNode): number => {
    const below = (tree.children.get(node.id) ?? []).reduce((all, child) => all + sum(child), 0);
    const all = below + (own.get(node.id) ?? 0);
    sums.set(node.id, all);
    return all;
  };
  for (const root of tree.children.get(null) ?? []) sum(root);
  return sums;
}

const knownInitials = new WeakMap<TreeNode, string>();

/** Worked out once: at every key thousands of names are asked for them. */
function initials(node: TreeNode): string {
  const known = knownInitials.get(node) ?? initialsOf(node.name);
  knownInitials.set(node, known);
  return known;
}

/** Those that a text finds, by their name or the initials that it is read with. */
export function found(tree: Tree, text: string): ReadonlySet<string> {
  const asked = text.trim().toLowerCase();
  const isFound = (node: TreeNode) =>
    node.name.toLowerCase().includes(asked) || initials(node).includes(asked);
  return new Set([...tree.nodes.values()].filter(isFound).map(({ id }) => id));
}

/** One line of a tree as it is shown. */
export interface Row {
  readonly node: TreeNode;
  readonly level: number;
  readonly place: number;
  readonly of: number;
  /** undefined: nothing stands below it */
  readonly isOpen: boolean | undefined;
}

export interface Shown {
  readonly open: ReadonlySet<string>;
  /** those that were sought: shown are they and what stands above them, all open */
  readonly sought?: ReadonlySet<string>;
  readonly withInactive: boolean;
}

/** The lines of a tree from the top down. */
export function rowsOf(tree: Tree, { open, sought, withInactive }: Shown): readonly Row[] {
  const wanted =
    sought && new Set([...sought].flatMap((id) => [id, ...pathTo(tree, id).map((one) => one.id)]));
  const isShown = memo((node: TreeNode): boolean => {
    if (wanted) return wanted.has(node.id) && (withInactive || reachesActive(node));
    return withInactive || reachesActive(node);
  });
  // what is switched off stays in sight while something in use stands below it
  function reachesActive(node: TreeNode): boolean {
    return node.isActive || (tree.children.get(node.id) ?? []).some(isShown);
  }
  const rows: Row[] = [];
  const add = (parent: string | null, level: number): void => {
    const shown = (tree.children.get(parent) ?? []).filter(isShown);
    for (const [index, node] of shown.entries()) {
      const hasMore = (tree.children.get(node.id) ?? []).some(isShown);
      const isOpen = hasMore ? wanted !== undefined || open.has(node.id) : undefined;
      rows.push({ node, level, place: index + 1, of: shown.length, isOpen });
      if (isOpen) add(node.id, level + 1);
    }
  };
  add(null, 1);
  return rows;
}

function memo<T>(ask: (node: TreeNode) => T): (node: TreeNode) => T {
  const known = new Map<string, T>();
  return (node) => {
    if (!known.has(node.id)) known.set(node.id, ask(node));
    return known.get(node.id)!;
  };
}

/** Where a key leads in a tree (WAI-ARIA): to another line, or to opening and closing one. */
export type Step = { readonly to: number } | { readonly toggle: string } | undefined;

const PAGE = 10;

export function stepOf(rows: readonly Row[], at: number, key: string): Step {
  const row = rows[at];
  if (!row) return rows.length > 0 ? { to: 0 } : undefined;
  const go = (to: number): Step => ({ to: Math.min(Math.max(to, 0), rows.length - 1) });
  switch (key) {
    case 'ArrowDown':
      return go(at + 1);
    case 'ArrowUp':
      return go(at - 1);
    case 'PageDown':
      return go(at + PAGE);
    case 'PageUp':
      return go(at - PAGE);
    case 'Home':
      return go(0);
    case 'End':
      return go(rows.length - 1);
    case 'ArrowRight':
      return row.isOpen === false ? { toggle: row.node.id } : row.isOpen ? go(at + 1) : undefined;
    case 'ArrowLeft': {
      if (row.isOpen) return { toggle: row.node.id };
      const above = rows.slice(0, at).findLastIndex(({ level }) => level < row.level);
      return above < 0 ? undefined : go(above);
    }
    default:
      return undefined;
  }
}

/** The next line that begins with what was typed, from the one after `at` on; by initials as well. */
export function typedTo(rows: readonly Row[], at: number, text: string): number | undefined {
  const from = text.length > 1 ? at : at + 1;
  for (let i = 0; i < rows.length; i++) {
    const index = (from + i) % rows.length;
    const { node } = rows[index]!;
    if (node.name.toLowerCase().startsWith(text) || initials(node).startsWith(text)) return index;
  }
  return undefined;
}
