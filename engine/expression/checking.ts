import { type ExpressionProblem, problemAt } from './problems.ts';
import type { Scope, ScopeRecord } from './scope.ts';
import type { ChildReads, Reference, Syntax, Tree } from './tree.ts';

/** What is read of one record, while an expression is checked: by the names of a path, joined. */
export interface Reads {
  readonly references: Map<string, readonly string[]>;
  readonly children: Map<string, { readonly path: readonly string[]; readonly reads: Reads }>;
}

/** What is known while an expression is checked. */
export interface Checking {
  readonly source: string;
  readonly scope: Scope;
  readonly problems: ExpressionProblem[];
  readonly reads: Reads;
  /** of the records that macros ask, by how many macros are around */
  readonly itemReads: readonly (Reads | undefined)[];
  /** what each of related records is */
  readonly records: Map<Tree, ScopeRecord>;
}

/** The tree of what is right; nothing, and a problem, for what is not. */
export type Checked = Tree | undefined;

/** Checks a part of an expression. */
export type Checks = (checking: Checking, syntax: Syntax) => Checked;

export function refuse({ problems }: Checking, ...given: Parameters<typeof problemAt>): undefined {
  problems.push(problemAt(...given));
}

export const noReads = (): Reads => ({ references: new Map(), children: new Map() });

/** Whose record a path begins at, and the path from there; nothing for a member of a list. */
function homeOf({ reads, itemReads }: Checking, path: readonly string[]) {
  const [first, ...others] = path;
  if (!first!.startsWith('@')) return { reads, path };
  const item = itemReads[Number(first!.slice(1))];
  return item && { reads: item, path: others };
}

export function noteReference(checking: Checking, path: readonly string[]): void {
  const home = homeOf(checking, path);
  home?.reads.references.set(home.path.join('.'), home.path);
}

/** What is read of the records at the end of a path. */
export function childReadsOf(checking: Checking, path: readonly string[]): Reads {
  const home = homeOf(checking, path)!;
  const key = home.path.join('.');
  const known = home.reads.children.get(key);
  if (known) return known.reads;
  const reads = noReads();
  home.reads.children.set(key, { path: home.path, reads });
  return reads;
}

export function noteRelation(checking: Checking, reference: Reference, record: ScopeRecord): Reference {
  childReadsOf(checking, reference.path);
  checking.records.set(reference, record);
  return reference;
}

/** What a checked expression tells of its reads. */
export const readsOf = ({ references, children }: Reads): Omit<ChildReads, 'path'> => ({
  references: [...references.values()],
  children: [...children.values()].map(({ path, reads }) => ({ path, ...readsOf(reads) })),
});
