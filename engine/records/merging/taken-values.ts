import type { Access, ObjectAccess } from '../../access/index.ts';
import type { RequestContext } from '../../context.ts';
import { type ProblemItem, problemItem } from '../../errors.ts';
import type { ModelField } from '../../model/model.ts';
import { makeBinder } from '../binder.ts';
import { tableOf } from '../frame.ts';
import { makeFrame } from '../make-frame.ts';
import { type Connection, runStatement } from '../postgres.ts';
import { readRecord } from '../read.ts';
import type { MergeRequest } from './request.ts';

/** The values of one of the others as the actor reads them, and the version that they are of. */
interface Source {
  readonly version: number;
  readonly values: Readonly<Record<string, unknown>>;
}

/** What a merge takes over, before anything is locked: as the actor reads it, so that nothing is told by it. */
export interface Taken {
  readonly sources: ReadonlyMap<string, Source>;
  /** field -> where its value comes from */
  readonly fields: ReadonlyMap<ModelField, string>;
  readonly problems: readonly ProblemItem[];
}

/** Whether a merge asks for the values of a field: what follows by itself, or is moved as a whole, is nobody's choice. */
export const isChosen = (field: ModelField): boolean =>
  !field.engineWritten &&
  !field.type.apart &&
  !field.isConsent &&
  !field.readOnly &&
  (!field.system || field.name === 'owner');

const namesOf = (field: ModelField): readonly string[] =>
  field.type.hasStages ? [field.name, `${field.name}_pipeline`] : [field.name];

/** Reads what is taken over. */
export async function readTaken(
  ctx: RequestContext,
  object: ObjectAccess,
  { taken, given }: Pick<MergeRequest, 'taken' | 'given'>,
): Promise<Taken> {
  const { fields, aliases, name: objectName } = object.object;
  const fieldOf = (name: string): ModelField | undefined => fields.get(aliases.get(name) ?? name);
  const problems: ProblemItem[] = [];
  const chosen = new Map<ModelField, string>();
  for (const [name, source] of taken) {
    const field = fieldOf(name);
    if (!field || object.readableRows(field.name).length === 0)
      problems.push(problemItem(`/values/${name}`, 'record.field', { name }));
    else if (!isChosen(field)) problems.push(problemItem(`/values/${name}`, 'record.read_only', { name }));
    else chosen.set(field, source);
  }
  for (const name of Object.keys(given)) {
    const field = fieldOf(name);
    // what is kept as a whole is moved as a whole
    if (field?.type.apart || field?.isConsent)
      problems.push(problemItem(`/values/${name}`, 'record.read_only', { name }));
  }
  const sources = new Map<string, Source>();
  for (const [id, some] of Map.groupBy(chosen, ([, source]) => source)) {
    const wanted = some.flatMap(([field]) => namesOf(field));
    const record = await readRecord(ctx, objectName, id, wanted);
    if (record) sources.set(id, { version: record.version, values: JSON.parse(record.text) });
  }
  return { sources, fields: chosen, problems };
}

/** Of these fields those that the actor may not read in the very record: masked ones too. */
async function unreadableIn(
  ctx: RequestContext,
  client: Connection,
  access: Access,
  object: ObjectAccess,
  id: string,
  fields: readonly ModelField[],
): Promise<readonly ModelField[]> {
  const binder = makeBinder(ctx);
  const row = { access: object, alias: 't' };
  const frame = makeFrame(ctx.model, access, row, binder);
  const columns = fields.map(
    ({ name }) => `coalesce(${frame.scope(row, object.readableRows(name)) ?? 'true'}, false)`,
  );
  const text = `SELECT ${columns.join(', ')} FROM ${tableOf(ctx.model, object.object)} t ${frame.joins.join(' ')} WHERE t.id = ${binder.parameter(id, 'uuid')}`;
  const { rows } = await runStatement(client, { text, values: binder.values });
  return fields.filter((_, index) => rows[0]?.[index] !== 't');
}

/** The body of the change that the survivor gets, and what of it cannot be taken. */
export async function bodyOf(
  ctx: RequestContext,
  client: Connection,
  access: Access,
  object: ObjectAccess,
  given: MergeRequest['given'],
  { sources, fields }: Taken,
): Promise<{
  readonly values: Readonly<Record<string, unknown>>;
  readonly problems: readonly ProblemItem[];
}> {
  const values: Record<string, unknown> = { ...given };
  const problems: ProblemItem[] = [];
  for (const [id, source] of sources) {
    const own = [...fields].flatMap(([field, from]) => (from === id ? [field] : []));
    const unreadable = await unreadableIn(ctx, client, access, object, id, own);
    for (const field of own) {
      if (unreadable.includes(field)) {
        problems.push(problemItem(`/values/${field.name}`, 'record.merge_source', { name: field.name }));
        continue;
      }
      for (const name of namesOf(field)) values[name] = source.values[name] ?? null;
    }
  }
  return { values, problems };
}
