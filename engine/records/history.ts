import type { Access, ObjectAccess, RowScopes } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { type Labels, Problem } from '../errors.ts';
import { isUuid } from '../ids.ts';
import type { ModelField, ModelObject } from '../model/model.ts';
import { makeCursor, readCursor } from './cursor.ts';
import { type Beside, besideOf, type HistoryEntry, readEntries } from './history-entries.ts';
import { linkTargetsOf, targetOf } from './members.ts';
import { assertCan, objectAccessOf } from './plan.ts';
import { openKept } from './secrets.ts';
import { entriesOfShown, isSensitive, leaveReads } from './sensitive.ts';
import { stageMovesOf } from './stage-moves.ts';
import { standingOf } from './standing.ts';
import { visibleTitles } from './visible-titles.ts';

/** What became of one field, or of what stands beside the record. */
export interface HistoryChange {
  /** API name; absent where only the other side has a field for it */
  readonly field?: string;
  readonly labels: Labels;
  readonly archived?: true;
  /** what it held and holds is not for the reader */
  readonly masked?: true;
  /** it changed, and what it held and came to hold was erased since */
  readonly erased?: true;
  readonly from?: unknown;
  readonly to?: unknown;
  /** of stages: the pipelines */
  readonly pipelines?: readonly [string | null, string | null];
  /** of line items and links: ids of the records; null of what the reader does not see */
  readonly records?: Readonly<Partial<Record<'added' | 'changed' | 'removed', readonly (string | null)[]>>>;
  /** the object of those, where the reader may know it */
  readonly object?: string;
  readonly moved?: true;
}

export interface HistoryItem {
  readonly id: string;
  readonly at: string;
  readonly op: 'create' | 'update' | 'delete' | 'restore' | 'merge' | 'unmerge';
  /** of a merge: by which it is undone, and how many records it took in */
  readonly merged?: { readonly id: string; readonly records?: number };
  readonly version?: number;
  /** null: the engine itself; a name of null: somebody whom the reader does not see */
  readonly by: Person | null;
  readonly onBehalf?: Person;
  readonly changes: readonly HistoryChange[];
}

interface Person {
  readonly id: string | null;
  readonly name: string | null;
}

export interface History {
  readonly items: readonly HistoryItem[];
  /** titles of the records that values name, by object and id */
  readonly titles: Readonly<Record<string, Readonly<Record<string, string | null>>>>;
  readonly next: string | null;
}

/** So many pages of entries are looked through for one page of what the reader may know. */
const ROUNDS = 10;

/** What a field held and came to hold. */
type Values = readonly [before: unknown, after: unknown];

/** Writes that are changes to who reads the history. */
const ALSO_CHANGES: ReadonlySet<string> = new Set([
  'transfer',
  'claim',
  'release',
  'erase',
  'merge',
  'unmerge',
]);

/** What the entry of the record that stayed says of a merge, or of its undoing. */
const mergedIn = ({ changes }: HistoryEntry): HistoryItem['merged'] => {
  const [before, after] = (changes.merged ?? []) as readonly HistoryItem['merged'][];
  return after ?? before ?? undefined;
};

/** What was merged into another record lies in the bin. */
const opOf = (entry: HistoryEntry): 'create' | 'update' | 'delete' | 'restore' =>
  !entry.beside && 'merged_into' in entry.changes
    ? 'delete'
    : entry.beside || ALSO_CHANGES.has(entry.op)
      ? 'update'
      : (entry.op as 'create' | 'delete' | 'restore');

type Right = 'read' | 'masked' | 'none';

/** What the actor may know of each field, in this very row. */
interface RowRights {
  of(field: ModelField): Right;
}

/** The rights over a record as they are now; refused as what is not there where the actor does not see it. */
async function rightsOver(
  ctx: RequestContext,
  access: Access,
  object: ObjectAccess,
  id: string,
): Promise<RowRights> {
  const fields = [...object.object.fieldsById.values()].map(({ name }) => name);
  const scopes = [
    object.rows('read'),
    object.rows('restore'),
    ...fields.flatMap((name) => [object.readableRows(name), object.maskedRows(name)]),
  ];
  const standing = await standingOf(ctx, access, object, id, [...new Set(scopes.flat())]);
  const isIn = (some: RowScopes): boolean => some.some((term) => standing!.holds.get(term) === true);
  const isSeen =
    standing &&
    isIn(object.rows('read')) &&
    (!standing.isDeleted || (object.can('restore') && isIn(object.rows('restore'))));
  if (!isSeen) throw new Problem('record.not_found');
  return {
    of: ({ name }) =>
      isIn(object.readableRows(name)) ? 'read' : isIn(object.maskedRows(name)) ? 'masked' : 'none',
  };
}

/** The ids that a value names, at whatever depth. */
function idsIn(value: unknown): string[] {
  if (typeof value === 'string') return isUuid(value) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap(idsIn);
  if (typeof value === 'object' && value !== null && 'id' in value) return idsIn(value.id);
  return [];
}

/** A value of a relation without the records that the actor does not see. */
function seenOnly(value: unknown, isSeen: (id: string) => boolean): unknown {
  if (Array.isArray(value)) return value.filter((one) => idsIn(one).every(isSeen));
  return idsIn(value).every(isSeen) ? value : null;
}

type RecordWords = 'added' | 'changed' | 'removed';
const RECORD_WORDS: readonly RecordWords[] = ['added', 'changed', 'removed'];
const WORD_OF: Readonly<Record<string, RecordWords>> = {
  create: 'added',
  restore: 'added',
  update: 'changed',
  delete: 'removed',
};

/** What an entry says of records beside the one that it is about, before anybody has looked who sees them. */
interface Told {
  readonly beside: Beside;
  readonly records: Readonly<Partial<Record<RecordWords, readonly string[]>>>;
  readonly moved: boolean;
}

function toldBeside(entry: HistoryEntry, all: readonly Beside[]): readonly Told[] {
  if (entry.beside) {
    const named = entry.beside.to ? entry.other : entry.record;
    const records = named === null ? {} : { [WORD_OF[entry.op]!]: [named] };
    return [{ beside: entry.beside, records, moved: false }];
  }
  return all.flatMap((beside) => {
    const said = beside.field && (entry.changes[beside.field.id] as readonly [unknown, any] | undefined)?.[1];
    return said ? [{ beside, records: said, moved: said.moved === true }] : [];
  });
}

const shownObject = ({ child, to }: Beside): ObjectAccess => to?.target ?? child;

/** Everything that these entries name, by object, with the titles of what the actor sees. */
async function titlesOf(
  ctx: RequestContext,
  access: Access,
  fields: (entry: HistoryEntry) => readonly (readonly [ModelField, unknown])[],
  entries: readonly HistoryEntry[],
  all: readonly Beside[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, string | null>>> {
  const wanted = new Map<string, Set<string>>();
  const want = (object: string, ids: readonly string[]): void => {
    wanted.set(object, new Set([...(wanted.get(object) ?? []), ...ids]));
  };
  for (const entry of entries) {
    want(
      'user',
      [entry.actor, entry.onBehalf].filter((one) => one !== null),
    );
    for (const [field, value] of fields(entry))
      for (const target of targetsOf(field)) want(target, idsIn(value));
    for (const { beside, records } of toldBeside(entry, all)) {
      const ids = RECORD_WORDS.flatMap((word) => records[word] ?? []);
      want(shownObject(beside).object.name, ids);
    }
  }
  const found = await Promise.all(
    [...wanted].map(async ([name, ids]) => {
      const object = access.object(name);
      return [name, object ? await visibleTitles(ctx, object, [...ids]) : new Map()] as const;
    }),
  );
  return new Map(found);
}

const targetsOf = (field: ModelField): readonly string[] => {
  const target = targetOf(field);
  return field.lines ? [] : target === undefined ? linkTargetsOf(field) : [target];
};

/** Titles of what these items name: who did what is nothing to the reader is not named beside them. */
function titlesIn(
  items: readonly HistoryItem[],
  titles: ReadonlyMap<string, Readonly<Record<string, string | null>>>,
): History['titles'] {
  const named = new Set(
    items.flatMap(({ by, onBehalf, changes }) => [
      by?.id,
      onBehalf?.id,
      ...changes.flatMap(({ from, to, records = {} }) => [
        ...[from, to].flatMap(idsIn),
        ...Object.values(records).flat(),
      ]),
    ]),
  );
  return Object.fromEntries(
    [...titles].flatMap(([object, known]) => {
      const told = Object.entries(known).filter(([id]) => named.has(id));
      return told.length > 0 ? [[object, Object.fromEntries(told)]] : [];
    }),
  );
}

/** The history of one record as the actor may know it: fields by their rights of now, in rows of now. */
export async function readHistory(
  ctx: RequestContext,
  objectName: string,
  id: string,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string },
): Promise<History> {
  const { access, object } = objectAccessOf(ctx, objectName);
  assertCan(object, 'read');
  const rights = await rightsOver(ctx, access, object, id);
  const beside = besideOf(ctx, access, object).filter(({ field }) => !field || rights.of(field) === 'read');
  const list = JSON.stringify(['history', ctx.workspace.id, objectName, id]);
  let position = cursor === undefined ? undefined : readCursor(ctx.secretKey, list, cursor);
  const items: HistoryItem[] = [];
  const titles = new Map<string, Record<string, string | null>>();
  let last = position;
  for (let round = 0; round < ROUNDS; round += 1) {
    const entries = await readEntries(ctx, access, id, beside, position, limit + 1);
    const seen = await seenIn(ctx, access, object, rights, entries, beside);
    for (const [name, found] of seen.titles) {
      titles.set(name, { ...titles.get(name), ...Object.fromEntries(found) });
    }
    for (const [index, entry] of entries.entries()) {
      const item = seen.itemOf(entry);
      // a page begins behind what was told last, not behind what is nothing to the reader
      if (item && items.length === limit) return historyOf(items, makeCursor(ctx.secretKey, list, last!));
      position = [entry.at, entry.id];
      if (item) {
        items.push(item);
        last = position;
      }
      if (index === limit) break;
    }
    if (entries.length <= limit) return historyOf(items, null);
  }
  return historyOf(items, makeCursor(ctx.secretKey, list, position!));

  async function historyOf(found: readonly HistoryItem[], next: string | null): Promise<History> {
    await leaveShown(ctx, object.object, id, found);
    return { items: found, titles: titlesIn(found, titles), next };
  }
}

/** Leaves which sensitive fields of the record its history shows. */
function leaveShown(
  ctx: RequestContext,
  object: ModelObject,
  id: string,
  items: readonly HistoryItem[],
): Promise<void> {
  const told = new Set(
    items.flatMap(({ changes }) => changes.flatMap(({ field, masked }) => (masked ? [] : (field ?? [])))),
  );
  const shown = [...object.fieldsById.values()].filter((field) => isSensitive(field) && told.has(field.name));
  return leaveReads(ctx, entriesOfShown(shown.map((field) => ({ object, field, records: [id] }))));
}

/** The texts behind what entries keep sealed, by field and what is kept. */
async function openedIn(
  ctx: RequestContext,
  changes: readonly (readonly [ModelField, Values | null])[],
): Promise<ReadonlyMap<string, unknown>> {
  const opened = new Map<string, unknown>();
  for (const [{ id }, values] of changes)
    for (const kept of values ?? []) {
      const text = await openKept(ctx, id, kept);
      if (text !== kept) opened.set(`${id} ${kept}`, text);
    }
  return opened;
}

/** What some entries say to the actor. */
async function seenIn(
  ctx: RequestContext,
  access: Access,
  { object }: ObjectAccess,
  rights: RowRights,
  entries: readonly HistoryEntry[],
  all: readonly Beside[],
) {
  const fieldsOf = (entry: HistoryEntry): readonly (readonly [ModelField, Values | null])[] =>
    entry.beside
      ? []
      : Object.entries(entry.changes).flatMap(([fieldId, value]) => {
          const field = object.fieldsById.get(fieldId);
          return field && !field.lines && rights.of(field) !== 'none'
            ? [[field, value as Values | null]]
            : [];
        });
  const readable = (entry: HistoryEntry) => fieldsOf(entry).filter(([field]) => rights.of(field) === 'read');
  const [titles, moves, opened] = await Promise.all([
    titlesOf(ctx, access, readable, entries, all),
    stageMovesOf(ctx, object, entries),
    openedIn(ctx, entries.flatMap(readable)),
  ]);
  const isSeenIn = (targets: readonly string[]) => (one: string) =>
    targets.some((target) => titles.get(target)?.has(one) === true);
  const person = (user: string | null): Person | null => {
    if (user === null) return null;
    const name = titles.get('user')?.get(user);
    return name === undefined ? { id: null, name: null } : { id: user, name };
  };

  const fieldChange = (entry: HistoryEntry, field: ModelField, values: Values | null): HistoryChange => {
    const about = {
      field: field.name,
      labels: field.labels,
      ...(field.archived && { archived: true as const }),
    };
    if (rights.of(field) === 'masked') return { ...about, masked: true };
    if (values === null) return { ...about, erased: true };
    const [from, to] = values;
    const targets = targetsOf(field);
    const shown = (value: unknown) =>
      targets.length === 0
        ? (opened.get(`${field.id} ${value}`) ?? value)
        : seenOnly(value, isSeenIn(targets));
    const pipelines = field.type.hasStages ? moves.get(`${entry.record} ${entry.version}`) : undefined;
    return { ...about, from: shown(from), to: shown(to), ...(pipelines && { pipelines }) };
  };

  const besideChange = ({ beside, records, moved }: Told): HistoryChange | undefined => {
    const shown = shownObject(beside).object.name;
    const isSeen = isSeenIn([shown]);
    const told = RECORD_WORDS.flatMap((word) => {
      const ids = (records[word] ?? []).map((one) => (isSeen(one) ? one : null));
      // a list of links says nothing of those that one does not see; line items are a part of the record
      const kept = beside.to ? ids.filter((one) => one !== null) : ids;
      return kept.length === 0 ? [] : [[word, kept] as const];
    });
    if (told.length === 0 && !moved) return undefined;
    return {
      ...(beside.field && { field: beside.field.name }),
      labels: beside.labels,
      object: shown,
      records: Object.fromEntries(told),
      ...(moved && { moved: true as const }),
    };
  };

  const itemOf = (entry: HistoryEntry): HistoryItem | undefined => {
    const changes = [
      ...fieldsOf(entry).map(([field, value]) => fieldChange(entry, field, value)),
      ...toldBeside(entry, all).flatMap((told) => besideChange(told) ?? []),
    ];
    // that something changed which the actor may not know is nothing to them
    const merged = entry.beside ? undefined : mergedIn(entry);
    const op = merged ? (entry.op as 'merge' | 'unmerge') : opOf(entry);
    if (op === 'update' && changes.length === 0) return undefined;
    const onBehalf = person(entry.onBehalf);
    return {
      id: entry.id,
      at: entry.at,
      op,
      ...(!entry.beside && { version: entry.version }),
      by: person(entry.actor),
      ...(onBehalf && { onBehalf }),
      ...(merged && { merged }),
      changes,
    };
  };
  return { titles, itemOf };
}
