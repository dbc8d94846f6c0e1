/** Where the path of an absolute URL begins. */
const afterHost = (url: string): number => url.indexOf('/', url.indexOf('//') + 2);

const cutAt = (text: string, character: string): string => {
  const at = text.indexOf(character);
  return at < 0 ? text : text.slice(0, at);
};

/** Parts of a normalised URL, without parsing it anew at each place that looks at it. */
export const pathOf = (url: string): string => cutAt(cutAt(url.slice(afterHost(url)), '#'), '?');

export const hostOf = (url: string): string => url.slice(url.indexOf('//') + 2, afterHost(url));

export function queryOf(url: string): URLSearchParams {
  const at = url.indexOf('?');
  return new URLSearchParams(at < 0 ? '' : cutAt(url.slice(at + 1), '#'));
}

/** A path in its parts, the workspace that may stand in front taken off. */
export interface Address {
  /** name of the workspace in `/w/{workspace}/…`, undefined where the path has none */
  readonly workspace: string | undefined;
  /** decoded, none of them empty */
  readonly parts: readonly string[];
}

const FOLDER = /[/\\\u0000-\u001f\u007f]/;

function decoded(part: string): string | undefined {
  try {
    const text = decodeURIComponent(part);
    return text === '' || text === '.' || text === '..' || FOLDER.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

/**
 * Reads the path of an address. One spelling each: empty parts (`//admin`), an encoded slash (`%2f`) and
 * what is not UTF-8 lead nowhere. A slash at the end is left to the pages of the UIs, hence `isFolder`.
 */
export function readAddress(pathname: string): (Address & { readonly isFolder: boolean }) | undefined {
  const isFolder = pathname.endsWith('/');
  const raw = pathname.slice(1, isFolder ? -1 : undefined);
  const parts: string[] = [];
  for (const part of raw === '' ? [] : raw.split('/')) {
    const text = decoded(part);
    if (text === undefined) return undefined;
    parts.push(text);
  }
  if (parts[0] !== 'w') return { workspace: undefined, parts, isFolder };
  if (parts[1] === undefined) return undefined;
  return { workspace: parts[1], parts: parts.slice(2), isFolder };
}

/** Where no route can be: a part that `readAddress` takes for none. */
const NOWHERE = '/%00';

/** The path by which an address is looked up, in its one spelling: parts encoded anew, a slash at the end kept. */
export function canonicalPath(url: string): string {
  const path = pathOf(url);
  const address = readAddress(path);
  if (!address) return NOWHERE;
  if (!path.includes('%')) return path;
  return path
    .split('/')
    .map((part) => encodeURIComponent(decodeURIComponent(part)))
    .join('/');
}
