import { Marked } from 'marked';
import { useMemo } from 'react';
import CleanHtml from './clean-html.tsx';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** HTML inside is text: nobody means it here, and a handler in it would trip the page's policy while it is parsed. */
const marked = new Marked({
  gfm: true,
  breaks: true,
  async: false,
  renderer: { html: ({ text }) => text.replace(/[&<>"]/g, (one) => ENTITIES[one]!) },
});

/** Markdown as what it means. */
export default function MarkdownHtml({ text }: { text: string }) {
  const html = useMemo(() => marked.parse(text) as string, [text]);
  return <CleanHtml html={html} />;
}
