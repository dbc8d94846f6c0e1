import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { query, transaction } from '../../../engine/db/connect.ts';
import type { Engine } from '../../../engine/index.ts';
import type { Rotation } from '../../../engine/workspaces/index.ts';
import { objectBody, packageOf } from '../../support/workspace-of.ts';

/** What a rotation is proved on: records each of whose values follows from its number. */
export interface RotationWorld {
  readonly engine: Engine;
  readonly connectionString: string;
  readonly secretKey: string;
  call(method: string, path: string, body?: unknown): Promise<{ status: number; body: any }>;
}

export interface RotationRun {
  readonly n: number;
  readonly kills: number;
  readonly seed: number;
}

const BATCH = 500;
const PAGE = 1_000;

export const passportOf = (index: number): string => `P${String(100_000_000 + index * 7)}`;

const documents = {
  'object/traveller': objectBody('traveller', {
    number: { type: 'integer', unique: true },
    passport: { type: 'encrypted', unique: true },
    note: { type: 'encrypted' },
  }),
};

/** The records, each with a value under the first key. */
export async function fill({ call }: RotationWorld, n: number): Promise<void> {
  const given = packageOf(documents, 'rotation');
  const planned = await call('POST', '/api/packages/plan', given);
  const applied = await call('POST', '/api/packages/apply', { ...given, hash: planned.body.plan?.hash });
  if (applied.status !== 200) throw new Error(JSON.stringify(applied.body));
  for (let from = 0; from < n; from += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, n - from) }, (_, index) => ({
      op: 'create',
      values: { number: from + index, passport: passportOf(from + index) },
    }));
    const made = await call('POST', '/api/records/traveller/batch', batch);
    if (made.status !== 200) throw new Error(JSON.stringify(made.body));
  }
}

/** Numbers that look random and are the same for a seed. */
export function makeRandom(seed: number): (below: number) => number {
  let state = seed >>> 0 || 1;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

interface Child {
  readonly process: ChildProcess;
  /** how far it is, each time that it says so */
  readonly steps: AsyncIterator<Rotation>;
}

function startRotation({ connectionString, secretKey }: RotationWorld): Child {
  const program = new URL('rotate.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [program, connectionString, secretKey], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout! });
  const steps = (async function* () {
    for await (const line of lines) yield JSON.parse(line) as Rotation;
  })();
  return { process: child, steps };
}

/** How many values stand under each version of the key. */
async function versionsOf({ engine }: RotationWorld): Promise<ReadonlyMap<number, number>> {
  const ctx = await engine.contextFor('main');
  const { table, fields } = ctx.model.objects.get('traveller')!;
  const column = fields.get('passport')!.columns[0]!.name;
  const { rows } = await query<{ version: number; n: number }>(ctx.db.direct(), {
    text: `SELECT split_part(${column}, '.', 4)::int AS version, count(*)::int AS n FROM ${ctx.model.schema}.${table} GROUP BY 1`,
    values: [],
  });
  return new Map(rows.map(({ version, n }) => [version, n]));
}

/** Values of both keys are read and found while the rotation goes on, and a write stays what it is. */
async function lookAround({ call }: RotationWorld, random: (below: number) => number, n: number) {
  const differences: string[] = [];
  const from = random(n);
  const filter = `number >= ${from} && number < ${from + 50}`;
  const page = await call('POST', '/api/records/traveller/query', { filter, limit: 50 });
  for (const { number, passport } of page.body.records ?? [{}])
    if (passport !== passportOf(number)) differences.push(`${number} reads as ${passport}`);
  const sought = random(n);
  const found = await call('POST', '/api/records/traveller/query', {
    filter: `passport == "${passportOf(sought).toLowerCase()}"`,
  });
  const numbers = found.body.records?.map(({ number }: { number: number }) => number) ?? found.body;
  if (JSON.stringify(numbers) !== `[${sought}]`)
    differences.push(`${passportOf(sought)} finds ${JSON.stringify(numbers)}`);
  const id = found.body.records?.[0]?.id;
  const note = `seen ${sought}`;
  const written = await call('PATCH', `/api/records/traveller/${id}`, { note });
  if (written.body.note !== note)
    differences.push(`a note of ${sought} reads as ${JSON.stringify(written.body)}`);
  const twice = await call('POST', '/api/records/traveller', { number: -1, passport: passportOf(random(n)) });
  if (twice.status !== 409) differences.push(`a value is taken twice: ${JSON.stringify(twice.body)}`);
  return differences;
}

/** Resolves when somebody waits for a lock to seal values of the records anew. */
async function waiting({ engine }: RotationWorld): Promise<void> {
  for (;;) {
    const { rowCount } = await query(engine.db.direct(), {
      text: `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'UPDATE%traveller%v.anew%'`,
      values: [],
    });
    if (rowCount > 0) return;
  }
}

/** A process that is killed in the middle of a batch: it has come to a record that somebody holds. */
async function killAt(world: RotationWorld, number: number): Promise<void> {
  const ctx = await world.engine.contextFor('main');
  const { table, fields } = ctx.model.objects.get('traveller')!;
  const column = fields.get('number')!.columns[0]!.name;
  await transaction(ctx.db.direct(), async (client) => {
    await query(client, {
      text: `SELECT FROM ${ctx.model.schema}.${table} WHERE ${column} = $1 FOR UPDATE`,
      values: [number],
    });
    const { process: child, steps } = startRotation(world);
    const ended = new Promise<'ended'>((resolve) => child.once('exit', () => resolve('ended')));
    if ((await Promise.race([waiting(world), ended])) === 'ended')
      throw new Error('the rotation ended before it was killed');
    child.kill('SIGKILL');
    await ended;
    await steps.return?.();
  });
}

/**
 * Rotates with processes that are killed in the middle of what they do, then with one that comes to its end; reads, finds
 * and writes between all of them. What differs, and what it cost.
 */
export async function rotateUnderKills(world: RotationWorld, { n, kills, seed }: RotationRun) {
  const random = makeRandom(seed);
  const differences: string[] = [];
  const started = Date.now();
  for (let killed = 0; killed < kills; killed += 1) {
    await killAt(world, Math.floor((n * (killed + 1)) / (kills + 2)));
    differences.push(...(await lookAround(world, random, n)));
  }
  const underWay = await versionsOf(world);
  if (underWay.size < 2) differences.push('no rotation was under way when it was killed');
  const { steps } = startRotation(world);
  let last: Rotation | undefined;
  for (let step = await steps.next(); !step.done; step = await steps.next()) {
    last = step.value;
    differences.push(...(await lookAround(world, random, n)));
  }
  const seconds = (Date.now() - started) / 1_000;
  if (!last?.done || last.left > 0) differences.push(`it ends with ${JSON.stringify(last)}`);
  differences.push(...(await compareAll(world, n)));
  return { differences, seconds };
}

/** At the end no value is under the key before, and each opens as what it was. */
async function compareAll(world: RotationWorld, n: number): Promise<string[]> {
  const differences: string[] = [];
  const versions = [...(await versionsOf(world))];
  if (versions.length !== 1 || versions[0]![0] !== 2 || versions[0]![1] !== n)
    differences.push(`values by key: ${JSON.stringify(versions)}`);
  let seen = 0;
  for (let cursor = ''; ; ) {
    const address = `/api/records/traveller?fields=number,passport&sort=number&limit=${PAGE}`;
    const { body } = await world.call('GET', `${address}${cursor && `&cursor=${cursor}`}`);
    for (const { number, passport } of body.records) {
      if (number !== seen || passport !== passportOf(seen)) differences.push(`${number} is ${passport}`);
      seen += 1;
    }
    if (body.next === null) break;
    cursor = encodeURIComponent(body.next);
  }
  if (seen !== n) differences.push(`${seen} of ${n} records are there`);
  return differences;
}
