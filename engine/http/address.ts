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
