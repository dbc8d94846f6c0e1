import type { Access, ObjectAccess } from '../access/index.ts';
import { quote } from '../db/names.ts';
import { LIMITS } from '../limits.ts';
import type { Model } from '../model/model.ts';
import { type SoughtTitle, type SoughtWord, searchTable } from '../search/index.ts';
import type { Binder } from './binder.ts';
import { type Frame, tableOf } from './frame.ts';
import { makeFrame } from './make-frame.ts';
import { patternsOf, type SoughtField, searchSql, soughtFields } from './search.ts';
import { valueSql } from './value-sql.ts';

/** By what a record is a candidate. */
export type Way = 'exact' | 'prefix' | 'whole' | 'words' | 'slip' | 'near';

/** What is asked, one after the other until anything is there. */
export const STAGES = ['found', 'slip', 'near'] as const;
export type Stage = (typeof STAGES)[number];

/** How a word was found in a field, the best first; `0` is not at all. Behind all stands what else is known of a title. */
export const FOUND = {
  sounds: 's',
  begins: 'b',
  whole: '1',
  wholeSound: '2',
  start: '3',
  inside: '4',
  sound: '5',
} as const;

/** What statements over several objects are made with. */
export interface SearchScene {
  readonly model: Model;
  readonly access: Access;
  readonly binder: Binder;
  readonly words: readonly SoughtWord[];
  readonly pattern: ReturnType<typeof patternsOf>;
  readonly whole: (part: keyof SoughtTitle) => string;
}

export function searchScene(
  model: Model,
  access: Access,
  binder: Binder,
  words: readonly SoughtWord[],
): SearchScene {
  const bound = new Map<keyof SoughtTitle, string>();
  const whole = (part: keyof SoughtTitle): string => {
    const type = part === 'slips' ? 'text[]' : 'text';
    const known = bound.get(part) ?? binder.source(({ title }) => title![part], type);
    bound.set(part, known);
    return known;
  };
  return { model, access, binder, words, pattern: patternsOf(binder), whole };
}

const frameOf = ({ model, access, binder }: SearchScene, object: ObjectAccess): Frame =>
  makeFrame(model, access, { access: object, alias: 't' }, binder, { prefix: 'f' });

/** The title, where searches look into it. */
const titleOf = (frame: Frame, fields: readonly SoughtField[]): SoughtField | undefined =>
  fields.find(({ member, kept }) => kept && member.name === frame.row.access.object.titleField);

/** A condition of what the table of searches holds of a field, in the rows in which it may be read. */
const readably = (sql: string, { guard }: SoughtField): string[] =>
  guard === undefined ? [sql] : [sql, `(${guard})`];

/** What tells how each word was found in each field: a digit for each, field by field within the words. */
function foundSql({ words, pattern }: SearchScene, frame: Frame, fields: readonly SoughtField[]): string {
  const each = words.flatMap((_, place) =>
    fields.map((field) => {
      const { member, kept, guard } = field;
      if (!kept) {
        const part = member.type.searchColumn ?? '';
        const value = valueSql(frame, frame.row, { ...member, part });
        return `CASE WHEN (${value})::text ILIKE ${pattern(place, 'asGiven')} THEN '${FOUND.inside}' ELSE '0' END`;
      }
      const column = (name: string) => `${frame.searched()}.${quote(name)}`;
      return [
        'CASE',
        ...(guard === undefined ? [] : [`WHEN (${guard}) IS NOT TRUE THEN '0'`]),
        `WHEN ${column(kept.text)} || ' ' LIKE ${pattern(place, 'asWhole')} THEN '${FOUND.whole}'`,
        `WHEN ${column(kept.sound)} || ' ' LIKE ${pattern(place, 'asWhole')} THEN '${FOUND.wholeSound}'`,
        `WHEN ${column(kept.text)} LIKE ${pattern(place, 'atStart')} THEN '${FOUND.start}'`,
        `WHEN ${column(kept.text)} LIKE ${pattern(place, 'inText')} THEN '${FOUND.inside}'`,
        `WHEN ${column(kept.sound)} LIKE ${pattern(place, 'inSound')} THEN '${FOUND.sound}'`,
        "ELSE '0' END",
      ].join(' ');
    }),
  );
  return each.join(' || ');
}

interface Arm {
  readonly conditions: readonly string[];
  readonly told: string;
  readonly first?: string;
  readonly limit: number;
}

function armSql(scene: SearchScene, frame: Frame, index: number, way: Way, arm: Arm): string {
  const { object } = frame.row.access;
  const where = [...frame.live(frame.row), ...arm.conditions].join(' AND ');
  const order = [...(arm.first === undefined ? [] : [`${arm.first} DESC`]), 't.id DESC'].join(', ');
  // the latest first, so that what is found never depends on where rows happen to lie
  return `(SELECT ${index} AS o, '${way}' AS way, t.id::text AS id, ${arm.told} AS told FROM ${tableOf(scene.model, object)} t ${frame.joins.join(' ')} WHERE ${where} ORDER BY ${order} LIMIT ${arm.limit})`;
}

/** The conditions of titles that are better than others, so that no number of later records hides these. */
const TITLES: Readonly<
  Record<'exact' | 'prefix' | 'whole', (scene: SearchScene, title: TitleColumns) => string>
> = {
  exact: ({ whole }, { text }) => `${text} LIKE ${whole('exact')}`,
  prefix: ({ whole }, { text }) => `${text} LIKE ${whole('prefix')}`,
  whole: ({ whole }, { text, sound }) =>
    `(${text} LIKE ${whole('whole')} OR ${text} LIKE ${whole('wholeAtEnd')} OR ${sound} LIKE ${whole('whole')})`,
};

interface TitleColumns {
  readonly text: string;
  readonly sound: string;
}

const columnsOf = (frame: Frame, { kept }: SoughtField): TitleColumns => ({
  text: `${frame.searched()}.${quote(kept!.text)}`,
  sound: `${frame.searched()}.${quote(kept!.sound)}`,
});

/** Whether a title sounds like what is looked for as a whole, or has it at its head. An index could not tell that apart. */
const headSql = ({ whole }: SearchScene, { text, sound }: TitleColumns): string =>
  `CASE WHEN ${sound} LIKE ${whole('exactSound')} THEN '${FOUND.sounds}' WHEN ${text} LIKE ${whole('prefix')} OR ${sound} LIKE ${whole('prefix')} THEN '${FOUND.begins}' ELSE '' END`;

/** Of a title that is, begins with, or holds what is looked for. */
function foundArms(scene: SearchScene, object: ObjectAccess, index: number): string[] {
  const arms = (['exact', 'prefix', 'whole'] as const).flatMap((way) => {
    const frame = frameOf(scene, object);
    const fields = soughtFields(frame);
    const title = titleOf(frame, fields);
    if (!title) return [];
    const columns = columnsOf(frame, title);
    const told = way === 'exact' ? "''" : `${foundSql(scene, frame, fields)} || ${headSql(scene, columns)}`;
    const conditions = readably(TITLES[way](scene, columns), title);
    const arm = { conditions, told, limit: LIMITS.searchHitsDefault };
    return [armSql(scene, frame, index, way, arm)];
  });
  const frame = frameOf(scene, object);
  const conditions = [searchSql(frame, scene.binder, scene.words, scene.pattern)];
  const fields = soughtFields(frame);
  const title = titleOf(frame, fields);
  // of a title that is read in some rows only, its head would tell of the others
  const head = title && title.guard === undefined ? ` || ${headSql(scene, columnsOf(frame, title))}` : '';
  const told = `${foundSql(scene, frame, fields)}${head}`;
  return [
    ...arms,
    armSql(scene, frame, index, 'words', { conditions, told, limit: LIMITS.searchCandidates }),
  ];
}

/**
 * Of a title that sounds like what is looked for, or is that but for one slip: pattern by pattern, each asked of the index.
 * All at once the planner takes them for many, and walks the table (1,000,000 rows: 20 s).
 */
const slippedSql = ({ model, whole }: SearchScene, frame: Frame, { kept }: SoughtField): string => {
  const table = searchTable(model, frame.row.access.object);
  const [text, sound] = [`s.${quote(kept!.text)}`, `s.${quote(kept!.sound)}`];
  const each = `SELECT s.id FROM ${table} s WHERE ${text} LIKE meant.one OR ${sound} LIKE meant.one OFFSET 0`;
  return `${frame.searched()}.id IN (SELECT slipped.id FROM unnest(${whole('slips')}) meant (one) CROSS JOIN LATERAL (${each}) slipped)`;
};

/** Of titles alone: what was meant may be told from what stands there, not from what stands in a text. */
function nearArms(scene: SearchScene, object: ObjectAccess, index: number, way: 'slip' | 'near'): string[] {
  const frame = frameOf(scene, object);
  const title = titleOf(frame, soughtFields(frame));
  if (!title) return [];
  const columns = columnsOf(frame, title);
  const { whole } = scene;
  if (way === 'slip') {
    const told = `CASE WHEN ${columns.sound} LIKE ${whole('likeSounding')} THEN '1' ELSE '0' END`;
    const conditions = readably(slippedSql(scene, frame, title), title);
    return [armSql(scene, frame, index, way, { conditions, told, limit: LIMITS.searchHitsDefault })];
  }
  const near = `word_similarity(${whole('exact')}, ${columns.text})`;
  const conditions = readably(`${columns.text} %> ${whole('exact')}`, title);
  const arm = { conditions, told: `(${near})::text`, first: near, limit: LIMITS.searchHitsDefault };
  return [armSql(scene, frame, index, way, arm)];
}

/** One statement over all objects: each is asked for a few, in the rows and fields that the actor may read. */
export const searchText = (
  scene: SearchScene,
  objects: readonly ObjectAccess[],
  stage: Stage,
): string | undefined => {
  const arms = objects.flatMap((object, index) =>
    stage === 'found' ? foundArms(scene, object, index) : nearArms(scene, object, index, stage),
  );
  return arms.length === 0 ? undefined : `SELECT o, way, id, told FROM (${arms.join(' UNION ALL ')}) found`;
};
