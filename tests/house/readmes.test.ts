import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

/** Pages that stand in both languages. */
const PAGES = ['README', 'templates/README'] as const;

/** What both say to the letter: words of documents, commands, addresses. Blocks that explain with words are prose. */
function wordsOf(text: string): string[] {
  const blocks = [...text.matchAll(/```json\n(.*?)```/gs)].map(([, block]) => block!.trim());
  const spans = [...text.replaceAll(/```.*?```/gs, '').matchAll(/`([^`]+)`/g)].map(([, span]) =>
    span!.replaceAll(/\s+/g, ' '),
  );
  return [...new Set([...blocks, ...spans])].sort();
}

test.each(PAGES)('%s names the same words in both languages, and leads from one to the other', (page) => {
  const [en, zh] = [read(`${page}.md`), read(`${page}.zh-CN.md`)];
  expect(wordsOf(zh)).toEqual(wordsOf(en));
  expect(en).toContain('README.zh-CN.md');
  expect(zh).toContain('README.md');
});
