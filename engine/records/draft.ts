import type { Access, ObjectAccess } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { Problem } from '../errors.ts';
import type { ModelField } from '../model/model.ts';
import { type FieldRights, lineReads, type Reading, readChange, ruleReads } from '../rules/index.ts';
import { readDefaultFacts } from './facts.ts';
import { withFiles } from './files.ts';
import { type HeldLine, linesNamed } from './given-lines.ts';
import { withDrafts } from './line-drafts.ts';
import { readLines, withHeld } from './lines.ts';
import { linkTargetOf, membersOf } from './members.ts';
import { fieldRights, type NarrowRecord, newRecordRights, readNarrow, situationOf } from './narrow.ts';
import { assertCan } from './plan.ts';
import type { Connection } from './postgres.ts';
import { withSecrets } from './secrets.ts';

/** What a form holds of a record: what it comes to so far, and what its maker may do. */
export interface Draft {
  /** the record as it is stored; undefined of a new one */
  readonly before: NarrowRecord | undefined;
  /** the line items that it has, of those fields that the form holds */
  readonly held: ReadonlyMap<ModelField, readonly HeldLine[]>;
  readonly rights: FieldRights;
  readonly reading: Reading;
}

const isPlain = ({ columns }: ModelField): boolean => columns.length === 1 && columns[0]!.type === 'uuid';

/** Fields by which it is decided what of a record may be read, by those for whom the actor acts too. */
function decidedBy({ object: { fields, follows }, conditions, behalf = [] }: ObjectAccess): string[] {
  const stated = [conditions, ...behalf.flatMap((one) => one?.conditions ?? [])];
  const named = stated
    .flatMap((some) => [...some.values()])
    .flatMap(({ references }) => references.map(([first]) => first!));
  // a scope points along one of these: a territory, the record that somebody of the portal is bound to
  const pointing = [...fields.values()].flatMap((field) =>
    isPlain(field) && linkTargetOf(field) ? [field.name] : [],
  );
  return ['owner', 'created_by', follows?.via ?? '', ...pointing, ...named].filter(
    (name) => fields.has(name) && !fields.get(name)!.type.apart,
  );
}

/** Reads a record that is being filled in, as a write would. */
export async function readDraft(
  ctx: RequestContext,
  on: Connection,
  access: Access,
  object: ObjectAccess,
  { id, values }: { readonly id?: string; readonly values: unknown },
): Promise<Draft> {
  // whoever may see a record may know what its rules hide; a write is another question
  assertCan(object, id === undefined ? 'create' : 'read');
  const deciding = [...decidedBy(object), ...ruleReads(object.object).own];
  const names = [...new Set([...membersOf(object).keys(), ...deciding])];
  const stored = id === undefined ? undefined : await readNarrow(ctx, on, { access, object, id, names });
  if (id !== undefined && !stored) throw new Problem('record.not_found');
  const held = new Map<ModelField, readonly HeldLine[]>();
  const reads = lineReads(ctx.model, object.object);
  for (const [field, lines] of id === undefined ? [] : linesNamed(object.object, values)) {
    held.set(field, await readLines(ctx, on, field, id!, lines, reads.get(field.name)));
  }
  const before = stored && withHeld(stored, held);
  const rights = before ? fieldRights(object, 'update', before.isIn) : newRecordRights(ctx, object, values);
  const body = { values, ...(id !== undefined && { record: id }) };
  const [given] = await withSecrets(ctx, object.object, await withFiles(ctx, on, object.object, [body]));
  const change = { given, path: '/values', ...(before && { before: before.values }) };
  const situation = situationOf(ctx, object, rights, change);
  const [related] = before ? [] : await readDefaultFacts(ctx, on, access, object.object, [situation]);
  return { before, held, rights, reading: withDrafts(ctx, access, readChange(situation, related), held) };
}
