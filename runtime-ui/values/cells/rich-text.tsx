import { wordsOf } from '../../../engine/field-types/html-words.ts';
import { later } from '../../shell/later.tsx';
import type { Display } from '../display.tsx';

const CleanHtml = later(() => import('../clean-html.tsx'));

/** Rich text: its words in lists, as it is written on pages. */
export const richText: Display = (value, { isPlain }) =>
  isPlain ? wordsOf(String(value)).replaceAll('\n', ' · ') : <CleanHtml html={String(value)} />;
