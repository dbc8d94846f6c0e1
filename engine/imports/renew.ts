import { accessOf } from '../access/index.ts';
import { Problem } from '../errors.ts';
import { encryptedFields, loadModel, publishedVersion } from '../model/index.ts';
import type { Run } from './run.ts';

/**
 * Goes on under the model that is published by now: an import may take longer than it is from one publish to the
 * next, and what is written counts by the newest. What the files fill must still be there.
 */
export async function renew(run: Run): Promise<void> {
  const { db, workspace, actor } = run.ctx;
  const version = await publishedVersion(db.forWorkspace(workspace), workspace);
  if (version === run.ctx.model.version) return;
  const model = await loadModel(db, workspace);
  const access = accessOf(model, actor);
  for (const plan of run.plans) {
    const { id, name } = plan.object.object;
    const object = access.object(model.objectsById.get(id)?.name ?? '');
    const filled = [
      ...plan.columns.map(({ line, field }) => line?.field ?? field),
      ...plan.constants.map(({ field }) => field),
    ];
    const isHere = filled.every((field) => object?.object.fieldsById.get(field.id)?.archived === false);
    if (!object || object.object.archived || !isHere) throw new Problem('import.model_changed', { name });
    plan.object = object;
    if (plan.key) plan.key = object.object.fieldsById.get(plan.key.id)!;
  }
  if (encryptedFields(model).length > 0) await run.ctx.vault.ready();
  run.ctx = { ...run.ctx, model };
  run.access = access;
  run.engine = accessOf(model, { kind: 'engine', roles: [] });
}
