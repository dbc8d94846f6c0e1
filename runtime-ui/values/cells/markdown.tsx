import { later } from '../../shell/later.tsx';
import type { Display } from '../display.tsx';

const MarkdownHtml = later(() => import('../markdown-html.tsx'));

/** Marks that begin a line or surround a word. */
const MARKS = /^[#>\s*+-]+|[*_`~]+/gm;

/** Markdown: its words in lists, what it means on pages. */
export const markdown: Display = (value, { isPlain }) =>
  isPlain ? String(value).slice(0, 300).replace(MARKS, '') : <MarkdownHtml text={String(value)} />;
