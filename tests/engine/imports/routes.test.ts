import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { query } from '../../../engine/db/connect.ts';
import { type TestEngine, testEngine } from '../../support/engine.ts';

let world: TestEngine;
beforeAll(async () => {
  world = await testEngine();
});
afterAll(() => world?.close());

const FILE = '客户名称,行业,电话\n甲公司,制造业,010-65529988\n乙公司,造制,\n';
const OPTIONS = { files: [{ object: 'account', file: 'f.csv' }] };

interface Sent {
  readonly status: number;
  readonly body: any;
  readonly location: string | null;
}

/** Sends files and options as a browser does. */
async function send(
  user: string,
  options: unknown = OPTIONS,
  text = FILE,
  headers: Readonly<Record<string, string>> = {},
): Promise<Sent> {
  const form = new FormData();
  form.append('options', typeof options === 'string' ? options : JSON.stringify(options));
  form.append('files', new Blob([text]), 'f.csv');
  const all = {
    Authorization: `Bearer ${world.keyOf(user)}`,
    Prefer: 'wait=60',
    'Accept-Language': 'zh-CN',
    ...headers,
  };
  const url = `${world.engine.address}/api/imports`;
  const response = await world.engine.fetch(new Request(url, { method: 'POST', body: form, headers: all }));
  return { status: response.status, body: await response.json(), location: response.headers.get('Location') };
}

describe('POST /api/imports', () => {
  it('answers with what became of the rows, in the language of the caller', async () => {
    const { status, body, location } = await send('admin');
    expect(status).toBe(201);
    expect(location).toBe(`/api/imports/${body.id}`);
    expect(body).toMatchObject({
      state: 'done',
      rows: 2,
      created: 1,
      failed: 1,
      created_by: world.users.admin,
    });
    expect(body.files[0].problems).toEqual([
      {
        column: '行业',
        code: 'value.option',
        message: '“造制”不在可选项之中。',
        rows: 1,
        first: 3,
      },
    ]);
    const one = await world.call('admin', 'GET', location!);
    expect(one.body.id).toBe(body.id);
    const errors = await world.call('admin', 'GET', `${location}/errors.csv`, undefined, {
      'Accept-Language': 'zh-CN',
    });
    expect(errors.headers.get('Content-Type')).toBe('text/csv; charset=utf-8');
    expect(errors.text).toMatch(/^客户名称,行业,电话,_row,_reason,_suggestion\n乙公司,造制,,3,行业: “造制”/);
  });

  it('does the same request once', async () => {
    const key = { 'Idempotency-Key': 'once' };
    const first = await send('admin', OPTIONS, FILE, key);
    const again = await send('admin', OPTIONS, FILE, key);
    expect(again).toEqual(first);
    const other = await send('admin', OPTIONS, `${FILE}丙公司,,\n`, key);
    expect([other.status, other.body.code]).toEqual([422, 'request.idempotency']);
  });

  it('may be sent twice at the same moment', async () => {
    const key = { 'Idempotency-Key': 'at once' };
    const both = await Promise.all([1, 2].map(() => send('admin', OPTIONS, FILE, key)));
    expect(both.map(({ status }) => status)).toEqual([201, 201]);
    expect(both[0]!.body.id).toBe(both[1]!.body.id);
  });

  it('is for those who may import', async () => {
    const { status, body } = await send('nobody');
    expect([status, body.code]).toEqual([403, 'import.not_allowed']);
  });

  it.each([
    ['{', 400, 'request.json'],
    [{}, 422, 'import.options'],
    [{ files: [{ object: 'account', file: 'g.csv' }] }, 422, 'import.options'],
    [{ files: [{ object: 'acount', file: 'f.csv' }] }, 404, 'query.object'],
  ])('%j is refused', async (options, status, code) => {
    const sent = await send('admin', options);
    expect([sent.status, sent.body.code]).toEqual([status, code]);
  });

  it('takes multipart only', async () => {
    const { status, body } = await world.call('admin', 'POST', '/api/imports', {});
    expect([status, body.code]).toEqual([415, 'request.media_type']);
  });
});

describe('an import that is under way', () => {
  const many = (count: number): string =>
    `客户名称\n${Array.from({ length: count }, (_, n) => `很多${n}`).join('\n')}\n`;

  it('is answered at once, tells how far it is, and is not undone', async () => {
    const sent = await send('admin', OPTIONS, many(3_000), { Prefer: 'respond-async' });
    expect([sent.status, sent.body.state, sent.body.rows]).toEqual([202, 'running', 3_000]);
    expect(sent.body.progress).toMatchObject({ rows: 3_000, taken: expect.any(Number) });
    const early = await world.call('admin', 'POST', `${sent.location}/undo`, {});
    expect([early.status, early.body.code]).toEqual([409, 'import.running']);
    const rates: number[] = [];
    const done = async () => {
      const { body } = await world.call('admin', 'GET', sent.location!);
      if (body.progress?.rate) rates.push(body.progress.seconds_left);
      return body;
    };
    await expect
      .poll(done, { timeout: 30_000, interval: 50 })
      .toMatchObject({ state: 'done', created: 3_000 });
    expect(rates.length).toBeGreaterThan(0);
    const undone = await world.call('admin', 'POST', `${sent.location}/undo`, {}, { Prefer: '' });
    expect([undone.status, undone.body.state]).toEqual([202, 'undoing']);
    const again = await world.call('admin', 'POST', `${sent.location}/undo`, {});
    expect(again.status).toBe(409);
    await expect
      .poll(() => world.call('admin', 'GET', sent.location!).then(({ body }) => body), { timeout: 30_000 })
      .toMatchObject({ state: 'undone', undo: { removed: 3_000, kept: [] } });
  });

  it('ends when somebody wants it to; what is written stays, and can be undone', async () => {
    const sent = await send('admin', OPTIONS, many(20_000), { Prefer: '' });
    const taken = async () => (await world.call('admin', 'GET', sent.location!)).body.progress?.taken ?? 0;
    await expect.poll(taken, { timeout: 30_000, interval: 20 }).toBeGreaterThan(0);
    const other = await world.call('member', 'POST', `${sent.location}/cancel`, {});
    expect(other.status).toBe(404);
    const ended = await world.call('admin', 'POST', `${sent.location}/cancel`, {});
    expect([ended.status, ended.body.state]).toEqual([200, 'cancelled']);
    expect(ended.body.created).toBeGreaterThan(0);
    expect(ended.body.created).toBeLessThan(20_000);
    const again = await world.call('admin', 'POST', `${sent.location}/cancel`, {});
    expect([again.status, again.body.code]).toEqual([409, 'import.ended']);
    const undone = await world.call('admin', 'POST', `${sent.location}/undo`, {});
    expect(undone.body).toMatchObject({ state: 'undone', undo: { removed: ended.body.created } });
  });
});

describe('an import that another process has left', () => {
  const run = (text: string) => query(world.engine.db.direct(), { text });
  /** As if the process of an import had ended while it ran. */
  const leave = (id: string, createdBy: string) =>
    run(
      `UPDATE "ws_main"._import SET state = 'running', created_by = '${createdBy}', lease = NULL, leased_until = NULL WHERE id = '${id}'`,
    );
  const ended = async (id: string) => {
    // whatever is asked for next makes the runner look
    await send('admin', OPTIONS, '客户名称\n醒来\n');
    const told = () => world.call('operator', 'GET', `/api/imports/${id}`).then(({ body }) => body);
    await expect.poll(told, { timeout: 20_000 }).not.toMatchObject({ state: 'running' });
    return told();
  };

  it('fails with a sentence where its files are gone', async () => {
    const { body } = await send('admin');
    await leave(body.id, world.users.admin);
    expect(await ended(body.id)).toMatchObject({
      state: 'failed',
      created: 1,
      failure: { code: 'import.interrupted' },
    });
  });

  it('goes on with nobody’s rights where whoever asked for it is gone', async () => {
    const { body } = await send('admin');
    await leave(body.id, world.users.other);
    const gone = await world.call('admin', 'POST', `/api/people/${world.users.other}/deactivate`, {});
    expect(gone.status, gone.text).toBeLessThan(300);
    expect(await ended(body.id)).toMatchObject({
      state: 'failed',
      failure: { code: 'import.importer_gone' },
    });
  });

  it('is undone by the rights of whoever wants that, whoever made it', async () => {
    const { body } = await send('admin');
    await run(`UPDATE "ws_main"._import SET created_by = '${world.users.other}' WHERE id = '${body.id}'`);
    const undone = await world.call('admin', 'POST', `/api/imports/${body.id}/undo`, {});
    expect(undone.body).toMatchObject({ state: 'undone', undo: { removed: 1 } });
  });

  it('is given up where it ends one process after the other', async () => {
    const { body } = await send('admin');
    await leave(body.id, world.users.admin);
    await run(`UPDATE "ws_main"._import SET attempts = 5, taken_rows = 9 WHERE id = '${body.id}'`);
    expect(await ended(body.id)).toMatchObject({ state: 'failed', failure: { code: 'import.gives_up' } });
  });
});

describe('an import that was made', () => {
  it('is listed, and undone once', async () => {
    const { body } = await send('admin', { ...OPTIONS, name: 'to undo' });
    const listed = await world.call('admin', 'GET', '/api/imports?name=to*');
    expect(listed.body.imports).toMatchObject([{ id: body.id, name: 'to undo', created: 1 }]);
    const undone = await world.call('admin', 'POST', `/api/imports/${body.id}/undo`, {});
    expect(undone.body).toMatchObject({ state: 'undone', undo: { removed: 1, kept: [] } });
    const again = await world.call('admin', 'POST', `/api/imports/${body.id}/undo`, {});
    expect([again.status, again.body.code]).toEqual([409, 'import.undone']);
  });

  it('is nothing to others', async () => {
    const { body } = await send('admin');
    for (const path of ['', '/errors.csv']) {
      const { status } = await world.call('member', 'GET', `/api/imports/${body.id}${path}`);
      expect(status).toBe(404);
    }
    for (const path of ['/undo', '/cancel']) {
      expect((await world.call('member', 'POST', `/api/imports/${body.id}${path}`, {})).status).toBe(404);
    }
    expect((await world.call('admin', 'GET', '/api/imports/nothing')).status).toBe(404);
    expect((await world.call('member', 'GET', '/api/imports')).body.imports).toEqual([]);
  });
});
