import { transaction } from '../db/connect.ts';
import { Problem, type ProblemItem, problemItem } from '../errors.ts';
import { quoted } from '../field-types/index.ts';
import { uuidv7 } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import {
  addressOf,
  type Body,
  type Conflict,
  checksumOf,
  type Document,
  type DocumentKind,
  type Documents,
  type Draft,
  type DraftDocument,
  type DraftOf,
  documentOfDraft,
  dropDraftDocuments,
  ENGINE_PACKAGE,
  findDraft,
  findKind,
  isRetired,
  LOCAL_PACKAGE,
  mergeThreeWays,
  openDraft,
  pastBodies,
  pathOf,
  placeIn,
  readDocument,
  saveDraftDocuments,
  textOf,
  toDocuments,
  withDraft,
} from '../model/index.ts';
import { markLocal } from './mark-local.ts';
import { type Next, type PublishParts, problemsOf, readState, type State } from './prepare.ts';

/** A document as an editor sees it. */
export interface DraftedDocument {
  readonly document: Document;
  readonly checksum: string;
  /** whether the draft says something of it */
  readonly isDrafted: boolean;
}

const checksum = (document: Document): string => checksumOf(textOf(document));

/** The kind of that name; others are answered as if there were no such address. */
export function kindNamed(name: string): DocumentKind {
  const kind = findKind(name);
  if (!kind) throw new Problem('publish.kind', { name: name.slice(0, 40) });
  return kind.name;
}

const conflictProblem = (document: Document, conflicts: readonly Conflict[]): Problem =>
  new Problem(
    'publish.conflict',
    {},
    conflicts.map(({ path, mine, theirs }) => ({
      ...problemItem(path, 'publish.changed_twice', { mine: quoted(mine), theirs: quoted(theirs) }),
      values: { document: addressOf(document), mine: mine ?? null, theirs: theirs ?? null },
    })),
  );

/** What a draft says of a document, else what is published. */
export function documentIn(
  { documents }: State,
  draft: Draft | undefined,
  kind: DocumentKind,
  key: string,
): DraftedDocument | undefined {
  const drafted = draft?.documents.find((one) => one.kind === kind && one.key === key);
  const document = drafted ? documentOfDraft(drafted) : documents.get(addressOf({ kind, key }));
  return document && { document, checksum: checksum(document), isDrafted: drafted !== undefined };
}

/** The body that a checksum names: as published now or at some time; else what both sides began with. */
async function bodyBefore(
  { db, workspace }: PublishParts,
  published: Document | undefined,
  kind: DocumentKind,
  key: string,
  named: string,
): Promise<Body | undefined> {
  if (published && checksum(published) === named) return published.body;
  const past = await pastBodies(db.forControl(), workspace, kind, key);
  return past.find((body) => checksumOf(JSON.stringify(body)) === named) ?? published?.body;
}

/**
 * The draft's documents on what is published now. What was published since the draft took a document up is
 * merged into it, by id; only what both changed differently is refused.
 */
async function rebased(
  parts: PublishParts,
  documents: Documents,
  draft: Draft,
): Promise<readonly DraftDocument[]> {
  const result: DraftDocument[] = [];
  for (const drafted of draft.documents) {
    const published = documents.get(addressOf(drafted));
    const current = published ? checksum(published) : null;
    const { kind, key, body, baseChecksum } = drafted;
    if (current === baseChecksum || !published || body === null || baseChecksum === null) {
      result.push({ ...drafted, baseChecksum: current });
      continue;
    }
    const base = await bodyBefore(parts, undefined, kind, key, baseChecksum);
    const merge = mergeThreeWays(base, body, published.body);
    if (merge.conflicts) throw conflictProblem(published, merge.conflicts);
    result.push({ ...drafted, body: merge.merged, baseChecksum: current });
  }
  return result;
}

/** The documents that publishing a draft would lead to; without a draft they stay as they are. */
export const draftedNext =
  (parts: PublishParts, draft: Draft | undefined) =>
  async (current: Documents): Promise<Documents> =>
    draft ? withDraft(current, await rebased(parts, current, draft)) : current;

/** Whose draft is meant, and what is in the request of its editing. */
export interface Editing {
  readonly of: DraftOf;
  readonly now: Date;
  /** checksum of what the editor began with; undefined: whatever there is */
  readonly ifMatch?: string | undefined;
}

/** The draft that is meant, locked; one's own is begun when there is none. */
async function editedDraft(
  client: Parameters<typeof openDraft>[0],
  { workspace }: PublishParts,
  { of, now }: Editing,
): Promise<Draft> {
  if ('owner' in of) return openDraft(client, workspace, { id: uuidv7(), owner: of.owner, now });
  const draft = await findDraft(client, workspace, of, true);
  if (!draft) throw new Problem('publish.draft');
  return draft;
}

/** A document as it was sent: its shape is checked, ids that it lacks are filled in. */
function readSent(kind: DocumentKind, key: string, home: string, body: unknown): Document {
  const path = pathOf({ kind, key });
  const reading = readDocument({ kind, package: home }, { path, text: JSON.stringify(body ?? null) });
  if (reading.problems) throw new Problem('publish.refused', {}, reading.problems);
  return reading.document;
}

function refuseTooMany({ documents: { length: given } }: Draft): void {
  const limit = LIMITS.documentsPerDraft;
  if (given < limit) return;
  throw new Problem('publish.refused', {}, [
    problemItem('', 'document.too_many', { what: 'documents', limit, given }),
  ]);
}

/** Merges what was sent into what somebody else has saved since. */
async function mergeSent(
  parts: PublishParts,
  sent: Document,
  current: DraftedDocument,
  published: Document | undefined,
  ifMatch: string,
): Promise<Document> {
  const { kind, key } = current.document;
  const base = await bodyBefore(parts, published, kind, key, ifMatch);
  const merge = mergeThreeWays(base, sent.body, current.document.body);
  if (merge.conflicts) throw conflictProblem(sent, merge.conflicts);
  return { ...sent, body: merge.merged };
}

/**
 * Saves a document into a draft. An editor who began with something older is merged with what was saved
 * since. A document that is as published again leaves the draft. One under a new name leaves the old one.
 */
export async function putDocument(
  parts: PublishParts,
  kind: DocumentKind,
  key: string,
  body: unknown,
  editing: Editing,
): Promise<DraftedDocument> {
  const { db, workspace } = parts;
  const state = await readState(parts);
  return transaction(db.forControl(), async (client) => {
    const draft = await editedDraft(client, parts, editing);
    refuseTooMany(draft);
    const published = state.documents.get(addressOf({ kind, key }));
    const current = documentIn(state, draft, kind, key);
    const home = (current?.document ?? published)?.package ?? LOCAL_PACKAGE;
    let document = readSent(kind, key, home, body);
    const { ifMatch } = editing;
    if (current && ifMatch !== undefined && ifMatch !== current.checksum) {
      document = await mergeSent(parts, document, current, published, ifMatch);
    }
    document = markLocal(document, published);
    const base = published ? checksum(published) : null;
    const place = { kind, key };
    if (document.key !== key) {
      const removal = { ...place, body: null, baseChecksum: base, package: home };
      if (published) await saveDraftDocuments(client, workspace, draft.id, [removal], editing.now);
      else await dropDraftDocuments(client, workspace, draft.id, [place], editing.now);
    }
    const target = state.documents.get(addressOf(document));
    if (target && checksum(target) === checksum(document)) {
      await dropDraftDocuments(client, workspace, draft.id, [document], editing.now);
      return { document, checksum: checksum(document), isDrafted: false };
    }
    const drafted = { ...document, baseChecksum: target ? checksum(target) : null };
    await saveDraftDocuments(client, workspace, draft.id, [drafted], editing.now);
    return { document, checksum: checksum(document), isDrafted: true };
  });
}

/** A document as an editor holds it just now. */
export interface SentDocument {
  readonly kind: DocumentKind;
  readonly key: string;
  readonly body: unknown;
}

/**
 * What is wrong with documents that are being written: each by itself, and once they are sound (they could
 * be saved) together with the rest of the draft. Nothing is saved.
 */
export async function checkSent(
  parts: PublishParts,
  draft: Draft | undefined,
  sent: readonly SentDocument[],
): Promise<{ readonly isSound: boolean; readonly problems: readonly ProblemItem[] }> {
  const state = await readState(parts);
  const problems: ProblemItem[] = [];
  const documents: Document[] = [];
  for (const { kind, key, body } of sent) {
    const current = documentIn(state, draft, kind, key)?.document;
    const path = pathOf({ kind, key });
    const text = JSON.stringify(body ?? null);
    const reading = readDocument({ kind, package: current?.package ?? LOCAL_PACKAGE }, { path, text });
    if (reading.problems) problems.push(...reading.problems);
    else documents.push(markLocal(reading.document, state.documents.get(addressOf({ kind, key }))));
  }
  if (problems.length > 0) return { isSound: false, problems };
  const next: Next = async (current) => {
    const drafted = await draftedNext(parts, draft)(current);
    return toDocuments([...drafted.values(), ...documents]);
  };
  const files = documents.map(pathOf);
  const found = await problemsOf(parts, next);
  const own = found.filter(({ path }) => files.some((file) => path === file || path.startsWith(`${file}#`)));
  return { isSound: true, problems: own };
}

/** Takes a document out: a published one is removed by the draft, one that only the draft has is forgotten. */
export async function removeDocument(
  parts: PublishParts,
  kind: DocumentKind,
  key: string,
  editing: Editing,
): Promise<void> {
  const { db, workspace } = parts;
  const state = await readState(parts);
  await transaction(db.forControl(), async (client) => {
    const draft = await editedDraft(client, parts, editing);
    const current = documentIn(state, draft, kind, key);
    if (!current) throw new Problem('publish.document', { name: addressOf({ kind, key }).slice(0, 80) });
    if (editing.ifMatch !== undefined && editing.ifMatch !== current.checksum) {
      throw new Problem('publish.conflict', {}, [conflictItem(current.document)]);
    }
    const published = state.documents.get(addressOf({ kind, key }));
    if (!published) {
      await dropDraftDocuments(client, workspace, draft.id, [{ kind, key }], editing.now);
      return;
    }
    const removal = { kind, key, body: null, baseChecksum: checksum(published), package: published.package };
    await saveDraftDocuments(client, workspace, draft.id, [removal], editing.now);
  });
}

const conflictItem = (document: Document): ProblemItem =>
  problemItem(placeIn(pathOf(document), []), 'publish.changed_meanwhile');

/** The fields that the engine has added to an object of its own since: an earlier version had no say in them. */
function withEngineParts(earlier: Document, now: Document | undefined): Document {
  if (now?.kind !== 'object' || now.package !== ENGINE_PACKAGE) return earlier;
  const own = Object.entries<Body>(earlier.body.properties ?? {}).filter(
    ([, { 'x-field': field }]) => !isRetired(field.id),
  );
  const ids = new Set(own.map(([, one]) => one['x-field'].id));
  const added = Object.entries<Body>(now.body.properties).filter(
    ([, { 'x-field': field }]) => field.package === undefined && !ids.has(field.id),
  );
  const properties = { ...Object.fromEntries(added), ...Object.fromEntries(own) };
  return added.length === 0 ? earlier : { ...earlier, body: { ...earlier.body, properties } };
}

/**
 * What a draft has to say for everything to be as an earlier version had it. Content is left as it is, and so is
 * what the engine ships since.
 */
export function restoring(current: Documents, earlier: Documents): readonly DraftDocument[] {
  const restored = [...earlier.values()].flatMap((document): DraftDocument[] => {
    const now = current.get(addressOf(document));
    const whole = withEngineParts(document, now);
    const baseChecksum = now ? checksum(now) : null;
    return baseChecksum === checksum(whole) ? [] : [{ ...whole, baseChecksum }];
  });
  const removed = [...current.values()]
    .filter((document) => document.kind !== 'view' && document.package !== ENGINE_PACKAGE)
    .filter((document) => !earlier.has(addressOf(document)))
    .map((document): DraftDocument => ({ ...document, body: null, baseChecksum: checksum(document) }));
  return [...restored, ...removed];
}
