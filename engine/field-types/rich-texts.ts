import sanitize from 'sanitize-html';

/**
 * What HTML of a rich text may hold: structure and emphasis, links, nothing that runs, loads or carries a style.
 * Pictures are refused too: one from elsewhere tells its server who reads the record, and when. It is what the
 * editor knows, so that editing loses nothing; rows of tables become lines.
 */
const ALLOWED: sanitize.IOptions = {
  allowedTags: [
    ...['p', 'br', 'hr', 'h1', 'h2', 'h3', 'h4', 'blockquote', 'pre', 'code'],
    ...['ul', 'ol', 'li', 'a', 'strong', 'em', 'u', 's'],
  ],
  allowedAttributes: { a: ['href'], ol: ['start'] },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowProtocolRelative: false,
  transformTags: { b: 'strong', i: 'em', del: 's', strike: 's', h5: 'h4', h6: 'h4', div: 'p', tr: 'p' },
  nestingLimit: 50,
  disallowedTagsMode: 'discard',
};

const CELL = /<\/t[hd]\b/gi;

/** The HTML without what it may not hold. Clean HTML stays as it is. */
export const cleanHtml = (html: string): string => sanitize(html.replace(CELL, ' $&'), ALLOWED).trim();

/** How many tags a text may have, counted without reading it. */
export const tagsIn = (html: string): number => html.split('<').length - 1;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** HTML closes its tags, or breaks lines; `a <b` does neither. */
const MARKUP = /<\/[a-z][a-z0-9]{0,15}\s{0,5}>|<(?:br|hr|p)\s{0,5}\/?>/i;

/** HTML as it is; plain text as a paragraph for each of its lines. */
export const htmlOf = (cell: string): string =>
  MARKUP.test(cell)
    ? cell
    : cell
        .split(/\r\n?|\n/)
        .filter((line) => line.trim() !== '')
        .map((line) => `<p>${escaped(line.trim())}</p>`)
        .join('');
