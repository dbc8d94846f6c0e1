import { accessOf, type ObjectAccess } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { Problem } from '../errors.ts';
import { plainValue } from '../field-types/index.ts';
import { timeOf } from '../model/index.ts';
import type { ModelField } from '../model/model.ts';
import {
  excerptOf,
  isSearched,
  type SoughtWord,
  soughtTitle,
  soughtWords,
  weightOf,
} from '../search/index.ts';
import { makeBinder } from './binder.ts';
import { membersOf } from './members.ts';
import { remembered } from './plan.ts';
import { runStatement } from './postgres.ts';
import { listRecords } from './read.ts';
import { FOUND, STAGES, type Stage, searchScene, searchText, type Way } from './search-plan.ts';
import { leaveAsked, readsOf } from './sensitive.ts';
import { titlesOfRecords } from './visible-titles.ts';

/** A search over the records of several objects. */
export interface SearchRequest {
  readonly q: string;
  /** names of the objects that are searched; undefined: all that the actor may read */
  readonly objects?: readonly string[];
  readonly limit: number;
}

/** A record that was found, and in which field. */
export interface SearchHit {
  readonly object: string;
  readonly id: string;
  readonly title: string | null;
  readonly field: string;
  /** the piece of the field's text in which it was found, and where in it, in UTF-16 */
  readonly excerpt: string;
  readonly marks: readonly (readonly [start: number, end: number])[];
  /** whether it is only nearly what was looked for */
  readonly isNear: boolean;
}

interface Candidate {
  readonly object: ObjectAccess;
  readonly id: string;
  readonly field: string;
  readonly isNear: boolean;
  /** what comes first, compared number by number */
  readonly rank: readonly number[];
}

/** What is shown to people by itself: links of relations and the views of lists are not looked for. */
const isShown = ({ object, can }: ObjectAccess): boolean =>
  can('read') && !object.isLink && object.name !== 'view';

function objectsFor(ctx: RequestContext, names: readonly string[] | undefined): readonly ObjectAccess[] {
  const access = accessOf(ctx.model, ctx.actor);
  const objects = names
    ? names.map((name) => {
        const object = access.object(name);
        if (!object) throw new Problem('query.object', { name });
        if (!object.can('read')) throw new Problem('record.not_allowed', { action: 'read', object: name });
        return object;
      })
    : [...ctx.model.objects.keys()].flatMap((name) => access.object(name) ?? []).filter(isShown);
  return [...new Set(objects)].filter((object) => fieldsOf(object).length > 0);
}

const fieldsOf = (access: ObjectAccess): readonly ModelField[] =>
  [...membersOf(access).values()]
    .filter(({ part, field }) => part === '' && isSearched(access.object, field))
    .map(({ field }) => field);

/** What is known of a title, the best first. */
const HEADS: readonly string[] = [FOUND.sounds, FOUND.begins, ''];

/** What is found by chance: letters inside of a word, and those of which a syllable has only the first. */
const isWeak = (digit: string, { isSpaced }: SoughtWord): boolean =>
  digit === FOUND.sound || (digit === FOUND.inside && isSpaced);

/**
 * Where a record stands among the others, and by which field it was found: what is no chance comes first, then titles,
 * then whole words, and last the weight of the field.
 */
function candidateOf(
  object: ObjectAccess,
  words: readonly SoughtWord[],
  { way, id, told }: { readonly way: Way; readonly id: string; readonly told: string },
): Candidate {
  const fields = fieldsOf(object);
  const { titleField } = object.object;
  const titled = { object, id, field: titleField, isNear: way === 'slip' || way === 'near' };
  if (way === 'exact') return { ...titled, rank: [0] };
  if (titled.isNear) return { ...titled, rank: [1, -Number(told)] };
  const best = words.map((word, place) => {
    const digits = [...told.slice(place * fields.length, (place + 1) * fields.length)];
    const found = digits.map((digit, index): Place => {
      const field = fields[index]!;
      if (digit === '0') return [2, 0, 0, 0, index];
      const weight = weightOf(object.object, field).charCodeAt(0);
      return [Number(isWeak(digit, word)), Number(field.name !== titleField), Number(digit), weight, index];
    });
    return found.sort(compare)[0]!;
  });
  // no better than the word that is found worst; shown is where most is to be seen: the field of the first
  const [weak, beside, digit] = best.toSorted(compare).at(-1)!;
  const weight = Math.max(...best.map((one) => one[3]));
  return {
    ...titled,
    field: fields[best[0]![4]]!.name,
    rank: [1, weak, beside, digit, HEADS.indexOf(told.slice(words.length * fields.length)), weight],
  };
}

/** How a word was found in a field: whether by chance, whether beside the title, as what, its weight and its number. */
type Place = readonly [weak: number, beside: number, digit: number, weight: number, index: number];

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, one] of a.entries()) {
    const difference = one - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The best first; of equals the latest. */
const inOrder = (a: Candidate, b: Candidate): number =>
  compare(a.rank, b.rank) || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);

async function candidatesFor(
  ctx: RequestContext,
  { q }: SearchRequest,
  objects: readonly ObjectAccess[],
  stage: Stage,
): Promise<readonly Candidate[]> {
  const words = soughtWords(q);
  const access = accessOf(ctx.model, ctx.actor);
  const names = objects.map(({ object }) => object.name).join();
  const shape = ['search', access.key, names, String(words.length), stage].join('\n');
  const plan = remembered(ctx.model, shape, () => {
    const binder = makeBinder(ctx);
    binder.seal();
    const text = searchText(searchScene(ctx.model, access, binder, words), objects, stage) ?? '';
    return {
      text,
      sources: binder.sources,
      form: 'json',
      output: [],
      keys: 0,
      cache: {},
      ...readsOf(binder.sensitive, []),
    };
  });
  if (plan.text === '') return [];
  const bindings = { ctx, limit: 0, offset: 0, words, title: soughtTitle(q) };
  const { rows } = await runStatement(ctx.db.forReading(ctx.workspace), {
    text: plan.text,
    values: plan.sources.map((source) => source(bindings)),
  });
  await leaveAsked(ctx, plan.asked);
  const found = rows.map(([index, way, id, told]) =>
    candidateOf(objects[Number(index)]!, words, { way: way as Way, id: id!, told: told! }),
  );
  const best = new Map<string, Candidate>();
  for (const one of found.sort(inOrder)) if (!best.has(one.id)) best.set(one.id, one);
  return [...best.values()];
}

/** The texts of fields, by id and name of the field: read as lists are, with their rights and traces. */
async function textsOf(
  ctx: RequestContext,
  { object }: ObjectAccess,
  hits: readonly Candidate[],
): Promise<ReadonlyMap<string, string>> {
  const names = [...new Set(hits.map(({ field }) => field))].filter((name) => name !== object.titleField);
  if (names.length === 0) return new Map();
  const ids = hits.map(({ id }) => id);
  const { locale, model } = ctx;
  const where = { locale, timeZone: timeOf(model).timeZone, currency: model.settings.currency };
  const request = {
    filter: `id in [${ids.map((id) => `"${id}"`).join(', ')}]`,
    ...{ sort: [], fields: ['id', ...names], limit: ids.length, offset: 0, deleted: false },
  };
  const { records } = JSON.parse(await listRecords(ctx, object.name, request));
  return new Map(
    records.flatMap((record: Record<string, any>) =>
      names.flatMap((name) => {
        const value = record[name] ?? null;
        const field = object.fields.get(name)!;
        if (value === null) return [];
        const { plain } = field.type;
        const text = plain ? plainValue(plain, value) : field.type.format(value, field, where);
        return text === null ? [] : [[`${record.id} ${name}`, text]];
      }),
    ),
  );
}

/** The records that all words are found in, the best first; where there are none, those whose title is nearly that. */
export async function searchRecords(
  ctx: RequestContext,
  request: SearchRequest,
): Promise<{ readonly results: readonly SearchHit[] }> {
  const objects = objectsFor(ctx, request.objects);
  const words = soughtWords(request.q);
  if (words.length === 0) return { results: [] };
  let found: readonly Candidate[] = [];
  for (const stage of STAGES)
    if (found.length === 0) found = await candidatesFor(ctx, request, objects, stage);
  const hits = found.slice(0, request.limit);
  const read = await Promise.all(
    [...Map.groupBy(hits, ({ object }) => object)].map(async ([object, some]) => {
      const ids = some.map(({ id }) => id);
      const [titles, texts] = await Promise.all([
        titlesOfRecords(ctx, object.object.name, ids),
        textsOf(ctx, object, some),
      ]);
      return [object, { titles, texts }] as const;
    }),
  );
  const of = new Map(read);
  return {
    results: hits.flatMap(({ object, id, field, isNear }): SearchHit[] => {
      const { titles, texts } = of.get(object)!;
      // it went in this moment
      if (!titles.has(id)) return [];
      const title = titles.get(id) ?? null;
      const text = field === object.object.titleField ? title : (texts.get(`${id} ${field}`) ?? null);
      const { text: excerpt, marks } = excerptOf(text ?? '', words);
      return [{ object: object.object.name, id, title, field, excerpt, marks, isNear }];
    }),
  };
}
