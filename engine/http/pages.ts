import { fileURLToPath } from 'node:url';
import type { Address } from './address.ts';
import { openFolder } from './files.ts';
import { type Framing, freshNonce, pagePolicy } from './security.ts';

const pathOf = (place: string): string => fileURLToPath(new URL(place, import.meta.url));

/** The placeholder that the build leaves where the nonce of an answer goes. */
const NONCE = '__CSP_NONCE__';

/** First parts of the paths that the runtime UI knows; elsewhere its page says that nothing is there. */
const RUNTIME_PATHS: ReadonlySet<string> = new Set([
  ...['o', 'pool', 'd', 'inbox', 'search', 'import', 'me', 'organization', 'profile', 'invite'],
]);

const NOT_BUILT = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Guanxi</title>
<p>The pages are not built yet: <code>npm run build</code></p>
<p lang="zh-CN">页面尚未构建，请运行 <code>npm run build</code></p></html>
`;

/** A page with the policy that lets only its own scripts and styles run. */
export function pageAnswer(html: string, status = 200, framing: Framing = {}): Response {
  const nonce = freshNonce();
  const text = html.replaceAll(NONCE, nonce);
  return new Response(text, {
    status,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Length': String(Buffer.byteLength(text)),
      'Cache-Control': 'no-store',
      'Content-Security-Policy': pagePolicy(nonce, framing),
      ...(framing.isFramed && { 'X-Frame-Options': 'SAMEORIGIN' }),
    },
  });
}

/** The pages and files of the two UIs. */
export interface Pages {
  /** undefined: neither a file nor a page of ours */
  answer(address: Address, query: URLSearchParams, headers: Headers): Promise<Response | undefined>;
}

const hasExtension = (part: string | undefined): boolean => /\.[a-z0-9]{1,12}$/i.test(part ?? '');

export function createPages(): Pages {
  const runtime = openFolder(pathOf('../../runtime-ui/dist'));
  const designer = openFolder(pathOf('../../designer/dist'));
  return {
    answer: async ({ parts, workspace }, query, headers) => {
      const isDesigner = parts[0] === 'designer';
      const [folder, inside] = isDesigner ? [designer, parts.slice(1)] : [runtime, parts];
      if (workspace === undefined && hasExtension(inside.at(-1))) {
        return folder.answer(inside.join('/'), headers);
      }
      const isKnown = isDesigner || parts.length === 0 || RUNTIME_PATHS.has(parts[0]!);
      const html = folder.text('index.html');
      if (!isKnown) return pageAnswer(html ?? NOT_BUILT, 404);
      const framing = { frames: isDesigner, isFramed: !isDesigner && query.has('draft') };
      return pageAnswer(html ?? NOT_BUILT, html === undefined ? 503 : 200, framing);
    },
  };
}
