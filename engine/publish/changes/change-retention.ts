import { keptSince } from '../../audit/index.ts';
import { literal, qualified } from '../../db/index.ts';
import { defineChange } from './define-change.ts';

/** For how long the audit is kept. What is older goes with the next daily round, once it is sealed. */
export const changeRetention = defineChange({
  name: 'change-retention',
  of: ['settings'],
  on: 'change',
  words: ['auditMonths'],
  op: '~',
  risk: 'destructive',
  undo: 'change-retention',
  sentence: (_, { subject }) => {
    const months = subject.words.auditMonths;
    return months === undefined
      ? { en: 'Keep the audit for ever', 'zh-CN': '永久保留审计记录' }
      : {
          en: `Keep the audit for ${months} months; older entries are removed for good`,
          'zh-CN': `审计记录保留 ${months} 个月，更早的记录将被永久清理`,
        };
  },
  examine: async (_, { before, after }, { count }) => {
    const months = after.settings.auditMonths;
    if (months === undefined || !before) return {};
    const since = literal(keptSince(new Date(), months));
    const rows = await count(
      `SELECT count(*) FROM ${qualified(before.schema, '_audit')} WHERE at < ${since}::timestamptz`,
    );
    return { rows };
  },
});
