import { type CellProblem, quoted, refuse } from './define-field-type.ts';
import { readNumber } from './numbers.ts';
import { folded, halfWidth } from './texts.ts';

/** What people also say beside an amount. */
const COLLOQUIAL: Readonly<Record<string, readonly string[]>> = {
  CNY: ['元', '圆', '块', 'rmb', 'yuan'],
  HKD: ['港币', '港元'],
  JPY: ['円', '日圆'],
  USD: ['美金'],
};
const LANGUAGES = ['zh-CN', 'en'];
/** Longer cells hold no amount: the pattern, whose parts may share their spaces, need not try. */
const LONGEST = 100;
const AMOUNT = /^([+-]?\(?)([^\d.,()+-]*)([\d.,+\-'\s]*[万亿]?)([^\d.,()+-]*)(\)?)$/;

type Display = 'symbol' | 'narrowSymbol' | 'code' | 'name';

const spelled = (currency: string, displays: readonly Display[]): string[] =>
  LANGUAGES.flatMap((locale) =>
    displays.flatMap((currencyDisplay) =>
      new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay })
        .formatToParts(1)
        .filter((part) => part.type === 'currency')
        .map((part) => folded(part.value)),
    ),
  );

const spellings = new Map<string, ReadonlySet<string>>();

/** What may stand beside an amount in `currency`: ¥, CN¥, CNY, 人民币, 元. */
function spellingsOf(currency: string): ReadonlySet<string> {
  const known = spellings.get(currency);
  if (known) return known;
  const names = spelled(currency, ['symbol', 'narrowSymbol', 'code', 'name']);
  const all = new Set([...names, ...(COLLOQUIAL[currency] ?? [])]);
  spellings.set(currency, all);
  return all;
}

const codes: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** Whether `code` is one of ISO 4217. */
export const isCurrency = (code: string): boolean => codes.has(code);

let marks: ReadonlyMap<string, readonly string[]> | undefined;

/** All currencies by what stands beside their amounts. Signs that many share ($) are those of the first to have them. */
function currenciesByMark(): ReadonlyMap<string, readonly string[]> {
  if (!marks) {
    const all = [...codes].flatMap((code) =>
      [...spelled(code, ['symbol', 'name']), folded(code), ...(COLLOQUIAL[code] ?? [])].map(
        (mark) => [mark, code] as const,
      ),
    );
    const byMark = Map.groupBy(all, ([mark]) => mark);
    marks = new Map([...byMark].map(([mark, found]) => [mark, [...new Set(found.map(([, code]) => code))]]));
  }
  return marks;
}

/** An amount as people write it, and what stood beside it. */
export interface SpelledAmount {
  readonly amount: string;
  /** the number as it was typed */
  readonly typed: string;
  readonly marks: readonly string[];
}

/** Takes a cell apart: `US$1,200` is 1200 and `us$`. */
export function readAmount(cell: string): SpelledAmount | CellProblem {
  if (cell.length > LONGEST) return refuse('value.number', { given: quoted(cell) });
  const [, open, before, amount, after, close] = AMOUNT.exec(halfWidth(cell).trim()) ?? [];
  if (amount === undefined || !/\d/.test(amount)) return refuse('value.number', { given: quoted(cell) });
  const number = readNumber(`${open}${amount}${close}`);
  if (typeof number !== 'string') return number;
  return {
    amount: number,
    typed: amount.trim(),
    marks: [before!, after!].map(folded).filter((mark) => mark !== ''),
  };
}

/** Whether what stands beside an amount says that it is one in `currency`. */
export const areMarksOf = (currency: string, { marks: given }: SpelledAmount): boolean =>
  given.every((mark) => spellingsOf(currency).has(mark));

/** The currency that a mark stands for: that of the workspace where it may, else the only one that has it. */
export function currencyOfMark(mark: string, ours: string): string | CellProblem {
  if (spellingsOf(ours).has(mark)) return ours;
  const found = currenciesByMark().get(mark) ?? [];
  if (found.length === 1) return found[0]!;
  return found.length === 0
    ? refuse('value.currency_code', { given: quoted(mark) })
    : refuse('value.currency_ambiguous', { given: mark, candidates: found.join(', ') }, found[0]);
}
