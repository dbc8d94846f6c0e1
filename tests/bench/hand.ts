/**
 * The same cases as a good engineer writes them by hand: Hono, a pg pool, prepared statements, Ajv; no
 * rights, no audit, no metadata. `WIRE=contract` spells decimals and times as our contract does.
 */
import { serve } from '@hono/node-server';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Hono } from 'hono';
import pg from 'pg';
import { STAGES, WRITTEN } from './cases.ts';

const isContract = process.env.WIRE === 'contract';
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
if (!isContract) pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number);
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });

const COLUMNS = [
  'id',
  'name',
  'stage',
  'amount',
  'chance',
  'close_date',
  'source_channel',
  'owner',
  'account',
  'created_at',
  'updated_at',
  'select_1',
];
const columns = (alias: string): string => COLUMNS.map((name) => `${alias}.${name}`).join(', ');
const TYPES: Readonly<Record<string, string>> = {
  account: 'uuid',
  owner: 'uuid',
  amount: 'numeric',
  chance: 'int',
  close_date: 'date',
  number_1: 'numeric',
  number_2: 'int',
  date_1: 'date',
  moment_1: 'timestamptz',
  flag_1: 'boolean',
  flag_2: 'boolean',
};
const WHERE = 'o.stage = $1 AND o.amount >= $2 AND o.amount < $3';
const ORDER = 'ORDER BY o.close_date DESC, o.id DESC LIMIT 50';
const JOINED =
  "json_build_object('id', a.id, 'name', a.name, 'industry', a.industry) AS account_record, u.name AS owner_name";
const insert = `INSERT INTO hand.opportunity (${WRITTEN.join(', ')})`;

const SQL = {
  R1: `SELECT ${columns('o')} FROM hand.opportunity o WHERE o.id = $1`,
  R2: `SELECT ${columns('o')} FROM hand.opportunity o WHERE ${WHERE} ${ORDER}`,
  R3: `SELECT ${columns('o')}, ${JOINED} FROM hand.opportunity o JOIN hand.account a ON a.id = o.account JOIN hand.person u ON u.id = o.owner WHERE ${WHERE} ${ORDER}`,
  R5: `SELECT ${columns('o')} FROM hand.opportunity o WHERE (o.close_date, o.id) < ($1, $2) ${ORDER}`,
  R6: 'SELECT stage, sum(amount) AS amount, count(*)::int AS n FROM hand.opportunity GROUP BY stage ORDER BY stage',
  S1: `SELECT ${columns('o')} FROM hand.opportunity o WHERE o.name LIKE '%' || $1 || '%' ORDER BY o.id DESC LIMIT 50`,
  S1any: `SELECT ${columns('o')} FROM hand.opportunity o WHERE o.name LIKE '%' || $1 || '%' LIMIT 50`,
  W1: `${insert} VALUES (${WRITTEN.map((_, index) => `$${index + 1}`).join(', ')}) RETURNING ${COLUMNS.join(', ')}`,
  W2: `UPDATE hand.opportunity o SET amount = $2, updated_at = now(), version = version + 1 WHERE o.id = $1 RETURNING ${columns('o')}`,
  W3: `${insert} SELECT * FROM unnest(${WRITTEN.map((name, index) => `$${index + 1}::${TYPES[name] ?? 'text'}[]`).join(', ')}) RETURNING id`,
};

const run = async (name: keyof typeof SQL, values: unknown[]) =>
  (await pool.query({ name, text: SQL[name], values })).rows;

const text = { type: ['string', 'null'], maxLength: 4000 };
const properties = {
  name: { type: 'string', minLength: 1, maxLength: 200 },
  account: { type: 'string' },
  owner: { type: 'string' },
  stage: { enum: STAGES },
  amount: { type: ['string', 'null'], pattern: '^-?\\d+(\\.\\d+)?$' },
  chance: { type: ['integer', 'null'], minimum: 0, maximum: 100 },
  close_date: { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\d$' },
  source_channel: text,
  text_1: text,
  text_2: text,
  text_3: text,
  number_1: { type: ['string', 'null'] },
  number_2: { type: ['integer', 'null'] },
  date_1: { type: ['string', 'null'] },
  moment_1: { type: ['string', 'null'] },
  flag_1: { type: ['boolean', 'null'] },
  flag_2: { type: ['boolean', 'null'] },
  select_1: { enum: Array.from({ length: 10 }, (_, index) => `opt${index}`) },
  select_2: { enum: ['kind0', 'kind1', 'kind2', 'kind3', 'kind4'] },
};
const schema = { type: 'object', additionalProperties: false, properties };
const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
const isRecord = ajv.compile<Record<string, unknown>>({
  ...schema,
  required: ['name', 'account', 'owner', 'stage', 'close_date'],
});
const isPatch = ajv.compile<Record<string, unknown>>(schema);

const app = new Hono();
app.get('/opportunities/:id', async (c) => {
  const [row] = await run('R1', [c.req.param('id')]);
  return row ? c.json(row) : c.json({ status: 404 }, 404);
});
app.patch('/opportunities/:id', async (c) => {
  const body = await c.req.json();
  if (!isPatch(body)) return c.json(isPatch.errors, 422);
  return c.json((await run('W2', [c.req.param('id'), body.amount]))[0]);
});
app.post('/opportunities/batch', async (c) => {
  const body: Record<string, unknown>[] = await c.req.json();
  for (const record of body) if (!isRecord(record)) return c.json(isRecord.errors, 422);
  return c.json(
    await run(
      'W3',
      WRITTEN.map((name) => body.map((record) => record[name] ?? null)),
    ),
  );
});
app.post('/opportunities', async (c) => {
  const body = await c.req.json();
  if (!isRecord(body)) return c.json(isRecord.errors, 422);
  const [row] = await run(
    'W1',
    WRITTEN.map((name) => body[name] ?? null),
  );
  return c.json(row, 201);
});
app.get('/q/R5', async (c) => c.json(await run('R5', [c.req.query('date'), c.req.query('id')])));
app.get('/q/R6', async (c) => c.json(await run('R6', [])));
app.get('/q/:name{S1|S1any}', async (c) => {
  const name = c.req.param('name') === 'S1' ? 'S1' : 'S1any';
  return c.json(await run(name, [c.req.query('q')!.replaceAll(/[\\%_]/g, '\\$&')]));
});
app.get('/q/:name', async (c) => {
  const values = ['stage', 'min', 'max'].map((name) => c.req.query(name));
  return c.json(await run(c.req.param('name') === 'R3' ? 'R3' : 'R2', values));
});
app.onError((error, c) => c.json(String(error), 500));

serve({ fetch: app.fetch, port: Number(process.env.PORT), hostname: '127.0.0.1' }, () =>
  console.log('ready'),
);
