import type { Access } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { nearest } from '../errors.ts';
import { type CellProblem, isCellProblem, type Locality, quoted } from '../field-types/index.ts';
import type { ModelField } from '../model/model.ts';
import { listRecords, matchRecords } from '../records/index.ts';
import type { Ask, ReadRow } from './cells.ts';
import type { FilePlan, LookupTarget } from './map.ts';
import { folded, refuseNaming } from './words.ts';

/** What a name turned out to be: a record, a row further down that is not written yet, or nothing. */
export type Found = { readonly id: string } | { readonly waits: true } | { readonly problem: CellProblem };

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Names kept per relation; an import that uses more asks for some of them again. */
const KEPT = 50_000;
/** How many records a nearest match is looked for among, and how many of them one import looks for. */
const CANDIDATES = 10_000;
const SUGGESTIONS = 500;
const PAGE = 1_000;

/** Rows that are still to be written, counted by what others may call them. */
export interface OpenRows {
  expect(plan: FilePlan, row: ReadRow): void;
  /** the row is written or refused: nobody waits for it any more */
  settle(plan: FilePlan, row: ReadRow, id?: string): void;
  isOpen(target: LookupTarget, text: string): boolean;
  hasOpen(object: string): boolean;
  /** the record of a row by the row's own key */
  byKey(object: string, key: string): string | undefined;
  keys(object: string): Iterable<string>;
}

const nameOf = (object: string, field: string, text: string): string =>
  `${object}\n${field}\n${folded(text)}`;

export function makeOpenRows(): OpenRows {
  const open = new Map<string, number>();
  const openByObject = new Map<string, number>();
  const keys = new Map<string, Map<string, string>>();
  const keyOf = ({ rowKey }: FilePlan, { row }: ReadRow): string =>
    rowKey === undefined ? '' : (row.cells[rowKey] ?? '');
  const namesOf = (plan: FilePlan, read: ReadRow): string[] => {
    const { name } = plan.object.object;
    const names = [...read.values].flatMap(([member, value]) =>
      plan.object.object.fields.get(member)?.type.unique ? nameOf(name, member, String(value)) : [],
    );
    const key = keyOf(plan, read);
    return key === '' ? names : [...names, nameOf(name, '', key)];
  };
  const count = (counts: Map<string, number>, key: string, by: number): void => {
    const left = (counts.get(key) ?? 0) + by;
    if (left > 0) counts.set(key, left);
    else counts.delete(key);
  };
  return {
    expect: (plan, read) => {
      for (const name of namesOf(plan, read)) count(open, name, 1);
      count(openByObject, plan.object.object.name, 1);
    },
    settle: (plan, read, id) => {
      const { name } = plan.object.object;
      for (const one of namesOf(plan, read)) count(open, one, -1);
      count(openByObject, name, -1);
      const key = keyOf(plan, read);
      if (id === undefined || key === '') return;
      const known = keys.get(name) ?? new Map<string, string>();
      keys.set(name, known.set(folded(key), id));
    },
    isOpen: ({ object, by }, text) =>
      open.has(nameOf(object.name, '', text)) ||
      by.some((field) => open.has(nameOf(object.name, field.name, text))),
    hasOpen: (object) => openByObject.has(object),
    byKey: (object, key) => keys.get(object)?.get(folded(key)),
    keys: (object) => keys.get(object)?.keys() ?? [],
  };
}

/** What lookups need of the import that they belong to. */
export interface LookupScope {
  readonly ctx: RequestContext;
  readonly access: Access;
  readonly where: Locality;
  readonly open: OpenRows;
  /** those of the records that this import has made */
  ownOf(object: string, ids: readonly string[]): Promise<readonly string[]>;
}

export interface Lookups {
  /** Finds what is asked for, all at once; with `mayWait` a name of a row still to come is waited for. */
  find(asks: readonly Ask[], mayWait: boolean): Promise<readonly Found[]>;
}

const keyOf = ({ target: { object, by }, text }: Ask): string =>
  `${object.name}\n${by.map(({ name }) => name).join()}\n${text}`;

/** The records that carry each name in one of the fields. */
async function matches(
  { ctx, access, where }: LookupScope,
  target: LookupTarget,
  texts: readonly string[],
): Promise<readonly ReadonlySet<string>[]> {
  const found = texts.map(() => new Set<string>());
  for (const field of target.by) {
    const values = texts.flatMap((text, index) => {
      const parsed = field.type.parse(text, field, where);
      const value = isCellProblem(parsed) ? parsed : field.type.normalise(parsed, field);
      return isCellProblem(value) || value === null ? [] : [{ value, index }];
    });
    const sought = values.map(({ value }) => value);
    const on = ctx.db.forWorkspace(ctx.workspace);
    const ids = await matchRecords(ctx, on, access, target.access!, field, sought);
    for (const [n, { index }] of values.entries()) for (const id of ids[n]!) found[index]!.add(id);
  }
  return found;
}

/** The names that records of an object go by, for nearest matches. */
async function candidatesOf({ ctx }: LookupScope, object: string, field: ModelField): Promise<string[]> {
  const names = new Set<string>();
  let cursor: string | undefined;
  do {
    const text = await listRecords(ctx, object, {
      fields: [field.name],
      sort: [],
      limit: PAGE,
      offset: 0,
      deleted: false,
      ...(cursor !== undefined && { cursor }),
    });
    const page: { records: Record<string, unknown>[]; next: string | null } = JSON.parse(text);
    for (const record of page.records) if (record[field.name]) names.add(String(record[field.name]));
    cursor = page.next ?? undefined;
  } while (cursor !== undefined && names.size < CANDIDATES);
  return [...names];
}

/** Finds the nearest name among the records of a target. */
function makeSuggestions(scope: LookupScope) {
  const lists = new Map<string, Promise<string[]>>();
  let left = SUGGESTIONS;
  return async ({ object, by, access }: LookupTarget, text: string): Promise<string | undefined> => {
    if (left <= 0) return undefined;
    left -= 1;
    const field = by.find(({ name }) => name === object.titleField) ?? by[0];
    if (!field || !access) return nearest(text, scope.open.keys(object.name));
    const key = `${object.name}\n${field.name}`;
    const list = lists.get(key) ?? candidatesOf(scope, object.name, field);
    lists.set(key, list);
    return nearest(text.slice(0, 200), await list);
  };
}

export function makeLookups(scope: LookupScope): Lookups {
  const known = new Map<string, Map<string, Found>>();
  const suggest = makeSuggestions(scope);

  /** What needs no database. */
  const findHere = ({ target, text }: Ask, mayWait: boolean): Found | undefined => {
    const own = scope.open.byKey(target.object.name, text);
    if (own !== undefined) return { id: own };
    if (mayWait && scope.open.isOpen(target, text)) return { waits: true };
    return ID.test(text) ? { id: text.toLowerCase() } : undefined;
  };

  const judge = async (target: LookupTarget, text: string, ids: ReadonlySet<string>): Promise<Found> => {
    const [id] = ids;
    if (ids.size === 1) return { id: id! };
    if (id === undefined) {
      const params = { given: quoted(text) };
      return { problem: refuseNaming('import.no_match', params, target.object, await suggest(target, text)) };
    }
    // rows that name others of their own file mean those
    const own = await scope.ownOf(target.object.name, [...ids]);
    if (own.length === 1) return { id: own[0]! };
    const params = { given: quoted(text), candidates: [...ids].join(', ') };
    return { problem: refuseNaming('import.several', params, target.object, id) };
  };

  const findThere = async (target: LookupTarget, texts: readonly string[]): Promise<Map<string, Found>> => {
    const ids = target.access ? await matches(scope, target, texts) : texts.map(() => new Set<string>());
    const found = new Map<string, Found>();
    for (const [index, text] of texts.entries()) found.set(text, await judge(target, text, ids[index]!));
    return found;
  };

  return {
    find: async (asks, mayWait) => {
      const answers = new Map<string, Found>();
      const left = new Map<LookupTarget, Set<string>>();
      for (const ask of asks) {
        const key = keyOf(ask);
        const { target, text } = ask;
        const found = findHere(ask, mayWait) ?? known.get(target.object.name)?.get(key);
        if (found) answers.set(key, found);
        else left.set(target, (left.get(target) ?? new Set()).add(text));
      }
      for (const [target, texts] of left) {
        const isSettled = !scope.open.hasOpen(target.object.name);
        const kept = known.get(target.object.name) ?? new Map<string, Found>();
        if (isSettled) known.set(target.object.name, kept);
        if (kept.size > KEPT) kept.clear();
        for (const [text, found] of await findThere(target, [...texts])) {
          const key = keyOf({ target, text, isFallback: false });
          answers.set(key, found);
          // a name of an object whose rows are still coming in may mean another one later
          if (isSettled) kept.set(key, found);
        }
      }
      return asks.map((ask) => answers.get(keyOf(ask))!);
    },
  };
}
