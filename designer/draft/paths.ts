import { type Documents, objectDocument } from './documents.ts';
import { propertiesOf } from './object.ts';

/** What a field of `object` points at; owners and the like point at users. */
function targetOf(documents: Documents, object: string, field: string): string | undefined {
  const found = objectDocument(documents, object);
  const settings = found && propertiesOf(found.body)[field]?.['x-field'];
  if (settings?.type === 'user' || ['owner', 'created_by', 'updated_by'].includes(field)) return 'user';
  return settings?.target;
}

/** Endings under which a stage field's pipeline and entry time are asked for. */
const PARTS = ['', '_pipeline', '_since'];

export interface Rename {
  readonly object: string;
  readonly from: string;
  readonly to: string;
}

/**
 * A path that begins in `object` (`garden.size`) after a field was renamed, wherever in it the field
 * stands; undefined when it is not in it.
 */
export function renamedPath(
  documents: Documents,
  object: string,
  path: readonly string[],
  rename: Rename,
): readonly string[] | undefined {
  let at: string | undefined = object;
  let isChanged = false;
  const next = path.map((part) => {
    const ending: string | undefined =
      at === rename.object ? PARTS.find((one) => part === `${rename.from}${one}`) : undefined;
    at = at && targetOf(documents, at, part);
    if (ending === undefined) return part;
    isChanged = true;
    return `${rename.to}${ending}`;
  });
  return isChanged ? next : undefined;
}

/** The same for a path as documents spell it, with the minus of a sort kept. */
export function renamedText(documents: Documents, object: string, text: string, rename: Rename): string {
  const sign = /^[-+]/.exec(text)?.[0] ?? '';
  const path = text.slice(sign.length).split('.');
  const next = renamedPath(documents, object, path, rename);
  return next ? `${sign}${next.join('.')}` : text;
}
