/** What a spreadsheet would run as a formula, apostrophes before it included. */
const RUN = /^'*[=+\-@\t\r＝＋－＠]/;
const WRITTEN = /^'(?='*[=+\-@\t\r＝＋－＠])/;
const NUMBER = /^[+-]?\d+(?:\.\d+)?%?$/;

/** A text as it stands in a file for spreadsheets: with an apostrophe where they would run it. */
export const neutralised = (text: string): string =>
  RUN.test(text) && !NUMBER.test(text) ? `'${text}` : text;

/** The text behind what `neutralised` wrote. */
export const restored = (cell: string): string => cell.replace(WRITTEN, '');
