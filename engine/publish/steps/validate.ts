import { qualified, quote } from '../../db/names.ts';
import { defineStep, onOwnConnection, type StepDraft } from './define-step.ts';

const IS_VALID =
  'SELECT 1 FROM pg_catalog.pg_constraint c JOIN pg_catalog.pg_namespace n ON n.oid = c.connamespace' +
  ' WHERE n.nspname = $1 AND c.conname = $2 AND c.convalidated';

/** Proves that the rows which were there before a foreign key hold it too. */
export const validate = defineStep({
  name: 'validate',
  labels: { en: 'Check references', 'zh-CN': '校验关联' },
  run: (step, scene) =>
    onOwnConnection(scene, async (execute) => {
      const valid = await execute(IS_VALID, [scene.schema, step.cursor]);
      if (valid.length === 0) await execute(step.sql);
    }),
});

export const validateStep = (schema: string, table: string, name: string): StepDraft => ({
  kind: validate.name,
  sql: `ALTER TABLE ${qualified(schema, table)} VALIDATE CONSTRAINT ${quote(name)}`,
  undo: '',
  cursor: name,
});
