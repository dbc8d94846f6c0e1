import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  eraseEntries,
  removeOldEntries,
  sealWorkspace,
  verifyAudit,
  writeEntries,
} from '../../../engine/audit/index.ts';
import { connectDatabase, type Database, query, transaction } from '../../../engine/db/connect.ts';
import {
  createWorkspaceRole,
  createWorkspaceTables,
  dropWorkspaceRole,
  migrateControl,
} from '../../../engine/db/index.ts';
import { uuidv7 } from '../../../engine/ids.ts';
import { type FreshDatabase, freshDatabase } from '../../support/postgres.ts';

const KEY = 'of tests, and of nothing but tests: 0123456789';
let fresh: FreshDatabase;
let db: Database;
let schema = '';
let number = 0;

beforeAll(async () => {
  fresh = await freshDatabase();
  db = await connectDatabase({ connectionString: fresh.connectionString });
  await migrateControl(db.direct());
});
afterAll(async () => {
  await db?.close();
  await fresh?.drop();
});
beforeEach(async () => {
  schema = `ws_seal_${number++}`;
  await transaction(db.direct(), (client) => createWorkspaceTables(client, schema));
});

const workspaceOf = () => ({ id: schema, name: schema, schema });
const write = (count: number, on: Parameters<typeof writeEntries>[1] = db.direct()) =>
  writeEntries(
    { schema, version: 1, actor: null, at: new Date() },
    on,
    Array.from({ length: count }, (_, index) => ({
      op: 'update' as const,
      object: 'obj_1',
      record: uuidv7(),
      version: index + 2,
      changes: { fld_1: ['a “quoted” 关系', index] },
    })),
  );
const seal = () => sealWorkspace(db, workspaceOf(), KEY);
const verify = (...known: [{ seal: number; hash: string }?]) => verifyAudit(db, { schema }, KEY, ...known);
const run = (text: string, values: unknown[] = []) =>
  query<any>(db.direct(), { text: text.replaceAll('%', `"${schema}".`), values });
/** The entry at a place of the order in which entries were sealed. */
const entryAt = async (place: number): Promise<string> =>
  (await run(`SELECT id FROM %_audit ORDER BY tx, id OFFSET ${place} LIMIT 1`)).rows[0].id;

describe('the sealer', () => {
  test('seals what is committed, in batches that hold on to each other', async () => {
    for (const count of [1, 700, 2_100]) await write(count);
    expect(await seal()).toBe(2_801);
    expect(await seal()).toBe(0);
    await write(3);
    expect(await verify()).toMatchObject({ ok: true, seals: 3, begins: 1, proven: 2_801, unsealed: 3 });
    await seal();
    expect(await verify()).toMatchObject({ ok: true, seals: 4, proven: 2_804, unsealed: 0, otherKeys: 0 });
  });

  test('waits for no writer: what is under way is sealed once it is committed, and all behind it', async () => {
    const client = await db.direct().connect();
    await client.query('BEGIN');
    await write(2, client);
    await write(5);
    expect(await seal()).toBe(0);
    expect(await verify()).toMatchObject({ ok: true, proven: 0, unsealed: 5 });
    await client.query('COMMIT');
    client.release();
    expect(await seal()).toBe(7);
    expect(await verify()).toMatchObject({ ok: true, proven: 7, unsealed: 0 });
  });

  test('of two at once one works, and nothing is sealed twice', async () => {
    await write(2_500);
    const counts = await Promise.all([seal(), seal(), seal(), seal()]);
    await seal();
    expect(counts.reduce((sum, count) => sum + count)).toBeLessThanOrEqual(2_500);
    expect(await verify()).toMatchObject({ ok: true, proven: 2_500, unsealed: 0, seals: 3 });
  });

  test('killed in between goes on where the last seal ends', async () => {
    const program = new URL('seal-for-ever.ts', import.meta.url).pathname;
    let written = 0;
    for (let round = 0; round < 3; round += 1) {
      const child = spawn(process.execPath, [program, fresh.connectionString, schema, KEY]);
      await once(child.stdout, 'data');
      for (let n = 0; n < 12; n += 1) {
        await write(150);
        written += 150;
      }
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    // what the killed one has left open is ended by the server
    const rest = () => seal().then(() => verify());
    await expect.poll(rest, { timeout: 20_000 }).toMatchObject({ unsealed: 0 });
    expect(await verify()).toMatchObject({ ok: true, proven: written });
  });
});

describe('the proof finds, by its place,', () => {
  beforeEach(async () => {
    for (let n = 0; n < 4; n += 1) {
      await write(5);
      await seal();
    }
  });

  test('an entry that was changed', async () => {
    const id = await entryAt(7);
    await run(`UPDATE %_audit SET changes = replace(changes, '关系', '关联') WHERE id = $1`, [id]);
    const proof = await verify();
    expect(proof).toMatchObject({ ok: false, proven: 19 });
    expect(proof.faults).toMatchObject([{ is: 'changed', seal: 2, id, object: 'obj_1' }]);
  });

  test('in whichever of its columns', async () => {
    const sets = ['actor = $2', "at = at + interval '1 ms'", "op = 'create'", 'version = 9', 'record = $2'];
    for (const [place, set] of sets.entries()) {
      await run(`UPDATE %_audit SET ${set} WHERE id = $1 AND $2::uuid IS NOT NULL`, [
        await entryAt(place),
        uuidv7(),
      ]);
    }
    expect((await verify()).faults).toHaveLength(sets.length);
  });

  test('an entry that is gone', async () => {
    const id = await entryAt(12);
    await run('DELETE FROM %_audit WHERE id = $1', [id]);
    expect((await verify()).faults).toMatchObject([{ is: 'deleted', seal: 3, id, at: expect.any(String) }]);
  });

  test('an entry that was put in', async () => {
    const id = uuidv7();
    await run(
      `INSERT INTO %_audit (at, id, object, record, version, tx, op, changes, v)
        SELECT at, $2, object, record, version, tx, 'update', '{}', v FROM %_audit WHERE id = $1`,
      [await entryAt(2), id],
    );
    const { faults } = await verify();
    expect(faults).toHaveLength(1);
    expect(faults).toMatchObject([{ is: 'inserted', id }]);
  });

  test('a seal that was changed, is missing, or was made by somebody else', async () => {
    await run("UPDATE %_audit_seal SET at = at - interval '1 day' WHERE n = 2");
    expect((await verify()).faults).toMatchObject([{ is: 'seal_changed', seal: 2 }]);
    await run('DELETE FROM %_audit_seal WHERE n = 2');
    expect((await verify()).faults[0]).toMatchObject({ is: 'seal_missing', seal: 2 });
  });

  test('a chain that somebody without the secret key wrote anew', async () => {
    await run(`UPDATE %_audit SET actor = $1 WHERE id = $2`, [uuidv7(), await entryAt(0)]);
    const { rows } = await run('SELECT key FROM %_audit_seal LIMIT 1');
    await run('DELETE FROM %_audit_seal');
    await sealWorkspace(db, workspaceOf(), 'another key, of which the forger has made use 0');
    await run('UPDATE %_audit_seal SET key = $1', [rows[0].key]);
    expect((await verify()).faults[0]).toMatchObject({ is: 'seal_forged', seal: 1 });
  });

  test('an end that was cut off, for who knows a seal of it', async () => {
    const { head } = await verify();
    await run('DELETE FROM %_audit_seal WHERE n = 4');
    expect(await verify()).toMatchObject({ ok: true, unsealed: 5 });
    expect(await verify(head!)).toMatchObject({ ok: false, faults: [{ is: 'seal_missing', seal: 4 }] });
    await write(1);
    await seal();
    expect((await verify(head!)).ok).toBe(false);
  });
});

describe('values that were erased', () => {
  const entries = async (where = 'true'): Promise<{ at: string; id: string; changes: string }[]> =>
    (await run(`SELECT at::text, id::text, changes FROM %_audit WHERE ${where} ORDER BY tx, id`)).rows;
  const erase = (some: readonly { at: string; id: string }[], changes = '{"fld_1":null}') =>
    transaction(db.direct(), (client) =>
      eraseEntries(
        client,
        schema,
        KEY,
        new Date(),
        some.map(({ at, id }) => ({ at, id, changes })),
      ),
    );

  test('are told from what somebody changed, whether their entry was sealed before or not', async () => {
    await write(5);
    await seal();
    await write(5);
    const all = await entries();
    expect(await erase([...all.slice(0, 2), all[7]!])).toBe(3);
    expect(await verify()).toMatchObject({ ok: true, proven: 5, erased: 2, unsealed: 5 });
    await seal();
    expect(await verify()).toMatchObject({ ok: true, proven: 10, erased: 2, unsealed: 0 });
    expect(await entries("position('关系' in changes) > 0")).toHaveLength(7);
    await run('UPDATE %_audit SET changes = $2 WHERE id = $1', [all[0]!.id, '{}']);
    await run('UPDATE %_audit SET changes = $2 WHERE id = $1', [all[3]!.id, '{"fld_1":null}']);
    expect((await verify()).faults.map(({ is, id }) => [is, id])).toEqual([
      ['changed', all[0]!.id],
      ['changed', all[3]!.id],
    ]);
  });

  test('may be erased further, of more entries than one seal holds, and of what has no salt', async () => {
    await write(1_200);
    await run('UPDATE %_audit SET salt = NULL WHERE version < 700');
    await seal();
    await erase(await entries());
    await erase((await entries()).slice(0, 3), '{}');
    expect(await verify()).toMatchObject({ ok: true, proven: 1_200, erased: 1_200 });
  });

  test('leave no digest by which they could be found', async () => {
    await write(1);
    await write(1);
    const { rows } = await run('SELECT count(DISTINCT salt)::int AS salts FROM %_audit');
    expect(rows).toEqual([{ salts: 2 }]);
    await erase(await entries());
    expect((await run('SELECT FROM %_audit WHERE salt IS NOT NULL')).rowCount).toBe(0);
  });

  test('are not taken for erased where nobody with the secret key says so', async () => {
    await write(3);
    await seal();
    const [first] = await entries();
    await erase([first!]);
    await run(`UPDATE %_audit_seal SET mac = 'x' WHERE note IS NOT NULL`);
    expect((await verify()).faults.map(({ is }) => is).sort()).toEqual(['changed', 'seal_forged']);
  });
});

test('entries that grew too old go once they are sealed, and the chain begins behind them', async () => {
  const writeAt = (at: string, count: number) =>
    writeEntries(
      { schema, version: 1, actor: null, at: new Date(at) },
      db.direct(),
      Array.from({ length: count }, () => ({ op: 'export' as const, changes: {} })),
    );
  const options = { now: new Date('2026-11-26T12:00:00Z'), months: 2, version: 1 };
  const removeOld = () => removeOldEntries(db, { schema }, KEY, options);
  await run(
    `CREATE TABLE %_audit_2026_08 PARTITION OF %_audit FOR VALUES FROM ('2026-08-01Z') TO ('2026-09-01Z')`,
  );
  for (const at of ['2026-05-01', '2026-08-15', '2026-08-20']) {
    await writeAt(at, 3);
    await seal();
  }
  await writeAt('2026-08-31T23:59:59.999Z', 2);
  await writeAt('2026-09-01', 4);
  expect(await removeOld()).toBe(0);
  await seal();
  expect(await removeOld()).toBe(11);
  await seal();
  expect(await verify()).toMatchObject({ ok: true, begins: 4, proven: 5, removed: 2, unsealed: 0 });
  expect(await removeOld()).toBe(0);
  const { rows } = await run("SELECT to_regclass('%_audit_2026_08') IS NULL AS gone");
  expect(rows).toEqual([{ gone: true }]);
  await run(`DELETE FROM %_audit WHERE at >= '2026-09-01' AND op = 'export'`);
  expect((await verify()).faults.map(({ is }) => is)).toEqual(Array(4).fill('deleted'));
});

test('what a workspace logs in as reads seals and writes none', async () => {
  const login = await transaction(db.direct(), (client) =>
    createWorkspaceRole(client, { name: schema, schema }),
  );
  for (const privilege of ['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) {
    const { rows } = await query<{ may: boolean }>(db.direct(), {
      text: 'SELECT has_table_privilege($1, $2, $3) AS may',
      values: [login!.role, `"${schema}"._audit_seal`, privilege],
    });
    expect([privilege, rows[0]!.may]).toEqual([privilege, false]);
  }
  await transaction(db.direct(), async (client) => {
    await client.query(`DROP SCHEMA "${schema}" CASCADE`);
    await dropWorkspaceRole(client, login!.role);
  }).catch(() => undefined);
});
