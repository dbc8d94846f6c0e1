import { TrieRouter } from 'hono/router/trie-router';
import type { Route } from '../route.ts';

/** The methods that the address of these parts takes; none where nothing is there. */
export type MethodTable = (parts: readonly string[]) => readonly string[];

const ANY = 'ANY';

/** Which methods addresses take, for who has used another one. Two routes with one address are a mistake of ours. */
export function methodTable(routes: readonly Pick<Route, 'method' | 'path'>[]): MethodTable {
  const router = new TrieRouter<string>();
  const known = new Set<string>();
  for (const { method, path } of routes) {
    const shape = `${method} ${path.replaceAll(/:[^/]+/g, ':')}`;
    if (known.has(shape)) throw new Error(`two routes answer ${method} ${path}`);
    known.add(shape);
    router.add(ANY, path, method);
  }
  return (parts) => {
    const [found] = router.match(ANY, `/${parts.map(encodeURIComponent).join('/')}`);
    return [...new Set(found.map(([method]) => method as string))];
  };
}
