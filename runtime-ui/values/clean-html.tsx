import purify from 'dompurify';
import { useEffect, useRef } from 'react';

/** What the server lets through, asked once more where it is shown: marks that run, load or style are none of it. */
const ALLOWED = {
  ALLOWED_TAGS: [
    ...['p', 'br', 'hr', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'pre', 'code'],
    ...['ul', 'ol', 'li', 'a', 'strong', 'em', 'u', 's', 'del'],
    ...['table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  ALLOWED_ATTR: ['href', 'start'],
  ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|tel:)/i,
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  RETURN_DOM_FRAGMENT: true as const,
};

function fragmentOf(html: string): DocumentFragment {
  const fragment = purify.sanitize(html, ALLOWED);
  for (const link of fragment.querySelectorAll('a[href]')) {
    link.setAttribute('target', '_blank');
    link.setAttribute('rel', 'noopener noreferrer');
  }
  return fragment;
}

/** HTML of somebody, shown without anything that is not text. */
export default function CleanHtml({ html }: { html: string }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current!.replaceChildren(fragmentOf(html)), [html]);
  return <div ref={place} className="gx-rich-text" />;
}
