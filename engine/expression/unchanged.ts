import { FUNCTIONS } from './functions/index.ts';
import { OLD } from './scope.ts';
import type { Macro, Tree } from './tree.ts';

const FALSE: Tree = { op: 'literal', type: { kind: 'bool', nullable: false }, value: false };

/** What an expression about a change comes to for a record that is saved as it is: not new, and nothing changed. */
export function unchangedTree(tree: Tree): Tree {
  switch (tree.op) {
    case 'literal':
      return tree;
    case 'reference':
      return tree.path[0] === `$${OLD}` ? { ...tree, path: tree.path.slice(1) } : tree;
    case 'list':
      return { ...tree, items: tree.items.map(unchangedTree) };
    case 'call':
      return FUNCTIONS.get(tree.row)?.ofChange ? FALSE : { ...tree, args: tree.args.map(unchangedTree) };
    case 'macro':
      return unchangedMacro(tree);
  }
}

const unchangedMacro = (macro: Macro): Macro => ({
  ...macro,
  over: 'list' in macro.over ? { list: unchangedTree(macro.over.list) } : macro.over,
  where: macro.where.map(unchangedTree),
  ...(macro.body && { body: unchangedTree(macro.body) }),
});
