import { quote } from '../../db/names.ts';
import { tableSql } from '../structure.ts';
import { defineChange, modelField, modelObject } from './define-change.ts';

/** The objects that a relation may point at. What points at one that is taken out stays and can be read. */
export const changeTargets = defineChange({
  name: 'change-targets',
  of: ['field'],
  on: 'change',
  words: ['targets'],
  op: '~',
  undo: 'change-targets',
  sentence: ({ label, ofObject }) => ({
    en: `Change the objects that field “${label.en}”${ofObject.en} can point at`,
    'zh-CN': `修改字段“${label['zh-CN']}”${ofObject['zh-CN']}可关联的对象`,
  }),
  examine: async ({ subject }, { before, after }, { count }) => {
    const [was, is] = [modelField(before, subject), modelField(after, subject)];
    const object = modelObject(before, subject);
    if (!was?.objects || !is?.objects || !object) return {};
    const kept = new Set<string>(is.settings.targets);
    const gone = was.objects.filter(({ name }) => was.settings.targets.includes(name) && !kept.has(name));
    if (gone.length === 0) return {};
    const column = quote(was.columns.find(({ part }) => part === 'object')!.name);
    const ids = gone.map(({ id }) => `'${id}'`).join(', ');
    const rows = await count(
      `SELECT count(*) FROM ${tableSql(before!, object)} WHERE deleted_at IS NULL AND ${column} IN (${ids})`,
    );
    return rows ? { rows, findings: [{ code: 'publish.targets_left', count: rows }] } : { rows };
  },
});
