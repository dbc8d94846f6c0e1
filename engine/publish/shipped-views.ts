import { type AuditOp, type Entry, entriesSql } from '../audit/index.ts';
import { type ClientBase, type Pool, query } from '../db/connect.ts';
import { qualified, quote } from '../db/names.ts';
import { Problem } from '../errors.ts';
import { uuidv7 } from '../ids.ts';
import { type Body, completeIds, type Document } from '../model/index.ts';
import type { Model, ModelField, ModelObject } from '../model/model.ts';
import { renewRecords } from '../search/index.ts';

/** A view that a package ships, as a row of the system object `view`: the row is what counts. */
export interface ShippedView {
  readonly document: Document;
  /** of the row */
  readonly id: string;
  readonly version: number;
}

const COLUMNS = ['name', 'object', 'document', 'package'] as const;

const contentObject = (model: Model): ModelObject | undefined => model.objects.get('view');

const fieldOf = (object: ModelObject, name: string): ModelField => object.fields.get(name)!;

const columnOf = (object: ModelObject, name: string): string => quote(fieldOf(object, name).columns[0]!.name);

function bodyOf(text: string | null, fallback: Body): Body {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : fallback;
  } catch {
    return fallback;
  }
}

/** The views that packages and the workspace's admins ship to everybody. */
export async function shippedViews(on: Pool | ClientBase, model: Model): Promise<readonly ShippedView[]> {
  const object = contentObject(model);
  if (!object) return [];
  const columns = COLUMNS.map((name) => `${columnOf(object, name)} AS ${quote(name)}`);
  const { rows } = await query<
    Record<(typeof COLUMNS)[number], string | null> & { id: string; version: number }
  >(on, {
    text: `SELECT id, version, ${columns.join(', ')} FROM ${qualified(model.schema, object.table)} WHERE ${columnOf(object, 'package')} IS NOT NULL AND deleted_at IS NULL ORDER BY id`,
  });
  return rows.map(({ id, version, name, object: about, document: text, package: home }) => {
    const head = { name: name ?? '', object: about ?? '' };
    const body = bodyOf(text, head);
    const document = completeIds({
      kind: 'view',
      key: `${head.object}.${head.name}`,
      package: home!,
      body: { ...body, ...head },
    });
    return { document, id, version };
  });
}

/** Who writes, and when. */
export interface Writer {
  readonly actor: string | null;
  readonly now: Date;
  readonly version: number;
}

const VALUES: Readonly<Record<string, (document: Document) => unknown>> = {
  name: ({ body }) => body.name,
  object: ({ body }) => body.object,
  document: ({ body }) => JSON.stringify(body),
  shared: () => false,
  package: (document) => document.package,
};

/** The row's own statement together with its audit entry and its event, as every write of a record has them. */
async function writeRow(
  client: ClientBase,
  model: Model,
  { actor, now, version }: Writer,
  row: {
    readonly id: string;
    readonly version: number;
    readonly op: AuditOp;
    readonly changes: Entry['changes'];
  },
  statement: (parameter: (value: unknown, type: string) => string) => string,
): Promise<void> {
  const values: unknown[] = [];
  const parameter = (value: unknown, type: string): string => `$${values.push(value)}::${type}`;
  const at = parameter(now.toISOString(), 'timestamptz(3)');
  const [id, next] = [parameter(row.id, 'uuid'), parameter(row.version, 'int')];
  const about = parameter(contentObject(model)!.id, 'text');
  const op = parameter(row.op, 'text');
  const entry = { ...row, object: contentObject(model)!.id, record: row.id };
  const audit = entriesSql({ schema: model.schema, version, actor, at: now }, [entry], values);
  const event = `INSERT INTO ${qualified(model.schema, '_event')} (record, version, id, at, object, op) VALUES (${id}, ${next}, ${parameter(uuidv7(), 'uuid')}, ${at}, ${about}, ${op})`;
  const text = `WITH audit AS (${audit}), event AS (${event}) ${statement(parameter)}`;
  const { rowCount } = await query(client, { text, values });
  if (rowCount !== 1) throw new Problem('publish.stale');
  await renewRecords(client, model, contentObject(model)!, [row.id]);
}

/** What the audit says of a view: by field id, before and after. */
function changesOf(
  object: ModelObject,
  before: Document | undefined,
  after: Document | undefined,
): Entry['changes'] {
  const entries = COLUMNS.map((name) => {
    const [was, is] = [before, after].map((one) => (one ? VALUES[name]!(one) : null));
    return [fieldOf(object, name).id, [was ?? null, is ?? null]] as const;
  });
  return Object.fromEntries(entries.filter(([, [was, is]]) => was !== is));
}

async function insertView(
  client: ClientBase,
  model: Model,
  writer: Writer,
  document: Document,
): Promise<void> {
  const object = contentObject(model)!;
  const id = uuidv7();
  const row = { id, version: 1, op: 'create' as const, changes: changesOf(object, undefined, document) };
  await writeRow(client, model, writer, row, (parameter) => {
    const at = parameter(writer.now.toISOString(), 'timestamptz(3)');
    const who = parameter(writer.actor, 'uuid');
    const cells: readonly (readonly [string, string])[] = [
      ['id', parameter(id, 'uuid')],
      ['created_at', at],
      ['created_by', who],
      ['updated_at', at],
      ['updated_by', who],
      ['version', parameter(1, 'int')],
      ['source', parameter('engine', 'text')],
      ...Object.entries(VALUES).map(
        ([name, read]) =>
          [
            fieldOf(object, name).columns[0]!.name,
            parameter(read(document), fieldOf(object, name).columns[0]!.type),
          ] as const,
      ),
    ];
    const [names, values] = [cells.map(([name]) => quote(name)), cells.map(([, value]) => value)];
    return `INSERT INTO ${qualified(model.schema, object.table)} (${names.join(', ')}) VALUES (${values.join(', ')})`;
  });
}

async function changeView(
  client: ClientBase,
  model: Model,
  writer: Writer,
  view: ShippedView,
  document: Document | undefined,
): Promise<void> {
  const object = contentObject(model)!;
  const row = {
    id: view.id,
    version: view.version + 1,
    op: document ? ('update' as const) : ('delete' as const),
    changes: document ? changesOf(object, view.document, document) : {},
  };
  await writeRow(client, model, writer, row, (parameter) => {
    const at = parameter(writer.now.toISOString(), 'timestamptz(3)');
    const cells = document
      ? COLUMNS.map((name) => `${columnOf(object, name)} = ${parameter(VALUES[name]!(document), 'text')}`)
      : [`deleted_at = ${at}`, `deletion = ${parameter(uuidv7(), 'uuid')}`];
    const system = [`updated_at = ${at}`, `updated_by = ${parameter(writer.actor, 'uuid')}`];
    const where = `id = ${parameter(view.id, 'uuid')} AND version = ${parameter(view.version, 'int')}`;
    return `UPDATE ${qualified(model.schema, object.table)} SET ${[...cells, ...system, 'version = version + 1'].join(', ')} WHERE ${where}`;
  });
}

/** Writes the rows of views that a publish adds, changes or removes. People's own copies are never touched. */
export async function writeViews(
  client: ClientBase,
  model: Model,
  writer: Writer,
  before: readonly ShippedView[],
  after: readonly Document[],
): Promise<void> {
  const known = new Map(before.map((view) => [view.document.id, view]));
  const kept = new Set(after.map(({ id }) => id));
  for (const document of after) {
    const view = known.get(document.id);
    if (!view) await insertView(client, model, writer, document);
    else if (JSON.stringify(view.document) !== JSON.stringify(document)) {
      await changeView(client, model, writer, view, document);
    }
  }
  for (const view of before) {
    if (!kept.has(view.document.id)) await changeView(client, model, writer, view, undefined);
  }
}
