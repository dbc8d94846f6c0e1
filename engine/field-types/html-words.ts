/** The words of clean HTML. Lists of the UIs import this file too: it imports nothing. */

const BREAK = /<(?:br|hr|\/p|\/h[1-4]|\/li|\/pre|\/blockquote)\b[^>]*>/g;
const TAG = /<[^>]*>/g;
const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' };

/** The words of clean HTML, a line for each of its blocks. */
export const wordsOf = (html: string): string =>
  html
    .replace(/[\r\n]+/g, ' ')
    .replace(BREAK, '\n')
    .replace(TAG, '')
    .replace(/&(?:lt|gt|quot|amp);/g, (entity) => ENTITIES[entity]!)
    .replace(/[^\S\n]+/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
