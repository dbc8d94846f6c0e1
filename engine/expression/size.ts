import type { Tree } from './tree.ts';

/**
 * How many parts an expression has, where each path counts as many as `sizeOfPath` says (else one): what
 * it costs to evaluate grows with them.
 */
export function sizeOfTree(tree: Tree, sizeOfPath: (path: readonly string[]) => number = () => 1): number {
  if (tree.op === 'reference') return sizeOfPath(tree.path);
  const inside = tree.op === 'list' ? tree.items : tree.op === 'call' ? tree.args : [];
  return inside.reduce((sum, one) => sum + sizeOfTree(one, sizeOfPath), 1);
}
