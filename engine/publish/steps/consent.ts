import {
  consentObjects,
  hasConsents,
  type MirrorStatements,
  mirrorOf,
  runMirror,
} from '../../consent/index.ts';
import { query } from '../../db/connect.ts';
import { timeOf } from '../../model/index.ts';
import type { Model } from '../../model/model.ts';
import { tableSql } from '../structure.ts';
import { computeBehindLocks, idsBehind } from './behind-locks.ts';
import { defineStep, type StepDraft } from './define-step.ts';

/** What the step does, as its row keeps it. */
interface Work extends MirrorStatements {
  readonly next: string;
  /** in which it is told what day it is */
  readonly timeZone: string;
}

/** Brings records that are there already to what the ledger of consents says of them and of their addresses. */
export const mirrorConsents = defineStep({
  name: 'consent',
  labels: { en: 'Match consents', 'zh-CN': '匹配联系许可' },
  run: async (step, scene) => {
    const { next, timeZone, ...statements }: Work = JSON.parse(step.sql);
    await computeBehindLocks(step, scene, next, async (client, ids) => {
      const { rows } = await query<{ today: string }>(client, {
        text: 'SELECT (now() AT TIME ZONE $1)::date::text AS today',
        values: [timeZone],
      });
      await runMirror(client, statements, ids, rows[0]!.today);
    });
  },
});

/** The steps of objects whose records are people by now, or are reached by other fields than before. */
export const consentSteps = (before: Model | undefined, after: Model): StepDraft[] =>
  consentObjects(after).flatMap((object) => {
    const was = before?.objectsById.get(object.id);
    // a new object has no records yet
    if (!was) return [];
    const statements = mirrorOf(after, object);
    const isAlike =
      hasConsents(was) && !was.archived && mirrorOf(before!, was).entries === statements.entries;
    if (isAlike) return [];
    const work: Work = {
      ...statements,
      next: idsBehind(tableSql(after, object)),
      timeZone: timeOf(after).timeZone,
    };
    return [{ kind: mirrorConsents.name, sql: JSON.stringify(work), undo: '', cursor: null }];
  });
