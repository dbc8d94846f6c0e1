import type { CallSyntax, Syntax } from '../../engine/expression/tree.ts';

/** A syntax as text that is read as the same syntax: brackets only where they are needed. */

/** How strongly operators bind, the weakest first; what is inside of a stronger one stands in brackets. */
const STRENGTH: Readonly<Record<string, number>> = {
  '?:': 1,
  '||': 2,
  '&&': 3,
  '==': 4,
  '!=': 4,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  in: 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '%': 6,
};
const PREFIX = 7;
const WHOLE = 8;
/** Operators of which `a · (b · c)` is `a · b · c` to the parser. */
const CHAINED: ReadonlySet<string> = new Set(['&&', '||']);

/** Behind what is printed longer than this, a line ends at the next chance. */
const WIDTH = 80;

export const textLiteral = (value: string): string =>
  JSON.stringify(value).replace(
    /[\u2028\u2029\u007f-\u009f]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

function strengthOf(syntax: Syntax): number {
  if (syntax.op === 'literal') {
    return syntax.kind === 'decimal' && String(syntax.value).startsWith('-') ? PREFIX : WHOLE;
  }
  if (syntax.op !== 'call' || !syntax.isOperator) return WHOLE;
  return syntax.args.length === 1 ? PREFIX : (STRENGTH[syntax.name] ?? WHOLE);
}

const bracketed = (text: string, isNeeded: boolean): string => (isNeeded ? `(${text})` : text);

const isMacroCall = ({ name, args }: CallSyntax): boolean =>
  args.length === 3 && args[1]!.op === 'path' && args[1]!.segments.length === 1 && MACROS.has(name);
const MACROS: ReadonlySet<string> = new Set('exists all exists_one sum avg min max filter map'.split(' '));
/** Read best behind a dot: `name.contains("x")`. */
const METHODS: ReadonlySet<string> = new Set(['contains', 'startsWith', 'endsWith', 'matches']);

function printCall(syntax: CallSyntax): string {
  const { name, args } = syntax;
  if (isMacroCall(syntax) || (METHODS.has(name) && args[0]?.op === 'path')) {
    const [over, ...others] = args;
    const text = bracketed(printFlat(over!), over!.op === 'call' && over!.isOperator);
    return `${text}.${name}(${others.map(printFlat).join(', ')})`;
  }
  return `${name}(${args.map(printFlat).join(', ')})`;
}

function operands(syntax: CallSyntax): readonly string[] {
  const strength = strengthOf(syntax);
  return syntax.args.map((arg, index) => {
    const inside = strengthOf(arg);
    const isSame = inside === strength && (CHAINED.has(syntax.name) || index > 0 || strength === 4);
    return bracketed(printFlat(arg), inside < strength || isSame);
  });
}

function printOperator(syntax: CallSyntax): string {
  const { name, args } = syntax;
  if (name === '?:') {
    const [condition, then, otherwise] = args.map((arg, index) =>
      bracketed(printFlat(arg), strengthOf(arg) <= 1 && index < 2),
    );
    return `${condition} ? ${then} : ${otherwise}`;
  }
  if (args.length === 1) return `${name}${bracketed(printFlat(args[0]!), strengthOf(args[0]!) <= PREFIX)}`;
  return operands(syntax).join(` ${name} `);
}

function printFlat(syntax: Syntax): string {
  switch (syntax.op) {
    case 'literal':
      return syntax.kind === 'string' ? textLiteral(String(syntax.value)) : String(syntax.value);
    case 'path':
      return syntax.segments.map(({ name }) => name).join('.');
    case 'list':
      return `[${syntax.items.map(printFlat).join(', ')}]`;
    case 'call':
      return syntax.isOperator ? printOperator(syntax) : printCall(syntax);
  }
}

const indented = (text: string): string => text.replaceAll('\n', '\n  ');

/** Parts of what is too long for a line stand on lines of their own. */
function printWide(syntax: Syntax): string {
  const flat = printFlat(syntax);
  if (flat.length <= WIDTH || syntax.op !== 'call') return flat;
  if (syntax.name === '?:' && syntax.isOperator) {
    const [condition, then, otherwise] = syntax.args.map((arg, index) =>
      bracketed(printWide(arg), strengthOf(arg) <= 1 && index < 2),
    );
    const separator =
      syntax.args[2]!.op === 'call' && (syntax.args[2] as CallSyntax).name === '?:' ? '\n' : '\n  ';
    return `${condition}\n  ? ${indented(then!)}${separator}: ${otherwise}`;
  }
  if (syntax.isOperator && CHAINED.has(syntax.name)) {
    const strength = strengthOf(syntax);
    const parts = syntax.args.map((arg) => {
      const isWeak = strengthOf(arg) <= strength;
      const text = printWide(arg);
      return isWeak ? (text.includes('\n') ? `(\n  ${indented(text)}\n)` : `(${text})`) : text;
    });
    return parts.join(`\n${syntax.name} `);
  }
  if (syntax.isOperator || isMacroCall(syntax)) return flat;
  return `${syntax.name}(\n  ${syntax.args.map((arg) => indented(printWide(arg))).join(',\n  ')}\n)`;
}

/** A syntax in one line. */
export const printExpression = (syntax: Syntax): string => printFlat(syntax);

/** A syntax as people read it best: several lines where one would be long. */
export const formatExpression = (syntax: Syntax): string => printWide(syntax);

/** The same without where it stands: two texts say the same when this is equal. */
export function bareSyntax(syntax: Syntax): unknown {
  switch (syntax.op) {
    case 'literal':
      return [syntax.kind, syntax.value];
    case 'path':
      return ['path', ...syntax.segments.map(({ name }) => name)];
    case 'list':
      return ['list', ...syntax.items.map(bareSyntax)];
    case 'call':
      return [syntax.isOperator ? 'op' : 'call', syntax.name, ...syntax.args.map(bareSyntax)];
  }
}
