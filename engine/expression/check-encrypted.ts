import { type Checked, type Checking, refuse } from './checking.ts';
import type { CallSyntax, Literal, Reference, Tree } from './tree.ts';

const isEncrypted = ({ type }: Tree): boolean => type.kind === 'encrypted';

const isText = (tree: Tree): tree is Literal => tree.op === 'literal' && tree.type.kind === 'string';

/** The texts that an encrypted one is compared with, where they are written out. */
function textsIn(tree: Tree): readonly Literal[] | undefined {
  if (isText(tree)) return [tree];
  return tree.op === 'list' && tree.items.every(isText) ? (tree.items as readonly Literal[]) : undefined;
}

/** A written text as what the encrypted one keeps of it to be found by. */
const asked = ({ type }: Reference, { value }: Literal): Literal => ({ op: 'literal', type, value });

const BOOL = { kind: 'bool', nullable: true } as const;

function comparison(row: string, reference: Reference, texts: readonly Literal[]): Tree {
  if (texts.length === 0) return { op: 'literal', type: { kind: 'bool', nullable: false }, value: false };
  const each = texts.map(
    (text): Tree => ({ op: 'call', type: BOOL, row, args: [reference, asked(reference, text)] }),
  );
  return each.length === 1 ? each[0]! : { op: 'call', type: BOOL, row: '||(bool,bool)', args: each };
}

/** What an operator is over an encrypted text and others, as the row that compares them and the places of both. */
const COMPARISONS: Readonly<Record<string, string>> = {
  '==': '==(same,same)',
  '!=': '!=(same,same)',
  in: '==(same,same)',
};

/**
 * A call with an encrypted text among its arguments: whether it is there may be asked everywhere; in filters it may be
 * compared with written texts, by what is kept to find it. `undefined` where there is none; a refusal is told.
 */
export function checkEncrypted(
  checking: Checking,
  { name, at }: CallSyntax,
  args: readonly Tree[],
): { readonly checked: Checked } | undefined {
  if (!args.some(isEncrypted) || name === 'has') return undefined;
  const row = COMPARISONS[name];
  const isReversed = name !== 'in' && args.length === 2 && isEncrypted(args[1]!);
  const [value, other] = isReversed ? args.toReversed() : args;
  const texts = row !== undefined && other ? textsIn(other) : undefined;
  const isAsked = checking.scope.asksEncrypted === true && value!.op === 'reference' && isEncrypted(value!);
  if (isAsked && texts && row) return { checked: comparison(row, value as Reference, texts) };
  return { checked: refuse(checking, at, 'expression.encrypted') };
}
