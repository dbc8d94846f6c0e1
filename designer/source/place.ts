import { ensureSyntaxTree } from '@codemirror/language';
import type { EditorState } from '@codemirror/state';

type Node = NonNullable<ReturnType<typeof ensureSyntaxTree>>['topNode'];

export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Milliseconds that reading a text may take. */
const LONGEST = 200;

const VALUES: ReadonlySet<string> = new Set(['Object', 'Array', 'String', 'Number', 'True', 'False', 'Null']);

function* childrenOf(node: Node): Generator<Node> {
  for (let child = node.firstChild; child; child = child.nextSibling) yield child;
}

const valueIn = (node: Node): Node | undefined => [...childrenOf(node)].find(({ name }) => VALUES.has(name));

/** The names on the way to a place of a document: of `objects/a.json#/x/y` x and y. */
export const stepsOf = (path: string): readonly string[] =>
  path
    .replace(/^[^#]*#?/, '')
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));

function nameOf(state: EditorState, property: Node): string | undefined {
  const name = property.getChild('PropertyName');
  try {
    return name ? JSON.parse(state.sliceDoc(name.from, name.to)) : undefined;
  } catch {
    return undefined;
  }
}

/** Where a path ends in the text: a short value itself, of what holds others its name. As far as there is a way. */
export function rangeAt(state: EditorState, path: string): Range {
  const tree = ensureSyntaxTree(state, state.doc.length, LONGEST);
  let value = tree && valueIn(tree.topNode);
  let found: Range = { from: 0, to: Math.min(1, state.doc.length) };
  for (const step of stepsOf(path)) {
    if (!value) break;
    if (value.name === 'Array') {
      const member = [...childrenOf(value)].filter(({ name }) => VALUES.has(name))[Number(step)];
      if (!member) break;
      found = {
        from: member.from,
        to: VALUES.has(member.name) && member.firstChild ? member.from + 1 : member.to,
      };
      value = member;
      continue;
    }
    const property = [...childrenOf(value)].find(
      (child) => child.name === 'Property' && nameOf(state, child) === step,
    );
    if (!property) break;
    const name = property.getChild('PropertyName')!;
    value = valueIn(property);
    const isShort = value !== undefined && value.name !== 'Object' && value.name !== 'Array';
    found = isShort ? { from: value!.from, to: value!.to } : { from: name.from, to: name.to };
  }
  return found;
}

/** What one text has to become another: the stretch that differs. */
export function changeBetween(from: string, to: string): { from: number; to: number; insert: string } {
  let start = 0;
  while (start < from.length && start < to.length && from[start] === to[start]) start++;
  let end = 0;
  while (end < from.length - start && end < to.length - start && from.at(-1 - end) === to.at(-1 - end)) end++;
  return { from: start, to: from.length - end, insert: to.slice(start, to.length - end) };
}
