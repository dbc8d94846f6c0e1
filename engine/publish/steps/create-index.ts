import { qualified } from '../../db/names.ts';
import { isCancelled } from '../passing.ts';
import { defineStep, onOwnConnection, type StepDraft } from './define-step.ts';

const dropSql = (schema: string, name: string): string =>
  `DROP INDEX CONCURRENTLY IF EXISTS ${qualified(schema, name)}`;

const STATE =
  'SELECT i.indisvalid AS valid FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid' +
  ' JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2';

/** Builds an index while people read and write. What a broken build left behind is taken away first. */
export const createIndex = defineStep({
  name: 'index',
  labels: { en: 'Build an index', 'zh-CN': '建立索引' },
  run: (step, scene) =>
    onOwnConnection(scene, async (execute) => {
      const [index] = await execute(STATE, [scene.schema, step.cursor]);
      if (index?.valid) return;
      const drop = dropSql(scene.schema, step.cursor!);
      if (index) await execute(drop);
      try {
        await execute(step.sql);
      } catch (error) {
        // half a unique index refuses writes already; a cancelled one is built anew soon
        if (!isCancelled(error)) await execute(drop).catch(() => {});
        throw error;
      }
    }),
});

export const indexStep = (schema: string, name: string, sql: string): StepDraft => ({
  kind: createIndex.name,
  sql,
  undo: dropSql(schema, name),
  cursor: name,
});

/** Takes an index away that the Model wants no more. */
export const dropIndex = defineStep({
  name: 'drop-index',
  labels: { en: 'Take an index away', 'zh-CN': '移除索引' },
  run: (step, scene) => onOwnConnection(scene, async (execute) => void (await execute(step.sql))),
});

export const dropIndexStep = (schema: string, name: string, undo: string): StepDraft => ({
  kind: dropIndex.name,
  sql: dropSql(schema, name),
  undo,
  cursor: name,
});
