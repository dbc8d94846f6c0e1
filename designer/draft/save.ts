import { isProblem } from '../../runtime-ui/api/problem.ts';
import { deleteDocument, putDocument } from '../api/metadata.ts';
import {
  addressOf,
  type Body,
  type Documents,
  differences,
  type MetaDocument,
  withDocument,
} from './documents.ts';

export type Side = 'mine' | 'theirs';

/** One part of a document that two authors gave different values. */
export interface ConflictPart {
  /** JSON pointer into the body */
  readonly path: string;
  readonly mine: unknown;
  readonly theirs: unknown;
}

export interface Conflict {
  readonly document: MetaDocument;
  readonly parts: readonly ConflictPart[];
}

/** What documents are saved by: the tags that the server gave last, and who decides conflicts. */
export interface Saving {
  readonly etags: Map<string, string>;
  /** which value of each part stays, or null to give up */
  readonly decide: (conflict: Conflict) => Promise<readonly Side[] | null>;
}

/** The server's word for a document that could not be saved, with the document. */
export class SaveRefused extends Error {
  override readonly name = 'SaveRefused';
  readonly document: MetaDocument;

  constructor(document: MetaDocument, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.document = document;
  }
}

const partsOf = (error: unknown): readonly ConflictPart[] =>
  isProblem(error, 409)
    ? error.details.filter((part): part is typeof part & ConflictPart => 'theirs' in part)
    : [];

/** A body with the values of some parts put in; a part without a value is taken out. */
export function withParts(body: Body, parts: readonly { path: string; value: unknown }[]): Body {
  const next = structuredClone(body) as Record<string, any>;
  for (const { path, value } of parts) {
    const names = path
      .replace(/^[^/]*/, '')
      .split('/')
      .slice(1)
      .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
    const last = names.pop();
    const at = names.reduce((inner: any, name) => inner?.[name], next);
    if (last === undefined || typeof at !== 'object' || at === null) continue;
    if (value === undefined || value === null) delete at[last];
    else at[last] = value;
  }
  return next;
}

async function putOnce(document: MetaDocument, saving: Saving): Promise<MetaDocument> {
  const address = addressOf(document);
  const answer = await putDocument(document, saving.etags.get(address));
  if (answer.etag) saving.etags.set(address, answer.etag);
  // merged with what another page saved meanwhile
  return answer.data?.body ? { ...document, body: answer.data.body } : document;
}

/**
 * Saves a document. Where somebody else gave a part another value, theirs goes in first, so that the
 * server merges everything that does not conflict, and then what was decided for one's own.
 */
async function put(document: MetaDocument, saving: Saving): Promise<MetaDocument> {
  try {
    return await putOnce(document, saving);
  } catch (error) {
    const parts = partsOf(error);
    const sides = parts.length > 0 ? await saving.decide({ document, parts }) : null;
    if (!sides) throw error;
    const theirs = parts.map(({ path, theirs: value }) => ({ path, value }));
    const merged = await putOnce({ ...document, body: withParts(document.body, theirs) }, saving);
    const mine = parts
      .filter((_, at) => sides[at] === 'mine')
      .map(({ path, mine: value }) => ({ path, value }));
    if (mine.length === 0) return merged;
    return putOnce({ ...merged, body: withParts(merged.body, mine) }, saving);
  }
}

async function remove(document: MetaDocument, saving: Saving): Promise<void> {
  const address = addressOf(document);
  try {
    await deleteDocument(document, saving.etags.get(address));
  } catch (error) {
    if (!isProblem(error, 404)) throw error;
  }
  saving.etags.delete(address);
}

/**
 * Makes the server's draft what `to` is, document by document, and returns it as the server has it then.
 * When one is refused, those before it are put back, so that the draft is never half of an edit.
 */
export async function saveDocuments(from: Documents, to: Documents, saving: Saving): Promise<Documents> {
  let saved = to;
  const done: string[] = [];
  for (const address of differences(from, to)) {
    const document = to.get(address);
    try {
      if (document) saved = withDocument(saved, await put(document, saving));
      else await remove(from.get(address)!, saving);
      done.push(address);
    } catch (error) {
      for (const earlier of done.reverse()) await putBack(from, to, earlier, saving).catch(() => {});
      throw new SaveRefused(document ?? from.get(address)!, error);
    }
  }
  return saved;
}

async function putBack(from: Documents, to: Documents, address: string, saving: Saving): Promise<void> {
  const before = from.get(address);
  if (before) await putOnce(before, saving);
  else await remove(to.get(address)!, saving);
}
