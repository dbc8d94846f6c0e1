import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectDatabase, query } from '../../../engine/db/connect.ts';
import { checkServer, quote, type ServerReport } from '../../../engine/db/index.ts';
import { type FreshDatabase, freshDatabase, testServer } from '../../support/postgres.ts';

let superuser: pg.Client;
let run: string;
const made: string[] = [];

beforeAll(async () => {
  const server = await testServer();
  run = server.run;
  superuser = new pg.Client({ connectionString: server.superuser });
  await superuser.connect();
});
afterAll(async () => {
  for (const name of made) await superuser.query(`DROP DATABASE ${quote(name)} WITH (FORCE)`);
  await superuser?.end();
});

/** Checks a database made with these words. */
async function checked(words: string): Promise<ServerReport> {
  const { login } = await testServer();
  const name = `test_${run}_check_${made.length}`;
  await superuser.query(`CREATE DATABASE ${quote(name)} TEMPLATE template0 ${words}`);
  made.push(name);
  const url = new URL(login);
  await superuser.query(`ALTER DATABASE ${quote(name)} OWNER TO ${quote(url.username)}`);
  url.pathname = `/${name}`;
  return check(url.href);
}

async function check(connectionString: string): Promise<ServerReport> {
  const db = await connectDatabase({ connectionString });
  try {
    return await checkServer(db.direct());
  } finally {
    await db.close();
  }
}

describe('checkServer', () => {
  let fresh: FreshDatabase;
  beforeAll(async () => {
    fresh = await freshDatabase();
  });
  afterAll(() => fresh?.drop());

  test('finds nothing to say of the embedded server, and leaves nothing behind', async () => {
    const { version, warnings } = await check(fresh.connectionString);
    expect(Number.parseInt(version, 10)).toBeGreaterThanOrEqual(15);
    expect(warnings).toEqual([]);
    const db = await connectDatabase({ connectionString: fresh.connectionString });
    const { rows } = await query(db.direct(), { text: "SELECT FROM pg_extension WHERE extname = 'pg_trgm'" });
    await db.close();
    expect(rows).toEqual([]);
  });

  test('two processes may look at once', async () => {
    const reports = await Promise.all([check(fresh.connectionString), check(fresh.connectionString)]);
    expect(reports.map(({ warnings }) => warnings)).toEqual([[], []]);
  });

  test('warns where trigrams would leave out Chinese', async () => {
    const { warnings } = await checked("ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C' LOCALE_PROVIDER libc");
    expect(warnings).toEqual([expect.objectContaining({ en: expect.stringContaining('LC_CTYPE is C') })]);
  });

  test('refuses another encoding', async () => {
    const words = "ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' LOCALE_PROVIDER libc";
    await expect(checked(words)).rejects.toMatchObject({ code: 'db.encoding' });
  });

  test('says what a login of few rights lacks', async () => {
    const login = `test_${run}_plain`;
    await superuser.query(`CREATE ROLE ${quote(login)} LOGIN PASSWORD 'plain'`);
    const database = quote(new URL(fresh.connectionString).pathname.slice(1));
    const url = new URL(fresh.connectionString);
    [url.username, url.password] = [login, 'plain'];
    await expect(check(url.href)).rejects.toMatchObject({ code: 'db.trigrams' });
    await superuser.query(`GRANT CREATE ON DATABASE ${database} TO ${quote(login)}`);
    const { warnings } = await check(url.href);
    expect(warnings).toEqual([expect.objectContaining({ en: expect.stringContaining(login) })]);
    await superuser.query(`REVOKE CREATE ON DATABASE ${database} FROM ${quote(login)}`);
    await superuser.query(`DROP ROLE ${quote(login)}`);
  });
});
