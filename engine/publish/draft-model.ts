import { Problem } from '../errors.ts';
import { isUuid } from '../ids.ts';
import { checksumOf, type DraftOf, findDraft } from '../model/index.ts';
import type { Model } from '../model/model.ts';
import { draftedNext } from './draft.ts';
import { type PublishParts, resolveNext } from './prepare.ts';

/** The last Model of each draft, by the published one that it stands on: a designer looks at it after every edit. */
const known = new WeakMap<Model, Map<string, { readonly checksum: string; readonly model: Model }>>();

/** Whose draft an address means: `own` is the caller's. */
export function draftNamed(given: string, caller: string | null): DraftOf {
  if (given === 'own') return { owner: caller };
  if (!isUuid(given)) throw new Problem('publish.draft');
  return { id: given };
}

/** The Model that publishing a draft would lead to; of one's own that was not begun yet, what is published. */
export async function draftModel(parts: PublishParts, of: DraftOf, published: Model): Promise<Model> {
  const draft = await findDraft(parts.db.forControl(), parts.workspace, of);
  if (!draft && 'id' in of) throw new Problem('publish.draft');
  if (!draft) return published;
  const models = known.get(published) ?? new Map();
  known.set(published, models);
  const checksum = checksumOf(JSON.stringify(draft.documents));
  const held = models.get(draft.id);
  if (held?.checksum === checksum) return held.model;
  const model = await resolveNext(parts, draftedNext(parts, draft));
  models.set(draft.id, { checksum, model });
  return model;
}
