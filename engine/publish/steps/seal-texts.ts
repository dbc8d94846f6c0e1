import { query, transaction } from '../../db/connect.ts';
import { qualified, quote } from '../../db/names.ts';
import type { Keys } from '../../encryption/index.ts';
import type { ModelField, ModelObject } from '../../model/model.ts';
import { defineStep, type Step, type StepDraft, type StepScene } from './define-step.ts';

const BATCH = 500;

/** The id before all others. */
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** Which texts a step is about, as its row holds it. */
interface Texts {
  /** id of the field */
  readonly field: string;
  readonly table: string;
  readonly column: string;
}

/** What becomes of a text; undefined where it is as it shall be. */
type Turn = (keys: Keys, field: string, text: string) => string | undefined;

const sealing: Turn = (keys, field, text) =>
  keys.tryOpen(field, text) === undefined ? keys.seal(field, text) : undefined;

const opening: Turn = (keys, field, text) => keys.tryOpen(field, text);

/** One batch with the place where the next begins, in one transaction: the last id, and whether there may be more. */
async function turnBatch(
  { id }: Step,
  { direct, schema }: StepScene,
  { table, column }: Texts,
  after: string,
  turned: (text: string) => string | undefined,
): Promise<string | undefined> {
  return transaction(direct, async (client) => {
    const { rows } = await query<{ id: string; text: string }>(client, {
      text: `SELECT t.id, t.${quote(column)} AS text FROM ${qualified(schema, table)} t WHERE t.id > $1::uuid AND t.${quote(column)} IS NOT NULL ORDER BY t.id LIMIT ${BATCH} FOR NO KEY UPDATE OF t`,
      values: [after],
    });
    const changed = rows.flatMap((row) => {
      const text = turned(row.text);
      return text === undefined ? [] : [{ id: row.id, text }];
    });
    await query(client, {
      text: `UPDATE ${qualified(schema, table)} t SET ${quote(column)} = v.text FROM unnest($1::uuid[], $2::text[]) AS v (id, text) WHERE t.id = v.id`,
      values: [changed.map((one) => one.id), changed.map(({ text }) => text)],
    });
    const last = rows.at(-1)?.id;
    await query(client, {
      text: `UPDATE ${qualified(schema, '_meta_step')} SET cursor = coalesce($2, cursor), rows_done = rows_done + $3::bigint, heartbeat_at = now() WHERE step_id = $1::uuid`,
      values: [id, last ?? null, changed.length],
    });
    return rows.length < BATCH ? undefined : last;
  });
}

/** It is no edit of anybody's: versions and times stay. What is as it shall be is left alone, so it may be done twice. */
const runTurn =
  (turn: Turn) =>
  async (step: Step, scene: StepScene): Promise<void> => {
    const texts: Texts = JSON.parse(step.sql);
    let after: string | undefined = step.cursor ?? BEFORE_ALL;
    while (after !== undefined && !scene.isStopping()) {
      const keys = await scene.vault.ready();
      after = await turnBatch(step, scene, texts, after, (text) => turn(keys, texts.field, text));
    }
  };

export const sealTexts = defineStep({
  name: 'seal',
  labels: { en: 'Encrypt values', 'zh-CN': '加密已有值' },
  writes: true,
  run: runTurn(sealing),
});

export const openTexts = defineStep({
  name: 'unseal',
  labels: { en: 'Decrypt values', 'zh-CN': '解密已有值' },
  writes: true,
  run: runTurn(opening),
});

/** The step that seals the texts of a field, or opens them. */
export function turnStep(
  kind: typeof sealTexts | typeof openTexts,
  { table }: ModelObject,
  { id, columns }: ModelField,
): StepDraft {
  const texts: Texts = { field: id, table, column: columns[0]!.name };
  return { kind: kind.name, sql: JSON.stringify(texts), undo: '', cursor: null };
}
