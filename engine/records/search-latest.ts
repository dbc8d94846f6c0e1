import { quote } from '../db/names.ts';
import { type SoughtWord, searchTable } from '../search/index.ts';
import type { Binder } from './binder.ts';
import { type Frame, tableOf } from './frame.ts';
import { makeFrame } from './make-frame.ts';
import { type patternsOf, searchSql, soughtFields } from './search.ts';

/** Of the latest records that words are found in so many times the length of a page are looked at first. */
const AHEAD = 4;

/** The latest records that words are found in, of which the actor may see those that come `from` it. */
export interface LatestFound {
  readonly query: string;
  readonly from: string;
  /** a row where more was found than was looked at: then a page that is not full has to be read by itself */
  readonly more: string;
}

/** What the table of searches alone has for the words, in the fields of which the actor may read any. */
function foundSql(
  frame: Frame,
  words: readonly SoughtWord[],
  pattern: ReturnType<typeof patternsOf>,
): readonly string[] {
  const columns = soughtFields(frame).map(({ kept }) => kept!);
  return words.map((_, place) => {
    const each = columns.flatMap(({ text, sound }) => [
      `s.${quote(text)} LIKE ${pattern(place, 'inText')}`,
      `s.${quote(sound)} LIKE ${pattern(place, 'inSound')}`,
    ]);
    return `(${each.join(' OR ')})`;
  });
}

/**
 * A list of what words are found in, the latest first, begins with a few of the latest ids that the table of searches has
 * for them: they are put in order before any record is looked at, and as they are few, the planner walks that table for
 * what many records have and asks the index for what few have. Undefined where something is looked into that the table
 * does not hold.
 */
export function latestFound(
  { model, access, row, isBinned }: Frame,
  binder: Binder,
  {
    words,
    pattern,
    limit,
    behind,
  }: {
    readonly words: readonly SoughtWord[];
    readonly pattern: ReturnType<typeof patternsOf>;
    readonly limit: string;
    /** of a page further on: conditions of the ids behind the one before */
    readonly behind: readonly string[];
  },
): LatestFound | undefined {
  const frame = makeFrame(model, access, row, binder, { prefix: 'n', isBinned });
  const fields = soughtFields(frame);
  if (words.length === 0 || fields.length === 0 || fields.some(({ kept }) => !kept)) return undefined;
  const from = behind.map((one) => one.replaceAll(frame.column(row, 'id'), 's.id'));
  const found = [...foundSql(frame, words, pattern), ...from].join(' AND ');
  const table = searchTable(model, row.access.object);
  const most = `${AHEAD} * (${limit} + 1)`;
  const seen = frame.live(row);
  // in the rows in which the actor may read the field it stands in
  if (fields.some(({ guard }) => guard !== undefined)) seen.push(searchSql(frame, binder, words, pattern));
  return {
    query: `found AS MATERIALIZED (SELECT s.id FROM ${table} s WHERE ${found} ORDER BY s.id DESC LIMIT ${most})`,
    from: `FROM found JOIN ${tableOf(model, row.access.object)} t ON t.id = found.id ${frame.joins.join(' ')} WHERE ${seen.join(' AND ')}`,
    more: `FROM (SELECT count(*) AS number FROM found) counted WHERE number = ${most}`,
  };
}
