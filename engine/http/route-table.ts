import type { Route } from '../route.ts';

/** A route that an address leads to, with the parameters of its path. */
export interface Found<R> {
  readonly route: R;
  readonly params: Readonly<Record<string, string>>;
}

/** Everything that an address answers. */
export interface RouteTable<R> {
  /** The route of a method; else the methods that the address takes, none where nothing is there. */
  find(method: string, parts: readonly string[]): Found<R> | readonly string[];
}

interface Node<R> {
  readonly words: Map<string, Node<R>>;
  parameter?: Node<R>;
  readonly routes: Map<string, { readonly route: R; readonly names: readonly string[] }>;
}

const makeNode = <R>(): Node<R> => ({ words: new Map(), routes: new Map() });

function nodeAt<R>(root: Node<R>, parts: readonly string[]): Node<R> {
  let node = root;
  for (const part of parts) {
    if (part.startsWith(':')) node = node.parameter ??= makeNode();
    else {
      const next = node.words.get(part) ?? makeNode<R>();
      node.words.set(part, next);
      node = next;
    }
  }
  return node;
}

/**
 * Compiles routes. A word goes before a parameter; where the word's address does not take the method,
 * the parameter's may (`GET …/query` asks for the record “query”).
 */
export function routeTable<R extends Pick<Route, 'method' | 'path'>>(routes: readonly R[]): RouteTable<R> {
  const root = makeNode<R>();
  for (const route of routes) {
    const parts = route.path.split('/').slice(1);
    const { routes: here } = nodeAt(root, parts);
    if (here.has(route.method)) throw new Error(`two routes answer ${route.method} ${route.path}`);
    const names = parts.filter((part) => part.startsWith(':')).map((part) => part.slice(1));
    here.set(route.method, { route, names });
  }
  return { find: (method, parts) => find(root, method, parts) };
}

function find<R>(root: Node<R>, method: string, parts: readonly string[]): Found<R> | readonly string[] {
  const methods = new Set<string>();
  const walk = (node: Node<R>, depth: number, values: readonly string[]): Found<R> | undefined => {
    const part = parts[depth];
    if (part === undefined) {
      for (const known of node.routes.keys()) methods.add(known);
      const found = node.routes.get(method);
      if (!found) return undefined;
      const params = Object.create(null) as Record<string, string>;
      found.names.forEach((name, index) => {
        params[name] = values[index]!;
      });
      return { route: found.route, params };
    }
    const word = node.words.get(part);
    return (
      (word && walk(word, depth + 1, values)) ??
      (node.parameter && walk(node.parameter, depth + 1, [...values, part]))
    );
  };
  return walk(root, 0, []) ?? [...methods];
}
