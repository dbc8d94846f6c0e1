import { randomUUID } from 'node:crypto';
import { noteWritten, writeEntries } from '../audit/index.ts';
import { type ClientBase, query, transaction } from '../db/connect.ts';
import { qualified } from '../db/names.ts';
import { Problem } from '../errors.ts';
import { closeDraft, type Draft, findDraft, isSame, savePublication } from '../model/index.ts';
import type { Model } from '../model/model.ts';
import { publishEntries } from './audit.ts';
import { askIn } from './count.ts';
import { environmentFault } from './fault.ts';
import { examine, findingsOf, itemOf } from './plan.ts';
import type { Prepared, PublishParts } from './prepare.ts';
import { writeViews } from './shipped-views.ts';
import type { StepDraft } from './steps/index.ts';

/** Who publishes, and what is said of it. */
export interface Publisher {
  /** id of the user; null is the engine itself */
  readonly actor: string | null;
  readonly note?: string | undefined;
  readonly now: Date;
  /** the draft that is published, as it was read */
  readonly draft?: Draft | undefined;
}

/** A switch that waits longer would make every reader of the table wait behind it. */
const STATEMENT_TIMEOUT = 10_000;
const IDLE_TIMEOUT = 15_000;

/** Settings of this transaction alone, in one round trip. */
const settle = (client: ClientBase, lockTimeout: number): Promise<unknown> =>
  query(client, {
    text: "SELECT set_config('lock_timeout', $1, true), set_config('statement_timeout', $2, true), set_config('idle_in_transaction_session_timeout', $3, true)",
    values: [lockTimeout, STATEMENT_TIMEOUT, IDLE_TIMEOUT].map(String),
  });

/** Another publisher is at work in the workspace: it is not waited for. */
export class Busy extends Error {}

async function takeTurn(client: ClientBase, { workspace }: PublishParts, base: number): Promise<void> {
  const { rows } = await query<{ mine: boolean }>(client, {
    text: 'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS mine',
    values: [`guanxi:publish:${workspace.id}`],
  });
  if (!rows[0]!.mine) throw new Busy();
  const current = await query<{ v: number }>(client, {
    text: `SELECT v FROM ${qualified(workspace.schema, '_meta_current')} WHERE one = 1 FOR UPDATE`,
  });
  if (current.rows[0]!.v !== base) throw new Problem('publish.stale');
}

/** The draft must be what was planned: who saves into it meanwhile is not passed over. */
export async function lockDraft(
  client: ClientBase,
  { workspace }: PublishParts,
  draft: Draft,
): Promise<void> {
  const now = await findDraft(client, workspace, { id: draft.id }, true);
  if (!now || !isSame(now.documents, draft.documents)) throw new Problem('publish.stale');
}

/** Refuses where rows have come to block what nothing blocked when the plan was made. */
async function lookAgain(client: ClientBase, { weighed, scene }: Prepared): Promise<void> {
  for (const one of weighed) {
    if (!one.explained.kind.blocks) continue;
    const examined = await examine(one, scene, askIn(client));
    const findings = findingsOf(one, examined).filter(({ blocking }) => blocking);
    if (findings.length > 0) throw new Problem('publish.findings_worse', {}, findings.map(itemOf));
  }
}

/** Saves the steps of a publish; what earlier ones were still to do with the same index or key is overtaken. */
export async function saveSteps(
  client: ClientBase,
  schema: string,
  version: number,
  steps: readonly StepDraft[],
): Promise<void> {
  if (steps.length === 0) return;
  await query(client, {
    text: `UPDATE ${qualified(schema, '_meta_step')} SET state = 'cancelled' WHERE state IN ('pending', 'failed') AND cursor = ANY($1::text[])`,
    values: [steps.flatMap(({ cursor }) => cursor ?? [])],
  });
  const columns = ['step_id', 'v', 'ord', 'kind', 'sql', 'undo', 'cursor', 'rows_total'];
  const types = ['uuid', 'int', 'int', 'text', 'text', 'text', 'text', 'bigint'];
  await query(client, {
    text: `INSERT INTO ${qualified(schema, '_meta_step')} (${columns.join(', ')}) SELECT ${columns.map((name) => `r.${name}`).join(', ')} FROM unnest(${types.map((type, index) => `$${index + 1}::${type}[]`).join(', ')}) AS r (${columns.join(', ')})`,
    values: [
      steps.map(() => randomUUID()),
      steps.map(() => version),
      steps.map((_, ord) => ord),
      steps.map(({ kind }) => kind),
      steps.map(({ sql }) => sql),
      steps.map(({ undo }) => undo),
      steps.map(({ cursor }) => cursor),
      steps.map(({ rowsTotal }) => rowsTotal ?? null),
    ],
  });
}

/** The attributes of stages as reads join them. */
function stageRows(model: Model | undefined) {
  return [...(model?.objects.values() ?? [])].flatMap(({ id, pipelines }) =>
    pipelines.flatMap(({ name: pipeline, stages }) =>
      stages.map(({ name, kind, probability }, ord) => ({ id, pipeline, name, kind, probability, ord })),
    ),
  );
}

async function saveStages(
  client: ClientBase,
  schema: string,
  before: Model | undefined,
  after: Model,
): Promise<void> {
  const rows = stageRows(after);
  if (isSame(rows, stageRows(before))) return;
  const table = qualified(schema, '_stage');
  await query(client, { text: `DELETE FROM ${table}` });
  await query(client, {
    text: `INSERT INTO ${table} (object_id, pipeline, stage, kind, probability, ord) SELECT r.object_id, r.pipeline, r.stage, r.kind, r.probability, r.ord FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::numeric[], $6::int[]) AS r (object_id, pipeline, stage, kind, probability, ord)`,
    values: [
      rows.map(({ id }) => id),
      rows.map(({ pipeline }) => pipeline),
      rows.map(({ name }) => name),
      rows.map(({ kind }) => kind),
      rows.map(({ probability }) => probability),
      rows.map(({ ord }) => ord),
    ],
  });
}

/** The DDL of the switch, one statement per message. Tables are locked in one order, whoever publishes what. */
async function changeTables(
  client: ClientBase,
  { workspace, fault = environmentFault }: PublishParts,
  { structure }: Prepared,
) {
  for (const { table, mode } of structure.locks) {
    await query(client, { text: `LOCK TABLE ${qualified(workspace.schema, table)} IN ${mode} MODE` });
  }
  for (const [index, text] of structure.statements.entries()) {
    await query(client, { text });
    if (index === 0) await fault('between-statements');
  }
}

/** Tells every process: the number in control is the truth, the notice makes them look at once. */
async function announce(client: ClientBase, { workspace }: PublishParts, version: number): Promise<void> {
  await query(client, {
    text: 'UPDATE control.workspace SET model_revision = $2::int WHERE id = $1::uuid',
    values: [workspace.id, version],
  });
  await query(client, {
    text: "SELECT pg_notify('meta', $1)",
    values: [`${workspace.id}:${version}`],
  });
}

/** The switch: one short transaction, all or nothing. Returns the new version. */
export function commitPublish(
  parts: PublishParts,
  prepared: Prepared,
  publisher: Publisher,
  lockTimeout: number,
): Promise<number> {
  const { db, workspace, fault = environmentFault } = parts;
  const { state, model, plan } = prepared;
  const version = plan.baseVersion + 1;
  return transaction(db.direct(), async (client) => {
    await settle(client, lockTimeout);
    await fault('before-lock');
    await takeTurn(client, parts, plan.baseVersion);
    if (publisher.draft) await lockDraft(client, parts, publisher.draft);
    await lookAgain(client, prepared);
    await fault('after-lock');
    await savePublication(client, workspace, {
      before: state.published,
      documents: prepared.documents,
      physical: prepared.physical,
      aliases: prepared.aliases,
      dependencies: prepared.dependencies(),
      draftId: publisher.draft?.id ?? null,
      publishedBy: publisher.actor,
      publishedAt: publisher.now,
      note: publisher.note ?? null,
      changes: JSON.stringify(plan.changes),
    });
    if (publisher.draft) await closeDraft(client, workspace, publisher.draft.id, 'published', publisher.now);
    await saveSteps(client, workspace.schema, version, prepared.steps);
    await saveStages(client, workspace.schema, state.model, model);
    await fault('after-documents');
    await changeTables(client, parts, prepared);
    await fault('after-statements');
    const writer = { actor: publisher.actor, now: publisher.now, version };
    const { schema } = workspace;
    const entries = publishEntries(state.published.documents, prepared.documents, publisher.note);
    await writeEntries({ schema, version, actor: publisher.actor, at: publisher.now }, client, entries);
    noteWritten(db, workspace);
    await writeViews(client, model, writer, state.views, prepared.views);
    await announce(client, parts, version);
    await fault('before-commit');
    return version;
  });
}
