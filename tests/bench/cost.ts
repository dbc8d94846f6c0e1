/**
 * What it costs to know who asks and what they may: for a session and for a key, of somebody with a row scope, with
 * everything remembered as it is between two requests. In this process, beside whole requests for one record.
 */

import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accessOf, reachAsked } from '../../engine/access/index.ts';
import { readConfig } from '../../engine/config.ts';
import { createEngine } from '../../engine/index.ts';
import { createPerson } from '../../engine/people/index.ts';

const TIMES = 20_000;
const ROUNDS = 7;

/** Microseconds of one call, of the least disturbed round. */
async function microseconds(times: number, run: () => Promise<unknown>): Promise<number> {
  for (let warm = 0; warm < times / 4; warm++) await run();
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const before = performance.now();
    for (let time = 0; time < times; time++) await run();
    best = Math.min(best, ((performance.now() - before) * 1_000) / times);
  }
  return best;
}

export async function measureCost(databaseUrl: string, record: string) {
  const dataDir = mkdtempSync(join(tmpdir(), 'guanxi-bench-cost-'));
  const config = readConfig({
    DATABASE_URL: databaseUrl,
    GUANXI_DATA_DIR: dataDir,
    GUANXI_TEMPLATE: '',
    LOG_LEVEL: 'warn',
  });
  const engine = await createEngine(config);
  try {
    const { people, models } = engine;
    const { workspace, model } = await engine.contextFor('main');
    const email = `${randomUUID()}@bench.test`;
    const password = randomUUID();
    const person = { email, name: 'bench', password, roles: ['line'] };
    await createPerson(await engine.contextFor('main'), people, person);
    const origin = { Origin: engine.address, 'Content-Type': 'application/json' };
    const signedIn = await engine.fetch(
      new Request(`${engine.address}/api/auth/sign-in/email`, {
        method: 'POST',
        headers: origin,
        body: JSON.stringify({ email, password }),
      }),
    );
    const Cookie = signedIn.headers.getSetCookie()[0]!.split(';')[0]!;
    const cookie = decodeURIComponent(Cookie.slice(Cookie.indexOf('=') + 1));
    const rights = async () => {
      const caller = (await people.callerOf({ cookie, isLocal: false }))!;
      const now = await models.get(workspace);
      const actor = await people.actorOf(workspace, now, caller);
      if (typeof actor === 'string') throw new Error(`the one who asks is ${actor}`);
      const reach = await people.reaches.of(workspace, now, actor.userId!, reachAsked(now, actor.roles));
      return accessOf(now, { ...actor, reach })
        .object('opportunity')!
        .rows('read');
    };
    if ((await rights()).join() !== 'reporting_line') throw new Error('the rights are others');
    const address = `${engine.address}/api/records/user/${record}?fields=name`;
    const whole = async () => {
      const answer = await engine.fetch(new Request(address, { headers: { Cookie } }));
      if (!answer.ok) throw new Error(await answer.text());
      return answer.text();
    };
    const perRights = await microseconds(TIMES, rights);
    const perRequest = await microseconds(TIMES / 20, whole);
    const part = perRights / perRequest;
    console.log(
      `session and rights ${perRights.toFixed(1)} µs, ${(part * 100).toFixed(1)} % of a request for one record in process (${perRequest.toFixed(0)} µs)`,
    );
    return { case: 'rights', microseconds: perRights, request: perRequest, part, model: model.version };
  } finally {
    await engine.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
