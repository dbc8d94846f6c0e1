import { queryOptions } from '@tanstack/react-query';
import type { Kind } from '../organization/kinds.ts';
import { type TreeNode, treeOf } from '../organization/tree.ts';
import { aggregateRecords, deleteRecords, listRecords, updateRecord } from './records.ts';
import { get, idempotencyKey, post } from './request.ts';
import type { Labels, RecordRow } from './types.ts';

const PAGE = 1_000;

/** Every record of a list, page by page. */
async function all(
  object: string,
  query: { readonly fields: string; readonly filter?: string; readonly sort?: string },
  signal?: AbortSignal,
): Promise<readonly RecordRow[]> {
  const found: RecordRow[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await listRecords(object, { ...query, limit: PAGE, cursor }, signal);
    found.push(...page.records);
    if (page.next === null) return found;
    cursor = page.next;
  }
}

const idOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const nameOf = (value: unknown): string | null => {
  const name = (value as { name?: unknown } | null)?.name;
  return typeof name === 'string' ? name : null;
};

/** Most people have nobody below them: those who do would be lost among them. */
function leadersFirst(nodes: readonly TreeNode[]): readonly TreeNode[] {
  const leaders = new Set(nodes.map(({ parent }) => parent));
  return nodes.toSorted((a, b) => Number(leaders.has(b.id)) - Number(leaders.has(a.id)));
}

/** The nodes of a kind as a tree, in the order of the workspace's language. */
export const treeQuery = ({ object, parent, head }: Kind) =>
  queryOptions({
    queryKey: ['records', object, 'tree'],
    queryFn: async ({ signal }) => {
      const fields = ['id', 'name', 'active', parent, head && `${head}.name`].filter(Boolean).join(',');
      const filter = object === 'user' ? 'kind == "person"' : undefined;
      const records = await all(object, { fields, filter, sort: 'name' }, signal);
      const nodes = records.map(
        (record): TreeNode => ({
          id: record.id,
          name: String(record.name ?? ''),
          parent: parent ? idOf(record[parent]) : null,
          head: head ? nameOf(record[head]) : null,
          isActive: record.active !== false,
        }),
      );
      return treeOf(object === 'user' ? leadersFirst(nodes) : nodes);
    },
  });

/** How many people are at each node. */
export const peopleCountsQuery = ({ people }: Kind) =>
  queryOptions({
    queryKey: ['records', people.by === 'field' ? 'user' : people.object, 'counts', people.field],
    queryFn: async ({ signal }): Promise<ReadonlyMap<string, number>> => {
      const object = people.by === 'field' ? 'user' : people.object;
      const filter = `${people.by === 'field' ? 'active' : 'member.active'} == true`;
      const rows = await aggregateRecords(
        object,
        { group: people.field, measures: 'count()', filter, limit: 10_000 },
        signal,
      );
      return new Map(
        rows.flatMap((row) => {
          const id = idOf(row[people.field]);
          return id === null ? [] : [[id, Number(row['count()'])] as const];
        }),
      );
    },
  });

/** Somebody at a node. */
export interface Someone {
  /** what is taken away when they leave it: the user's own id, or that of the link */
  readonly key: string;
  readonly id: string;
  readonly name: string;
  readonly isActive: boolean;
}

const SHOWN = 50;

/** Who is at a node: the first of them, or as many as were asked for. */
export const peopleAtQuery = ({ people }: Kind, id: string, pages: number) =>
  queryOptions({
    queryKey: ['records', people.by === 'field' ? 'user' : people.object, 'at', people.field, id, pages],
    queryFn: async ({ signal }) => {
      const isField = people.by === 'field';
      const fields = isField ? 'id,name,active' : 'id,member.id,member.name,member.active';
      const limit = Math.min(SHOWN * pages, PAGE);
      const query = { fields, filter: `${people.field} == "${id}"`, limit };
      const sort = isField ? 'name' : 'member.name';
      const page = await listRecords(isField ? 'user' : people.object, { ...query, sort }, signal);
      const users = page.records.map((record): Someone => {
        const user = (isField ? record : record.member) as RecordRow;
        return {
          key: record.id,
          id: user.id,
          name: String(user.name ?? ''),
          isActive: user.active !== false,
        };
      });
      return { users, hasMore: page.next !== null };
    },
    placeholderData: (before) => before,
  });

/** Puts users at a node, all or none; of departments and managers they leave where they were. */
export async function putPeople({ people }: Kind, id: string, users: readonly string[]): Promise<void> {
  const operations =
    people.by === 'field'
      ? users.map((user) => ({ op: 'update', id: user, values: { [people.field]: id } }))
      : users.map((member) => ({ op: 'create', values: { [people.field]: id, member } }));
  await writeAll(people.by === 'field' ? 'user' : people.object, operations);
}

/** Takes somebody away from a node. */
export async function removeSomeone({ people }: Kind, key: string): Promise<void> {
  if (people.by === 'field') await updateRecord('user', key, { [people.field]: null });
  else await deleteRecords(people.object, [key]);
}

async function writeAll(object: string, operations: readonly object[]): Promise<void> {
  for (let from = 0; from < operations.length; from += PAGE) {
    const headers = { 'Idempotency-Key': idempotencyKey() };
    await post(`/api/records/${object}/batch`, operations.slice(from, from + PAGE), { headers });
  }
}

/** Everybody and everything at a node goes to another one, which is then switched off: nothing is lost with it. */
export async function mergeInto(kind: Kind, from: string, to: string): Promise<void> {
  const { object, parent, people } = kind;
  const filter = `${people.field} == "${from}"`;
  if (people.by === 'field') {
    const users = await all('user', { fields: 'id', filter });
    await putPeople(
      kind,
      to,
      users.map(({ id }) => id),
    );
  } else {
    const [links, known] = await Promise.all(
      [from, to].map((at) =>
        all(people.object, { fields: 'id,member', filter: `${people.field} == "${at}"` }),
      ),
    );
    const there = new Set(known!.map(({ member }) => member));
    await writeAll(
      people.object,
      links!.map(({ id, member }) =>
        there.has(member) ? { op: 'delete', id } : { op: 'update', id, values: { [people.field]: to } },
      ),
    );
  }
  const below = parent ? await all(object, { fields: 'id', filter: `${parent} == "${from}"` }) : [];
  await writeAll(object, [
    ...below.map(({ id }) => ({ op: 'update', id, values: { [parent!]: to } })),
    { op: 'update', id: from, values: { active: false } },
  ]);
}

/** What it comes to when something stands elsewhere. */
export interface MoveEffects {
  readonly people: number;
  readonly records: readonly { readonly object: string; readonly plural: Labels; readonly count: number }[];
  readonly lose: SomeUsers;
  readonly gain: SomeUsers;
}

export interface SomeUsers {
  readonly count: number;
  readonly users: readonly { readonly id: string; readonly name: string }[];
}

export const moveQuery = (object: string, id: string, to: string | null) =>
  queryOptions({
    queryKey: ['records', object, 'move', id, to],
    queryFn: ({ signal }) =>
      get<MoveEffects>('/api/organization/move', { query: { object, id, to: to ?? undefined }, signal }),
    staleTime: 0,
  });
