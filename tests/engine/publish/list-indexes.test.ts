import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor, Reach, RequestContext } from '../../../engine/context.ts';
import { query, transaction } from '../../../engine/db/connect.ts';
import { LIMITS } from '../../../engine/limits.ts';
import { addressOf, type Body, type Document } from '../../../engine/model/index.ts';
import { planList } from '../../../engine/records/plan.ts';
import { listFromAddress } from '../../../engine/records/request.ts';
import { vaultsOf } from '../../support/vaults.ts';
import {
  document,
  field,
  object,
  type PublishWorld,
  publishWorld,
  type TestWorkspace,
} from './publish-world.ts';

const labels = (name: string) => ({ en: name, 'zh-CN': name });

const view = (name: string, sort: readonly string[], words: Body = {}): Document =>
  document('view', { name, object: 'trip', labels: labels(name), columns: ['name'], sort, ...words });
const roleOver = (rows: string): Document =>
  document('role', {
    name: 'guide',
    labels: labels('guide'),
    grants: [{ object: 'trip', do: ['read'], rows: { read: rows } }],
  });
const TRIP = object(
  'trip',
  {
    kind: field('select', { options: [{ value: 'sea', labels: labels('sea') }] }),
    cost: field('currency'),
    day: field('date'),
    open: field('boolean'),
    area: field('lookup', { target: 'territory' }),
  },
  {},
  { ownership: 'user' },
);

let world: PublishWorld;
let workspace: TestWorkspace;

/** Publishes these views and roles instead of those of before, and builds what that asks for. */
const publish = (...documents: readonly Document[]) =>
  workspace.publish((all) => {
    for (const address of [...all.keys()])
      if (/^view\/trip\.|^role\/guide$/.test(address)) all.delete(address);
    for (const one of documents) all.set(addressOf(one), one);
  });

/** The indexes of lists, their columns without the hashes of names. */
async function indexes(): Promise<string[]> {
  const { rows } = await query<{ sql: string }>(world.db.direct(), {
    text: "SELECT pg_get_indexdef(indexrelid) AS sql FROM pg_index WHERE indisvalid AND indexrelid::regclass::text ~ '\\ylx_' AND indrelid::regclass::text ~ 'o_trip_' AND starts_with(indrelid::regclass::text, $1) ORDER BY indexrelid",
    values: [workspace.workspace.schema],
  });
  return rows.map(({ sql }) =>
    sql
      .replace(/^.* USING btree \((.*)\) WHERE \(deleted_at IS NULL\)$/, '$1')
      .replaceAll(/c_(\w+)_\w{6}\b/g, '$1'),
  );
}
const walked = (column: string): string =>
  `COALESCE(${column}, '00000000-0000-0000-0000-000000000000'::uuid)`;

/** How Postgres reads a list when it may neither sort nor read a table from end to end. */
async function readingOf(address: string, reach: Reach): Promise<string> {
  const actor: Actor = {
    kind: 'user',
    userId: '0195d2f0-0001-7000-8000-000000000001',
    name: 'guide',
    email: null,
    roles: ['guide'],
    reach: { reporting_line: reach },
    source: 'api',
  };
  const { db, workspace: at } = workspace;
  const model = await workspace.model();
  const ctx: RequestContext = {
    db,
    workspace: at,
    model,
    actor,
    locale: 'en',
    now: new Date(),
    secretKey: '',
    vault: vaultsOf(db).of(at),
  };
  const request = listFromAddress(new URLSearchParams(address));
  const { plan, values } = planList(ctx, 'trip', request, undefined);
  const bound = plan.sources.map((source) => source({ ctx, limit: request.limit, offset: 0 }));
  return transaction(ctx.db.direct(), async (client) => {
    for (const way of ['sort', 'seqscan', 'bitmapscan', 'incremental_sort'])
      await client.query(`SET LOCAL enable_${way} = off`);
    const { rows } = await client.query(`EXPLAIN ${plan.text}`, [...values, ...bound]);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  });
}
const MANY: Reach = { form: 'many', ids: ['0195d2f0-0001-7000-8000-000000000001'] };

beforeAll(async () => {
  world = await publishWorld();
  workspace = await world.workspace(TRIP);
});
afterAll(() => world.close());

test('views and roles make indexes, and take away those that none of them wants', async () => {
  await publish(view('mine', ['day'], { filter: 'owner == user.id && open == true' }));
  expect(await indexes()).toEqual(['owner, open, day, id']);
  await publish(roleOver('reporting_line'), view('sea', ['-day'], { filter: 'kind == "sea" && cost > 3' }));
  expect(await indexes()).toEqual([
    'owner, kind, day DESC NULLS LAST, id DESC',
    `kind, day DESC NULLS LAST, id DESC, ${walked('owner')}`,
  ]);
  await publish(roleOver('all'), view('sea', ['-day'], { filter: 'kind == "sea"' }));
  expect(await indexes()).toEqual(['kind, day DESC NULLS LAST, id DESC']);
  await publish(roleOver('territory'), view('board', ['-cost'], { mode: 'board', group: 'kind' }));
  expect(await indexes()).toEqual([
    'area, kind, cost DESC NULLS LAST, id DESC',
    `kind, cost DESC NULLS LAST, id DESC, ${walked('area')}`,
  ]);
  // what lists want of the date alone is there already
  await publish(roleOver('all'), view('all', ['-day']));
  expect(await indexes()).toEqual([]);
  expect(await workspace.drift()).toEqual([]);
});

/** Servers before 17 compare with several values inside an index only where that begins with them; then rows are looked at as they are walked. */
const walkedBy = async (): Promise<RegExp> => {
  const { rows } = await query<{ number: number }>(world.db.direct(), {
    text: "SELECT current_setting('server_version_num')::int AS number",
  });
  return rows[0]!.number >= 170_000 ? /Index Cond: .*COALESCE\(owner/ : /Filter: .*COALESCE\(owner/;
};

test('they are those by which lists are read, in their order', async () => {
  await publish(
    roleOver('reporting_line'),
    view('by_name', ['name']),
    view('sea', ['-cost'], { filter: 'kind == "sea"' }),
  );
  for (const address of ['sort=name', 'sort=-cost&filter=kind == "sea"']) {
    const reading = await readingOf(address, MANY);
    expect(reading).toMatch(/Index Scan using lx_/);
    expect(reading).not.toMatch(/Sort/);
    expect(reading).toMatch(await walkedBy());
  }
  const few = await readingOf('sort=name', { ...MANY, form: 'few' });
  expect(few).toMatch(/\(owner = ANY/);
  expect(few).not.toMatch(/COALESCE/);
});

test('records that follow others are found by whose those are', async () => {
  const stop = object('stop', { trip: field('lookup', { target: 'trip' }) }, {}, { accessFrom: 'trip' });
  await workspace.publish((all) => void all.set(addressOf(stop), stop));
  await publish(roleOver('reporting_line'));
  const { rows } = await query<{ sql: string }>(world.db.direct(), {
    text: 'SELECT pg_get_indexdef(indexrelid) AS sql FROM pg_index WHERE starts_with(indexrelid::regclass::text, $1)',
    values: [`${workspace.workspace.schema}.lx_`],
  });
  expect(rows.map(({ sql }) => sql.replace(/^.* USING /, ''))).toEqual(['btree (owner, id)']);
});

test('an object has no more of them than its limit, those of its first views', async () => {
  const views = ['name', '-name', 'cost', '-cost', 'day', 'open', '-open', 'created_at'].map((sort, order) =>
    view(`v${order}`, [sort], { order }),
  );
  await publish(roleOver('all'), ...views);
  const made = await indexes();
  expect(made).toHaveLength(LIMITS.listIndexes);
  expect(made[0]).toMatch(/^name COLLATE "zh-Hans-CN-x-icu", id$/);
  expect(made).not.toContain('created_at, id');
});
