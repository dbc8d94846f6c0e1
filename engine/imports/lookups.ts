import type { Access } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { nearest } from '../errors.ts';
import { type CellProblem, isCellProblem, type Locality, quoted } from '../field-types/index.ts';
import { isUuid } from '../ids.ts';
import type { ModelField } from '../model/model.ts';
import { listRecords, matchRecords } from '../records/index.ts';
import type { Ask, ReadRow } from './cells.ts';
import type { FilePlan, LookupTarget } from './map.ts';
import { folded, refuseNaming } from './words.ts';

/** What a name turned out to be: a record, a row further down that is not written yet, or nothing. */
export type Found = { readonly id: string } | { readonly waits: true } | { readonly problem: CellProblem };

/** Names kept per relation; an import that uses more asks for some of them again. */
const KEPT = 50_000;
/** How many records a nearest match is looked for among, and how many of them one import looks for. */
const CANDIDATES = 10_000;
const SUGGESTIONS = 500;
const PAGE = 1_000;
/** Names of written rows kept in memory; of those beyond the database is asked. */
const KEPT_ROWS = 300_000;
/** The same of a dry run, of whose rows the database knows nothing. */
const KEPT_DRY = 1_000_000;

/** Rows of this import that others of it name: those still to be written, and those that are. */
export interface OwnRows {
  expect(plan: FilePlan, row: ReadRow): void;
  /** the row is written, or refused: nobody waits for it any more */
  settle(plan: FilePlan, row: ReadRow, id?: string): void;
  isOpen(target: LookupTarget, text: string): boolean;
  hasOpen(object: string): boolean;
  /** the record of the one written row of that name, by the row's own key before all; undefined does not say that there is none */
  idOf(target: LookupTarget, text: string): string | undefined;
  keys(object: string): Iterable<string>;
}

const ROW = '';

const nameOf = (object: string, field: string, text: string): string =>
  `${object}\n${field}\n${folded(text)}`;

const isName = (field: ModelField | undefined): boolean =>
  field?.type.unique === true && !field.type.relation;

/** The names that a row goes by: its own key, and the values by which records are found. */
function namesOf({ object: { object }, rowKey }: FilePlan, { row, values }: ReadRow): string[] {
  const names = [...values].flatMap(([member, value]) =>
    isName(object.fields.get(member)) ? nameOf(object.name, member, String(value)) : [],
  );
  const key = rowKey === undefined ? '' : (row.cells[rowKey] ?? '');
  return key === '' ? names : [...names, nameOf(object.name, ROW, key)];
}

export function makeOwnRows(isDry = false): OwnRows {
  const most = isDry ? KEPT_DRY : KEPT_ROWS;
  const open = new Map<string, number>();
  const openByObject = new Map<string, number>();
  /** null: several rows have the name */
  const written = new Map<string, string | null>();
  const expected = new Set<string>();
  const count = (counts: Map<string, number>, key: string, by: number): void => {
    const left = (counts.get(key) ?? 0) + by;
    if (left > 0) counts.set(key, left);
    else counts.delete(key);
  };
  return {
    expect: (plan, read) => {
      const { name } = plan.object.object;
      expected.add(name);
      for (const one of namesOf(plan, read)) count(open, one, 1);
      count(openByObject, name, 1);
    },
    settle: (plan, read, id) => {
      const { name } = plan.object.object;
      if (!isDry && !expected.has(name) && plan.rowKey === undefined) return;
      for (const one of namesOf(plan, read)) {
        count(open, one, -1);
        const isKept = written.size < most || one.startsWith(nameOf(name, ROW, ''));
        if (id !== undefined && isKept)
          written.set(one, (written.get(one) ?? id) === id && written.get(one) !== null ? id : null);
      }
      count(openByObject, name, -1);
    },
    isOpen: ({ object, by }, text) =>
      open.has(nameOf(object.name, ROW, text)) ||
      by.some((field) => open.has(nameOf(object.name, field.name, text))),
    hasOpen: (object) => openByObject.has(object),
    idOf: ({ object, by }, text) => {
      const own = written.get(nameOf(object.name, ROW, text));
      if (own) return own;
      const ids = new Set(by.map((field) => written.get(nameOf(object.name, field.name, text))));
      ids.delete(undefined);
      const [id] = ids;
      return ids.size === 1 ? (id ?? undefined) : undefined;
    },
    keys: (object) => {
      const start = nameOf(object, ROW, '');
      return [...written.keys()].filter((one) => one.startsWith(start)).map((one) => one.slice(start.length));
    },
  };
}

/** What lookups need of the import that they belong to. */
export interface LookupScope {
  readonly ctx: RequestContext;
  readonly access: Access;
  readonly where: Locality;
  readonly rows: OwnRows;
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
    if (!field || !access) return nearest(text, scope.rows.keys(object.name));
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
    if (mayWait && scope.rows.isOpen(target, text)) return { waits: true };
    const own = scope.rows.idOf(target, text);
    if (own !== undefined) return { id: own };
    return isUuid(text) ? { id: text.toLowerCase() } : undefined;
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
        const isSettled = !scope.rows.hasOpen(target.object.name);
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
