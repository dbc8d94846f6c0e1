import type { Access } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import type { ModelField } from '../model/model.ts';
import { type FieldRights, lineReads, type Reading, readChange, type Values } from '../rules/index.ts';
import { type GivenLines, givenLines, type HeldLine } from './given-lines.ts';
import { planLines } from './lines.ts';
import { situationOf } from './narrow.ts';

/** What may be written is asked when it is; here it counts what the lines would come to. */
const ANY: FieldRights = {
  isKnown: () => true,
  canWrite: () => true,
  told: (field) => field,
  canAssign: true,
  canTransfer: true,
};

/** One list of line items as it will be. */
function draftsOf(ctx: RequestContext, given: GivenLines, held: readonly HeldLine[]): readonly Values[] {
  const { child, lines } = given;
  const stored = new Map(held.map(({ id, values }) => [id, values]));
  const said = new Map(lines.map((line) => [line.id, line]));
  return planLines(given, held).order.map((id) => {
    const before = stored.get(id);
    const line = said.get(id);
    if (!line) return before ?? new Map();
    const body = { given: line.values, path: line.path, ...(before && { before }) };
    return readChange(situationOf(ctx, child, ANY, body)).after;
  });
}

/** A body that has been read, with the line items that it gives as they will be: its rules are asked of those. */
export function withDrafts(
  ctx: RequestContext,
  access: Access,
  reading: Reading,
  held: ReadonlyMap<ModelField, readonly HeldLine[]> = new Map(),
): Reading {
  const { object, path } = reading.situation;
  const reads = lineReads(ctx.model, object);
  if (reads.size === 0) return reading;
  const values = new Map([...reading.values].filter(([{ name }]) => reads.has(name)));
  if (values.size === 0) return reading;
  const drafts = givenLines(access, values, path, held).map(
    (given) => [given.field.name, draftsOf(ctx, given, held.get(given.field) ?? [])] as const,
  );
  return { ...reading, drafts: new Map(drafts) };
}
