import {
  Decoration,
  type DecorationSet,
  type EditorView,
  MatchDecorator,
  ViewPlugin,
} from '@codemirror/view';

/** Signs of an expression by how they look; what they mean the checker says. */
const SIGNS =
  /(?<comment>\/\/.*)|(?<string>"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?)|(?<number>\b\d+(?:\.\d+)?)|(?<atom>\b(?:true|false|null)\b)|(?<function>\b[a-zA-Z_]\w*(?=\s*\())|(?<operator>\bin\b|&&|\|\||[=!<>]=|[-+*/%<>!?:])|(?<name>\b[a-zA-Z_]\w*)/g;

const marks = new Map<string, Decoration>();

function markOf(match: RegExpExecArray): Decoration | null {
  const kind = Object.keys(match.groups!).find((name) => match.groups![name] !== undefined)!;
  if (kind === 'name') return null;
  const mark = marks.get(kind) ?? Decoration.mark({ class: `gd-cm-${kind}` });
  marks.set(kind, mark);
  return mark;
}

const decorator = new MatchDecorator({ regexp: SIGNS, decoration: markOf });

/** Colours of an expression; they stand in the stylesheet, so that they follow the theme. */
export const colours = ViewPlugin.fromClass(
  class {
    signs: DecorationSet;

    constructor(view: EditorView) {
      this.signs = decorator.createDeco(view);
    }

    update(update: Parameters<typeof decorator.updateDeco>[0]) {
      this.signs = decorator.updateDeco(update, this.signs);
    }
  },
  { decorations: ({ signs }) => signs },
);
