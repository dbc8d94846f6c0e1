import { hasConsents, isAddress, mirrorConsents, type NewConsent, recordConsents } from '../consent/index.ts';
import type { RequestContext } from '../context.ts';
import type { WireValue } from '../field-types/index.ts';
import { DO_NOT_CONTACT } from '../model/index.ts';
import type { ModelField, ModelObject } from '../model/model.ts';
import type { Connection } from './postgres.ts';
import { rollupMoved } from './rollups.ts';

type Changes = ReadonlyMap<ModelField, WireValue>;

/** Whether a write of these values is about consents, or about an address of which something was said. */
export const touchesConsents = (object: ModelObject, changed: Iterable<ModelField>): boolean =>
  hasConsents(object) && [...changed].some((field) => field.isConsent || isAddress(object, field));

/** That somebody asked never to be contacted again, where no more is told than that. */
const marked = ({ actor, now }: RequestContext): NewConsent => ({
  channel: null,
  purpose: null,
  state: 'withdrawn',
  at: now.toISOString(),
  basis: null,
  until: null,
  source: actor.source,
  words: null,
  evidence: null,
});

/** Records say something else of consents by now: roll-ups over that follow, and who has lists open looks again. */
export async function followConsents(
  ctx: RequestContext,
  client: Connection,
  changed: ReadonlyMap<ModelObject, readonly string[]>,
): Promise<void> {
  for (const [object, ids] of changed) {
    ctx.touched?.add(object.name);
    await rollupMoved(ctx, client, object, ids);
  }
}

/** Behind a write: what was marked is written down, and whoever has another address is as the ledger says of that. */
export async function keepConsents(
  ctx: RequestContext,
  client: Connection,
  object: ModelObject,
  records: readonly { readonly id: string; readonly changes: Changes }[],
): Promise<void> {
  const touched = records.filter(({ changes }) => touchesConsents(object, changes.keys()));
  if (touched.length === 0) return;
  const mark = object.fields.get(DO_NOT_CONTACT)!;
  const isMarked = ({ changes }: { readonly changes: Changes }): boolean => changes.get(mark) === true;
  const marks = touched.filter(isMarked).map(({ id }) => id);
  const writer = { actor: ctx.actor.userId, now: ctx.now };
  if (marks.length > 0) {
    const about = { object, ids: marks };
    await followConsents(ctx, client, await recordConsents(ctx.model, client, writer, about, [marked(ctx)]));
  }
  const others = touched.filter((one) => !isMarked(one)).map(({ id }) => id);
  const changed = await mirrorConsents(ctx.model, client, object, others, ctx.now);
  if (changed.length > 0) await followConsents(ctx, client, new Map([[object, changed]]));
}
