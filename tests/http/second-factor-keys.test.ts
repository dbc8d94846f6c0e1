import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../engine/config.ts';
import { createEngine, type Engine } from '../../engine/index.ts';
import { codeAt, stepOf } from '../../engine/people/totp.ts';
import { type TestEngine, testEngine } from '../support/engine.ts';

const SECRET_KEY = 'of tests, and of nothing but tests: 0123456789';
const OTHER_KEY = 'another one of tests, and of nothing but tests';

let world: TestEngine;
let person: string;
/** of the authenticator app, as its owner has it */
let secret: Buffer;
let codes: readonly string[];
/** A step is good once: tests count on from the one before. */
let step = stepOf(Date.now()) - 1;

const read = (text: string): Buffer => {
  const bits = [...text].map((one) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(one).toString(2).padStart(5, '0'),
  );
  return Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
};

/** An engine with other secret keys over the same database, and what its doctor says of second factors. */
async function withKeys<Result>(
  keys: Record<string, string>,
  use: (engine: Engine, doctor: () => Promise<any>) => Promise<Result>,
): Promise<Result> {
  const dataDir = await mkdtemp(join(tmpdir(), 'guanxi-test-'));
  const config = readConfig({
    ...{ DATABASE_URL: world.engine.db.connectionString, GUANXI_DATA_DIR: dataDir },
    ...{ GUANXI_TEMPLATE: '', GUANXI_LOCALE: 'en', ...keys },
  });
  const engine = await createEngine(config, { log: pino({ level: 'fatal' }) });
  try {
    const key = (await readFile(join(dataDir, 'cli.key'), 'utf8')).trim();
    const headers = { Authorization: `Bearer ${key}`, 'Accept-Language': 'en' };
    return await use(engine, async () => {
      const answer = await engine.fetch(new Request('http://127.0.0.1:3000/api/doctor', { headers }));
      const { checks } = (await answer.json()) as { checks: { name: string }[] };
      return checks.find(({ name }) => name === 'second-factors');
    });
  } finally {
    await engine.close();
    await rm(dataDir, { recursive: true });
  }
}

beforeAll(async () => {
  world = await testEngine();
  const { rows } = await world.engine.db
    .forControl()
    .query('SELECT id FROM auth."user" WHERE email = $1', ['member@example.com']);
  person = rows[0].id;
  const { secondFactors } = world.engine.people;
  const begun = await secondFactors.begin({ id: person, email: 'member@example.com' } as never);
  secret = read(begun!.secret);
  codes = (await secondFactors.confirm(person, codeAt(secret, step)))!;
  expect(codes.length).toBeGreaterThan(1);
});
afterAll(() => world.close());

test('under a new secret key second factors open no more: no code fits, and the doctor says how many people it is', async () => {
  await withKeys({ GUANXI_SECRET_KEY: OTHER_KEY }, async ({ people }, doctor) => {
    expect(await people.secondFactors.isOn(person)).toBe(true);
    expect(await people.secondFactors.take(person, codeAt(secret, step + 1))).toBe(false);
    expect(await people.secondFactors.take(person, codes[0]!)).toBe(false);
    expect(await doctor()).toEqual({
      ...{ name: 'second-factors', ok: false },
      text: '1 of 1 people cannot sign in with theirs: another secret key has sealed it',
      fix: expect.stringContaining('GUANXI_SECRET_KEY_PREVIOUS'),
    });
  });
});

test('started once with the one before beside it the app of everybody goes on; recovery codes are gone, and said to be', async () => {
  const both = { GUANXI_SECRET_KEY: OTHER_KEY, GUANXI_SECRET_KEY_PREVIOUS: SECRET_KEY };
  await withKeys(both, async (_, doctor) => {
    expect(await doctor()).toMatchObject({ ok: true, text: '1 person has one, and it opens' });
  });
  await withKeys({ GUANXI_SECRET_KEY: OTHER_KEY }, async ({ people }) => {
    step += 1;
    expect(await people.secondFactors.take(person, codeAt(secret, step))).toBe(true);
    expect((await people.secondFactors.stateOf(person)).codesLeft).toBe(0);
    const renewed = await people.secondFactors.renewCodes(person);
    expect(await people.secondFactors.take(person, renewed[0]!)).toBe(true);
  });
});

test('what opens is left as it is, with its recovery codes', async () => {
  const kept = async () =>
    (await world.engine.db.forControl().query('SELECT secret FROM control.second_factor')).rows;
  const before = await kept();
  await withKeys(
    { GUANXI_SECRET_KEY: OTHER_KEY, GUANXI_SECRET_KEY_PREVIOUS: SECRET_KEY },
    async ({ people }) => {
      expect((await people.secondFactors.stateOf(person)).codesLeft).toBe(codes.length - 1);
    },
  );
  expect(await kept()).toEqual(before);
});
