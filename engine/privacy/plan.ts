import { createHash } from 'node:crypto';
import type { RequestContext } from '../context.ts';
import type { ClientBase, Pool } from '../db/connect.ts';
import { Problem, problemItem } from '../errors.ts';
import { type Found, type FoundRecord, findPerson, isStrong, keyOf, type RecordName } from './find.ts';
import { identifies, personalFields } from './personal.ts';
import { sealedIn, wordsOf } from './tables.ts';
import { type Term, termsIn } from './terms.ts';

/** Whom to erase: the record that somebody has named, and others that are the same person. */
export interface Asked {
  readonly record: RecordName;
  readonly also: readonly RecordName[];
}

/** A value of the person that is also somebody else's: it stays. */
export interface Shared {
  readonly term: Term;
  readonly record: FoundRecord;
}

/** What erasing a person comes to, before anything is done. */
export interface ErasurePlan {
  /** what was looked at: it is done as it was planned, or not at all */
  readonly hash: string;
  readonly found: Found;
  readonly title: string | null;
  /** records that lose every personal value: the person, and what belongs to them */
  readonly persons: readonly FoundRecord[];
  /** records that lose what their words say of the person */
  readonly mentions: readonly FoundRecord[];
  /** records that point at the person, and go on to */
  readonly references: readonly FoundRecord[];
  /** called the same, and somebody else as far as anybody has said */
  readonly namesakes: readonly FoundRecord[];
  readonly shared: readonly Shared[];
  /** what is taken out wherever it stands */
  readonly everywhere: readonly Term[];
}

const isPerson = ({ way }: FoundRecord): boolean => way === 'person' || way === 'part';

/** Values by which somebody is found who is not erased. */
const sharedIn = (others: readonly FoundRecord[], terms: readonly Term[]): readonly Shared[] =>
  others
    .filter(({ way }) => way === 'same')
    .flatMap((record) => {
      const words = record.table.texts
        .filter(({ name }) => {
          const field = record.table.fieldOf(name);
          return field !== undefined && identifies(field);
        })
        .map(({ name }) => wordsOf(record.row.row[name]))
        .join('\n');
      const kept = sealedIn(record.table, record.row.row, terms).flatMap((one) => one.terms);
      return [...new Set([...termsIn(words, terms), ...kept])].map((term) => ({ term, record }));
    });

const hashOf = (version: number, persons: readonly FoundRecord[], rest: readonly unknown[]): string =>
  createHash('sha256')
    .update(JSON.stringify([version, persons.map(({ id, row }) => [id, row.version]), ...rest]))
    .digest('base64url');

/** People who work here, or did. */
export const isUser = ({ object }: Pick<RecordName, 'object'>): boolean =>
  object.system && object.name === 'user';

/** Whether records can be erased as a person: of the engine's own objects only users. */
export const isErasable = (records: readonly RecordName[]): boolean =>
  records.length > 0 && records.every((record) => !record.object.system || isUser(record));

/** Whoever still works here is switched off before: somebody manages people then, and what they hold is handed over. */
function assertLeft(persons: readonly FoundRecord[]): void {
  const active = ({ table, row }: FoundRecord): boolean => {
    const column = table.object.fields.get('active')!.columns[0]!.name;
    return row.row[column] !== false;
  };
  if (persons.filter(isUser).some(active)) throw new Problem('privacy.active_user');
}

/** Says what would be erased, what stays and why. */
export async function planErasure(
  ctx: RequestContext,
  on: Pool | ClientBase,
  { record, also }: Asked,
): Promise<ErasurePlan> {
  if (!isErasable([record, ...also])) throw new Problem('privacy.system', { object: record.object.name });
  const found = await findPerson(ctx, on, { records: [record, ...also], terms: [] });
  const own = await findPerson(ctx, on, { records: [record], terms: [] });
  const known = new Set(own.records.map(keyOf));
  const strangers = also.flatMap((one, index) =>
    known.has(keyOf(one))
      ? []
      : [problemItem(`/also/${index}`, 'privacy.also', { given: `${one.object.name}/${one.id}` })],
  );
  if (strangers.length > 0) throw new Problem('privacy.invalid', {}, strangers);
  const persons = found.records.filter(isPerson);
  assertLeft(persons);
  const others = found.records.filter((one) => !isPerson(one));
  const shared = sharedIn(others, found.terms.filter(isStrong));
  const isShared = new Set(shared.map(({ term }) => term));
  const everywhere = found.terms.filter((term) => isStrong(term) && !isShared.has(term));
  const speaks = ({ way, row, table }: FoundRecord): boolean => {
    const terms =
      way === 'refers' ? [...everywhere, ...found.terms.filter((one) => !isStrong(one))] : everywhere;
    return table.texts.some(({ name }) => termsIn(wordsOf(row.row[name]), terms).length > 0);
  };
  const mentions = others.filter(speaks);
  return {
    hash: hashOf(ctx.model.version, persons, [
      mentions.map(({ id }) => id),
      everywhere.map(({ pattern }) => pattern),
      found.traces.files.map(({ id }) => id),
    ]),
    found,
    title: found.records.find(({ id, object }) => id === record.id && object === record.object)!.title,
    persons,
    mentions,
    references: others.filter(({ way }) => way === 'refers'),
    namesakes: others.filter(({ way }) => way === 'namesake'),
    shared,
    everywhere,
  };
}

/** What the persons lose of each object. */
export const fieldsLost = ({ persons }: ErasurePlan) =>
  [...Map.groupBy(persons, ({ object }) => object)].map(([object, records]) => ({
    object,
    fields: personalFields(object),
    count: records.length,
  }));
