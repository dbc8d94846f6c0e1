import { FUNCTIONS } from './functions/index.ts';
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

/** Whether its value differs from day to day although nothing it names does: it asks for today or now. */
export function movesWithTime(tree: Tree): boolean {
  if (tree.op === 'list') return tree.items.some(movesWithTime);
  if (tree.op !== 'call') return false;
  return FUNCTIONS.get(tree.row)?.isMoving === true || tree.args.some(movesWithTime);
}
