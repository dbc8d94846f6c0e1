import { afterAll, beforeAll, expect, test } from 'vitest';
import { query } from '../../engine/db/connect.ts';
import { makeRandom } from '../prove/parity/random.ts';
import { type TestEngine, testEngine } from '../support/engine.ts';
import { objectBody, publishInto } from '../support/workspace-of.ts';

/** Random merges, undone in the order in which they can be: the database is then as it was. */

const documents = {
  'object/firm': objectBody(
    'firm',
    {
      name: { type: 'text', search: 'A' },
      code: { type: 'text', unique: true },
      mail: { type: 'email' },
      state: { type: 'stage' },
      area: { type: 'multiSelect', options: ['n', 's'].map((value) => ({ value, labels: { en: value } })) },
      fee: { type: 'currency' },
      seen: { type: 'datetime' },
      papers: { type: 'files' },
      parent: { type: 'lookup', target: 'firm', onDelete: 'restrict' },
      friend: { type: 'lookup', target: 'firm', onDelete: 'null' },
      marks: { type: 'lookup', target: 'mark', manyToMany: true },
      peers: { type: 'lookup', target: 'firm', manyToMany: true },
      lines: { type: 'lineItems', lineItems: { target: 'firm_line', via: 'firm' } },
      visits: { type: 'rollup', rollup: { function: 'count', object: 'visit', via: 'firm' } },
      below: { type: 'rollup', rollup: { function: 'sum', object: 'firm', via: 'parent', field: 'fee' } },
    },
    { head: { capabilities: { tree: true, consent: true } } },
  ),
  'pipeline/firm.main': {
    object: 'firm',
    name: 'main',
    labels: { en: 'Main' },
    stages: ['new', 'met', 'won'].map((name) => ({
      name,
      labels: { en: name },
      kind: name === 'won' ? 'won' : 'open',
      probability: '0.5',
    })),
  },
  'object/mark': objectBody('mark', {
    name: { type: 'text' },
    firms: { type: 'rollup', rollup: { function: 'count', object: 'visit', via: 'mark' } },
  }),
  'object/visit': objectBody('visit', {
    name: { type: 'text' },
    firm: { type: 'lookup', target: 'firm', onDelete: 'cascade' },
    guest: { type: 'lookup', target: 'firm', onDelete: 'restrict' },
    mark: { type: 'lookup', target: 'mark' },
  }),
  'object/remark': objectBody('remark', {
    name: { type: 'text' },
    about: { type: 'lookup', targets: ['firm', 'mark'] },
  }),
  'object/firm_line': objectBody('firm_line', {
    name: { type: 'text' },
    firm: { type: 'lookup', target: 'firm', onDelete: 'cascade' },
  }),
};

let world: TestEngine;
const { below, chance, pick } = makeRandom(20261127);
const maybe = <T>(list: readonly T[]): T | null => (chance(0.6) ? pick(list) : null);
const some = <T>(list: readonly T[]): T[] => list.filter(() => chance(0.3));

const post = async (path: string, body: unknown): Promise<any> => {
  const done = await world.call('admin', 'POST', `/api/records/${path}`, body);
  expect(done.status, `${path} ${JSON.stringify(body)} ${done.text}`).toBeLessThan(300);
  return done.body;
};

async function upload(): Promise<object> {
  const address = `${world.engine.address}/api/files?object=firm&field=papers&name=a.txt`;
  const headers = { Authorization: `Bearer ${world.keyOf('admin')}`, 'Content-Type': 'text/plain' };
  const answer = await world.engine.fetch(
    new Request(address, { method: 'POST', headers, body: String(below(1_000_000)) }),
  );
  expect(answer.status).toBe(201);
  return answer.json();
}

/** What tells what happened, and what every write moves on. */
const HISTORY = /^(_audit|_event|_stage_history|_idempotency|_merge|_counter)/;
const MOVED_ON = ['version', 'updated_at', 'updated_by'];

/** Everything else that the workspace holds, by table. */
async function everything(): Promise<Readonly<Record<string, readonly string[]>>> {
  const { db, workspace } = await world.engine.contextFor('main');
  const { rows } = await query<{ name: string }>(db.direct(), {
    text: "SELECT c.relname::text AS name FROM pg_class c WHERE c.relnamespace = $1::regnamespace AND c.relkind = 'r' ORDER BY 1",
    values: [workspace.schema],
  });
  const held: Record<string, readonly string[]> = {};
  for (const { name } of rows.filter((one) => !HISTORY.test(one.name))) {
    const found = await query<{ row: string }>(db.direct(), {
      text: `SELECT (to_jsonb(t) - $1::text[])::text AS row FROM "${workspace.schema}"."${name}" t ORDER BY 1`,
      values: [MOVED_ON],
    });
    // a sum of nothing may be 0 or 0.00
    held[name] = found.rows.map(({ row }) =>
      row.replaceAll(/: (-?\d+\.\d+)(?=[,}])/g, (_, n) => `: ${Number(n)}`),
    );
  }
  return held;
}

const CHOSEN = ['name', 'code', 'mail', 'state', 'area', 'fee', 'seen', 'papers', 'friend', 'owner'];

beforeAll(async () => {
  world = await testEngine();
  const published = await publishInto(world, documents);
  expect(published.status, JSON.stringify(published.body)).toBe(200);
});
afterAll(() => world.close());

test('after all merges are undone the database is as it was', async () => {
  const marks: string[] = [];
  for (const name of ['m1', 'm2', 'm3', 'm4']) marks.push((await post('mark', { name })).id);
  const firms: string[] = [];
  for (let n = 0; n < 24; n += 1) {
    const firm = await post('firm', {
      name: `firm ${n}`,
      code: maybe([`C${n}`]),
      mail: maybe([`p${n % 7}@x.example`]),
      state: pick(['new', 'met', 'won']),
      area: some(['n', 's']),
      fee: maybe(['1.50', '20']),
      seen: maybe(['2026-03-04T05:06:07.000Z']),
      papers: chance(0.4) ? [await upload()] : [],
      parent: firms.length > 0 ? maybe(firms) : null,
      friend: firms.length > 0 ? maybe(firms) : null,
      marks: some(marks),
      peers: some(firms).slice(0, 5),
      lines: some(['l1', 'l2', 'l3']).map((name) => ({ name })),
      owner: pick([world.users.admin, world.users.member]),
    });
    firms.push(firm.id);
    for (const user of some([world.users.other, world.users.nobody, world.users.member]))
      await world.call('admin', 'PUT', `/api/records/firm/${firm.id}/collaborators`, {
        user,
        right: pick(['read', 'write']),
      });
    if (chance(0.2))
      await post(`firm/${firm.id}/consents`, {
        channels: ['sms'],
        purposes: ['marketing'],
        state: 'withdrawn',
      });
  }
  for (let n = 0; n < 60; n += 1) {
    const [firm, guest, mark] = [maybe(firms), maybe(firms), maybe(marks)];
    const visit = await post('visit', { name: `v${n}`, firm, guest, mark });
    if (n % 9 === 0) await world.call('admin', 'DELETE', `/api/records/visit/${visit.id}`);
    const about = chance(0.7) ? { object: 'firm', id: pick(firms) } : null;
    await post('remark', { name: `r${n}`, about });
  }

  let merges = 0;
  let moved = 0;
  for (let round = 0; round < 6; round += 1) {
    const before = await everything();
    const live = [...firms];
    const made: string[] = [];
    for (let step = 0; step < 3; step += 1) {
      const chosen = live
        .map((id) => [below(1_000_000), id] as const)
        .sort()
        .slice(0, 2 + below(4))
        .map(([, id]) => id);
      const [survivor, ...others] = chosen as [string, ...string[]];
      const values = Object.fromEntries(some(CHOSEN).map((name) => [name, { from: pick(others) }]));
      const done = await post(`firm/${survivor}/actions/merge`, { others, values });
      made.push(done.merge);
      merges += 1;
      for (const { count } of done.moved) moved += count;
      for (const id of others) live.splice(live.indexOf(id), 1);
    }
    // what was merged is whole: every roll-up is what it says, nothing points at what went
    const { db, workspace } = await world.engine.contextFor('main');
    const model = await world.engine.models.get(workspace);
    const { table, fields } = model.objects.get('visit')!;
    const column = fields.get('firm')!.columns[0]!.name;
    const firm = model.objects.get('firm')!.table;
    const dangling = await query(db.direct(), {
      text: `SELECT FROM "${workspace.schema}"."${table}" v JOIN "${workspace.schema}"."${firm}" f ON f.id = v."${column}" WHERE f.deleted_at IS NOT NULL`,
    });
    expect(dangling.rowCount).toBe(0);
    for (const merge of made.reverse()) {
      const undone = await post(`firm/merges/${merge}/undo`, {});
      expect(undone.kept).toEqual([]);
    }
    const after = await everything();
    for (const [name, rows] of Object.entries(before)) expect(after[name], name).toEqual(rows);
  }
  expect([merges, moved > 30]).toEqual([18, true]);
}, 120_000);
