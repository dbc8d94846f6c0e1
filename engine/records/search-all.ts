import { accessOf, type ObjectAccess } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { Problem } from '../errors.ts';
import { plainValue } from '../field-types/index.ts';
import { timeOf } from '../model/index.ts';
import type { ModelField } from '../model/model.ts';
import { excerptOf, isSearched, soughtTitle, soughtWords, weightOf } from '../search/index.ts';
import { makeBinder } from './binder.ts';
import { membersOf } from './members.ts';
import { remembered } from './plan.ts';
import { runStatement } from './postgres.ts';
import { listRecords } from './read.ts';
import { searchScene, searchText, WAYS, type Way } from './search-plan.ts';
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

/** Where a record stands among the others, and by which field it was found. */
function candidateOf(object: ObjectAccess, way: Way, id: string, told: string): Candidate {
  const fields = fieldsOf(object);
  const { titleField } = object.object;
  const titled = { object, id, field: titleField, isNear: way === 'near' };
  if (way === 'near') return { ...titled, rank: [WAYS.indexOf(way), -Number(told)] };
  if (way !== 'words') return { ...titled, rank: [WAYS.indexOf(way), 0] };
  const weigh = (digit: string, index: number): readonly [number, number, number] => [
    digit === '0' ? 9 : Number(digit),
    weightOf(object.object, fields[index]!).charCodeAt(0),
    index,
  ];
  const best = Array.from(
    { length: told.length / fields.length },
    (_, word) =>
      [...told.slice(word * fields.length, (word + 1) * fields.length)].map(weigh).sort(compare)[0]!,
  );
  // no better than the word that is found worst; shown is where most is to be seen: the field of the first
  const [worst] = best.toSorted(compare).slice(-1);
  return {
    ...titled,
    field: fields[best[0]![2]]!.name,
    rank: [WAYS.indexOf(way), worst![0], Math.max(...best.map(([, weight]) => weight))],
  };
}

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
  isNear: boolean,
): Promise<readonly Candidate[]> {
  const words = soughtWords(q);
  const access = accessOf(ctx.model, ctx.actor);
  const names = objects.map(({ object }) => object.name).join();
  const shape = ['search', access.key, names, String(words.length), String(isNear)].join('\n');
  const plan = remembered(ctx.model, shape, () => {
    const binder = makeBinder(ctx);
    binder.seal();
    const text = searchText(searchScene(ctx.model, access, binder, words), objects, isNear) ?? '';
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
    candidateOf(objects[Number(index)]!, way as Way, id!, told!),
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
  let found = await candidatesFor(ctx, request, objects, false);
  if (found.length === 0) found = await candidatesFor(ctx, request, objects, true);
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
