import { consentObjects, hasConsents, mirrorOf } from '../../consent/index.ts';
import { query } from '../../db/connect.ts';
import { literal } from '../../db/names.ts';
import { timeOf } from '../../model/index.ts';
import type { Model } from '../../model/model.ts';
import { tableSql } from '../structure.ts';
import { computeBehindLocks, idsBehind } from './behind-locks.ts';
import { defineStep, type StepDraft } from './define-step.ts';

/** What the step does, as its row keeps it. */
interface Work {
  readonly next: string;
  readonly lock: readonly string[];
  readonly compute: string;
}

/** Brings records that are there already to what the ledger of consents says of them and of their addresses. */
export const mirrorConsents = defineStep({
  name: 'consent',
  labels: { en: 'Match consents', 'zh-CN': '匹配联系许可' },
  run: async (step, scene) => {
    const { next, lock, compute }: Work = JSON.parse(step.sql);
    await computeBehindLocks(step, scene, next, async (client, ids) => {
      for (const text of [...lock, compute]) await query(client, { text, values: [ids] });
    });
  },
});

/** The steps of objects whose records are people by now, or are reached by other fields than before. */
export const consentSteps = (before: Model | undefined, after: Model): StepDraft[] =>
  consentObjects(after).flatMap((object) => {
    const was = before?.objectsById.get(object.id);
    // a new object has no records yet
    if (!was) return [];
    const { lock, compute } = mirrorOf(after, object);
    if (hasConsents(was) && !was.archived && mirrorOf(before!, was).compute === compute) return [];
    const today = `(now() AT TIME ZONE ${literal(timeOf(after).timeZone)})::date`;
    const work: Work = {
      next: idsBehind(tableSql(after, object)),
      lock,
      compute: compute.replace('$2::date', today),
    };
    return [{ kind: mirrorConsents.name, sql: JSON.stringify(work), undo: '', cursor: null }];
  });
