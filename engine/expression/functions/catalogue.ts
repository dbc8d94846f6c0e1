import type { Labels } from '../../errors.ts';
import { publicKind } from '../kinds.ts';
import type { ExpressionFunction } from './define-function.ts';
import { GROUPS } from './index.ts';
import { FILTER_ENTRY, MACROS } from './macros.ts';

export type FunctionGroup = keyof typeof GROUPS | 'many';

/** What designers and filter editors show of a function or operator. */
export interface FunctionEntry {
  readonly group: FunctionGroup;
  readonly name: string;
  /** `many`: `over.name(variable, what is asked of each)` */
  readonly form: 'function' | 'infix' | 'prefix' | 'ternary' | 'index' | 'many';
  /** kinds of the parameters; `any` takes every kind, `same` stands for one of `among`; of `many`: over what, and what is asked */
  readonly takes: readonly string[];
  readonly among?: readonly string[];
  /** the last parameter may be given more than once */
  readonly rest: boolean;
  readonly gives: string;
  readonly docs: Labels;
  /** how it is written, with kinds for its parameters: `left(string, decimal)` */
  readonly signature: string;
  readonly example: string;
}

type Described = Omit<FunctionEntry, 'signature'>;

const SHOWN: Readonly<Record<string, string>> = { same: 'value', members: 'list' };

const shown = (kind: string): string => SHOWN[kind] ?? kind;

function signatureOf({ name, form, takes, rest }: Described): string {
  const [first, second] = takes.map(shown);
  if (form === 'prefix') return `${name}${first}`;
  if (form === 'infix') return `${first} ${name} ${second}`;
  if (form === 'index') return 'list[decimal]';
  if (form === 'ternary') return 'bool ? value : value';
  if (form === 'many') return `${first!.split(' ')[0]}.${name}(x, ${second})`;
  return `${name}(${takes.map(shown).join(', ')}${rest ? ', …' : ''})`;
}

const entriesOf = (group: keyof typeof GROUPS): Described[] =>
  (GROUPS[group] as readonly ExpressionFunction[]).map(
    ({ name, form, takes, among, rest, gives, docs, example }) => ({
      group,
      name,
      form: form ?? 'function',
      takes,
      ...(among && { among: [...new Set(among.map(publicKind))] }),
      rest: rest ?? false,
      gives,
      docs,
      example,
    }),
  );

/** A word that asks each of many. */
const manyEntry = (
  { name, docs, example }: Pick<Described, 'name' | 'docs' | 'example'>,
  over: string,
  asks: string,
  gives: string,
): Described => ({
  group: 'many',
  name,
  form: 'many',
  takes: [over, asks],
  rest: false,
  gives,
  docs,
  example,
});

function manyEntries(): Described[] {
  const macros = MACROS.map((macro): Described => {
    const { name, asks, over, gives, docs, example } = macro;
    if (asks === 'nothing') {
      const counted = { group: 'many', name, form: 'function', takes: ['records'], rest: false } as const;
      return { ...counted, gives: 'decimal', docs, example };
    }
    const kinds = asks === 'condition' ? ['bool'] : asks;
    const one = gives({ kind: 'decimal', nullable: true }, { kind: 'list', nullable: false }).kind;
    const result = kinds.length === 1 || one === 'list' ? one : 'same';
    return manyEntry(macro, over.join(' | '), kinds.join(' | '), result);
  });
  return [...macros, manyEntry(FILTER_ENTRY, 'records | list', 'bool', 'same')];
}

const GROUPED: Readonly<Record<FunctionGroup, () => readonly Described[]>> = {
  logic: () => entriesOf('logic'),
  list: () => entriesOf('list'),
  many: manyEntries,
  text: () => entriesOf('text'),
  number: () => entriesOf('number'),
  date: () => entriesOf('date'),
  change: () => entriesOf('change'),
};

/** The functions, operators and questions about many as data: `GET /api/catalogue/functions`. */
export const functionCatalogue = (): readonly FunctionEntry[] =>
  Object.values(GROUPED).flatMap((entries) =>
    entries().map((entry) => ({ ...entry, signature: signatureOf(entry) })),
  );
