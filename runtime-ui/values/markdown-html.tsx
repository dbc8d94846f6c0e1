import { Marked } from 'marked';
import { useMemo } from 'react';
import CleanHtml from './clean-html.tsx';

const marked = new Marked({ gfm: true, breaks: true, async: false });

/** Markdown as what it means. */
export default function MarkdownHtml({ text }: { text: string }) {
  const html = useMemo(() => marked.parse(text) as string, [text]);
  return <CleanHtml html={html} />;
}
