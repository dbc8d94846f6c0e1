/** What is known of a test that does not mean the same in our language. */
export interface Difference {
  readonly section: string;
  readonly source: string;
  readonly container: string;
  /** of the problem with which it is refused; undefined when it is taken */
  readonly code: string | undefined;
  readonly expected: unknown;
  readonly given: unknown;
}

const isNothing = (given: unknown): boolean =>
  given === null || given === false || JSON.stringify(given) === '[]';

/** Why a test does not apply, the first that holds: a line each, and how it is told. */
const REASONS: readonly (readonly [reason: string, holds: (difference: Difference) => boolean])[] = [
  [
    'There are no protocol buffers: records come from the Model.',
    ({ section, source, container }) =>
      /^(proto|enums|wrappers|namespace|dynamic)/.test(section) ||
      container !== '' ||
      /TestAllTypes|NestedTest|google\.protobuf|GlobalEnum|proto[23]|\bmsg\b/.test(source),
  ],
  [
    'Optional values are not needed: whatever is not there is null.',
    ({ section }) => section.startsWith('optionals/'),
  ],
  [
    'What is formatted is of several kinds, and halves are rounded to even: texts are put together by + with text and fixed.',
    ({ section, code }) => /^string_ext\/format/.test(section) && code !== undefined,
  ],
  ['Nothing is quoted: a text never becomes source.', ({ section }) => section === 'string_ext/quote'],
  [
    'Extensions of CEL that are not its standard: ours has functions of its own for what CRMs need.',
    ({ section, code }) =>
      /^\w+_ext\//.test(section) && !section.startsWith('string_ext/') && code !== undefined,
  ],
  ['There are no bytes.', ({ source }) => /\bb[rR]?['"]|\brb['"]|\bbytes\b/i.test(source)],
  [
    'There are no maps.',
    ({ section, source }) =>
      /\{[^}]*\}/.test(source.replace(/(['"])(?:(?!\1).)*\1/g, '""')) ||
      (/map/.test(section) && /\bfields\//.test(section)),
  ],
  [
    'Numbers are plain decimals: no unsigned ones, no hexadecimal digits, no exponent.',
    ({ code, source }) =>
      code === 'expression.number' || (code !== undefined && /\d[uU]\b|(?<![\d\w)])\.\d/.test(source)),
  ],
  [
    'A value has one kind that is known before it is evaluated: no dyn, no type, no conversion by name.',
    ({ code, source }) =>
      /\b(dyn|type|int|uint|double|string|bool|timestamp|duration)\b/.test(source) && code !== undefined,
  ],
  ['Macros have one variable.', ({ section, code }) => section.startsWith('macros2/') && code !== undefined],
  [
    'A list has no null and no list in it.',
    ({ code }) => code === 'expression.null_member' || code === 'expression.member',
  ],
  [
    'What is compared, chosen from or listed is of one kind, and conditions are yes or no: told before anything is evaluated.',
    ({ code }) => code === 'expression.alike' || code === 'expression.arguments',
  ],
  ['No text holds NUL.', ({ code }) => code === 'expression.characters'],
  [
    'A function has a name of its own, none that is reserved.',
    ({ section }) => section === 'parse/receiver_function_names',
  ],
  [
    'There is no empty text: it is null.',
    ({ source, code, expected }) => code === undefined && (expected === '' || /''|""/.test(source)),
  ],
  [
    'Spaces are those that browsers take away: with U+FEFF, without U+0085.',
    ({ section, code }) => section === 'string_ext/trim' && code === undefined,
  ],
  [
    'There is no NaN and no infinity: what cannot be is null.',
    ({ source, code }) => code === undefined && /\/ ?0\.0/.test(source),
  ],
  [
    'Nothing raises: a division by zero is null, and null is not met.',
    ({ expected, given, source }) =>
      typeof expected === 'symbol' && (isNothing(given) || /[/%] ?\(?(0|n|e)\b/.test(source)),
  ],
  [
    'A remainder is one of decimals too.',
    ({ source, given }) => source.includes('%') && typeof given === 'string',
  ],
  [
    'Integers have no edge at 2^63.',
    ({ expected, given, section }) =>
      section.startsWith('integer_math/') && typeof expected === 'symbol' && typeof given === 'string',
  ],
  [
    'A quotient has twelve decimals: 7 / 2 is 3.5.',
    ({ source, given }) => source.includes('/') && typeof given === 'string',
  ],
  [
    'A name stands for what the record has, and nothing else.',
    ({ code }) => code !== undefined && /\.(name|path|dot)$/.test(code),
  ],
  ['A function that ours does not have.', ({ code }) => code === 'expression.function'],
];

/** The line that says why; undefined when none does. */
export const reasonOf = (difference: Difference): string | undefined =>
  REASONS.find(([, holds]) => holds(difference))?.[0];
