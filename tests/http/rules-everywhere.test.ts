import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FormDescription } from '../../runtime-ui/api/types.ts';
import { type Checked, formVerdict, messageOf } from '../../runtime-ui/form/rules.ts';
import { en } from '../../runtime-ui/i18n/en.ts';
import { type TestEngine, testEngine } from '../support/engine.ts';
import { objectBody, publishInto } from '../support/workspace-of.ts';

/** The same 200 changes by API, batch, import and form: one verdict, in the same words. */
const CASES = 200;

type Row = Record<string, string | null>;

const option = (value: string) => ({ value, labels: { en: value, 'zh-CN': `${value}（中）` } });
const says = (en: string) => ({ en, 'zh-CN': `${en}（中）` });

const company = objectBody('company', {
  name: { type: 'text', unique: true },
  status: { type: 'select', options: ['active', 'frozen'].map(option) },
  most: { type: 'currency' },
});

const visit = objectBody(
  'visit',
  {
    code: { type: 'text', unique: true, externalId: true },
    kind: { type: 'select', options: ['plain', 'long', 'quiet'].map(option) },
    company: { type: 'lookup', target: 'company' },
    amount: { type: 'currency' },
    begins: { type: 'date' },
    ends: { type: 'date' },
    reason: { type: 'select', options: ['x', 'y', 'z'].map(option) },
    note: { type: 'text' },
    secret: { type: 'text' },
    stage: { type: 'stage' },
    twice: { type: 'formula', returns: 'currency', expression: 'amount * 2' },
  },
  {
    'x-rules': [
      { check: 'ends >= begins', field: 'ends', message: says('It ends before it begins.') },
      { when: 'kind == "long"', require: ['note'], message: says('A long visit needs a note.') },
      { when: 'stage.kind == "lost"', require: ['reason'] },
      { when: 'kind == "quiet"', hide: ['reason'] },
      { when: 'kind == "plain"', hide: ['note'], clear: true },
      {
        when: 'old.stage.kind == "won"',
        readOnly: ['amount'],
        message: says('It is won: the amount stays.'),
      },
      { when: 'kind == "long"', options: { reason: ['x', 'y'] } },
      { check: 'amount <= company.most', field: 'amount', message: says('More than the company may have.') },
      { check: 'company.status != "frozen"', message: says('The company is frozen.') },
      { check: 'twice <= 1000', field: 'amount', message: says('Twice the amount is too much.') },
      { check: 'isNew() || !changed(begins)', field: 'begins', message: says('The beginning is settled.') },
      { when: '"sales" in user.roles', hide: ['secret'] },
    ],
  },
);

const pipeline = {
  name: 'main',
  object: 'visit',
  labels: says('Main'),
  stages: ['open', 'won', 'lost'].map((kind) => ({ name: kind, labels: says(kind), kind })),
};

let world: TestEngine;
let description: FormDescription;
const companies: Record<string, string> = {};

beforeAll(async () => {
  world = await testEngine();
  const documents = { 'object/company': company, 'object/visit': visit, 'pipeline/visit.main': pipeline };
  const { status, text } = await publishInto(world, documents);
  expect(status, text).toBe(200);
  for (const [name, values] of Object.entries({
    small: { status: 'active', most: '100' },
    large: { status: 'active', most: '10000' },
    ice: { status: 'frozen', most: '10000' },
  })) {
    const made = await world.call('admin', 'POST', '/api/records/company', { name, ...values });
    companies[name] = made.body.id;
  }
  description = (await world.call('admin', 'GET', '/api/model/visit/form?locale=en')).body;
});
afterAll(() => world.close());

/** Numbers from a seed, the same in every run. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * sides);
  };
}

const POOLS: Readonly<Record<string, readonly (string | null)[]>> = {
  kind: ['plain', 'long', 'quiet', null],
  company: ['small', 'large', 'ice', null],
  amount: ['50.00', '90.00', '400.00', '700.00', null],
  begins: ['2026-01-10', '2026-02-10', null],
  ends: ['2026-01-05', '2026-03-01', null],
  reason: ['x', 'z', null],
  note: ['a word', null],
  stage: ['open', 'won', 'lost'],
};

function rolled(roll: ReturnType<typeof dice>, chance: number): Row {
  const row: Row = {};
  for (const [name, pool] of Object.entries(POOLS)) {
    if (roll(100) < chance) row[name] = pool[roll(pool.length)]!;
  }
  return row;
}

const values = (row: Row) => (row.company ? { ...row, company: companies[row.company]! } : row);

/** A problem as `field: words`. */
type Said = readonly string[];

const said = (errors: readonly { path: string; message: string }[]): Said =>
  errors.map(({ path, message }) => `${path.replace(/^(\/\d+)?(\/values)?\/?/, '')}: ${message}`).sort();

const EN = { 'Accept-Language': 'en' };
const call = (method: string, path: string, body: unknown) => world.call('admin', method, path, body, EN);

async function byApi(id: string | undefined, row: Row): Promise<Said> {
  const path = `/api/records/visit${id === undefined ? '' : `/${id}`}`;
  const { status, body } = await call(id === undefined ? 'POST' : 'PATCH', path, values(row));
  if (status < 300) return [];
  expect([status, body.code]).toEqual([422, 'record.invalid']);
  return said(body.errors);
}

async function byBatch(id: string | undefined, row: Row): Promise<Said> {
  const change =
    id === undefined ? { op: 'create', values: values(row) } : { op: 'update', id, values: values(row) };
  const { status, body } = await call('POST', '/api/records/visit/batch', [change]);
  return status < 300 ? [] : said(body.errors);
}

const WORDS = {
  'record.rule': 'rule',
  'record.required': 'required',
  'record.hidden': 'hidden',
  'record.rule_read_only': 'ruleReadOnly',
  'record.rule_option': 'ruleOption',
} as const;

async function byForm(id: string | undefined, before: Row | undefined, row: Row): Promise<Said> {
  const given = values(row);
  const { status, body } = await call('POST', '/api/records/visit/check', {
    ...(id && { id }),
    values: given,
  });
  expect(status).toBe(200);
  const held = before && { ...before, id };
  const { breaches } = formVerdict(
    description,
    { stage: 'open', ...held, ...given },
    {
      user: { id: world.users.admin, roles: ['administrator'] },
      timeZone: 'Asia/Shanghai',
      now: new Date(),
      before: held,
    },
    body as Checked,
  );
  // what the form cannot know by itself `check` has answered; the rest must be told by both alike
  const own = breaches.map(({ field, code, rule }) => {
    const words = en.form[WORDS[code]].replace('{{field}}', field);
    return `${field}: ${messageOf(rule.message, 'en') ?? words}`;
  });
  const answered = said(body.problems);
  expect(answered).toEqual(expect.arrayContaining(own));
  return answered;
}

async function byImport(rows: readonly Row[], key?: string): Promise<Map<number, string>> {
  const columns = ['code', ...Object.keys(POOLS)];
  const lines = rows.map((row) => columns.map((column) => row[column] ?? '').join(','));
  const form = new FormData();
  const settings = { company: { field: 'company', by: 'name' } };
  const file = { object: 'visit', file: 'f.csv', columns: settings, ...(key && { key }) };
  form.append('options', JSON.stringify({ files: [file] }));
  form.append('files', new Blob([[columns.join(','), ...lines].join('\n')]), 'f.csv');
  const headers = { Authorization: `Bearer ${world.keyOf('admin')}`, Prefer: 'wait=60', ...EN };
  const url = `${world.engine.address}/api/imports`;
  const sent = await world.engine.fetch(new Request(url, { method: 'POST', body: form, headers }));
  expect(sent.status).toBe(201);
  const errors = await world.call(
    'admin',
    'GET',
    `${sent.headers.get('Location')}/errors.csv`,
    undefined,
    EN,
  );
  const refused = errors.text.trim().split('\n').slice(1);
  return new Map(refused.map((line) => [Number(/,(\d+),/.exec(line.slice(line.indexOf(',')))?.[1]), line]));
}

const made = async (row: Row): Promise<string | undefined> => {
  const { status, body } = await call('POST', '/api/records/visit', values(row));
  return status === 201 ? body.id : undefined;
};

test('a change is judged alike by API, batch, form and import', { timeout: 120_000 }, async () => {
  const roll = dice(20_261_126);
  const kinds = new Map<string, number>();
  const imported: { row: Row; said: Said; isNew: boolean }[] = [];
  for (let index = 0; index < CASES; index++) {
    const before = rolled(roll, 60);
    const ids = index % 2 === 0 ? [] : [await made(before), await made(before)];
    const isNew = ids[0] === undefined || ids[1] === undefined;
    const row = isNew ? rolled(roll, 85) : rolled(roll, 50);
    const stored = isNew ? undefined : (await call('GET', `/api/records/visit/${ids[0]}`, undefined)).body;
    const form = await byForm(isNew ? undefined : ids[0], stored, row);
    const api = await byApi(isNew ? undefined : ids[0], row);
    const batch = await byBatch(isNew ? undefined : ids[1], row);
    const where = JSON.stringify({ before: isNew ? undefined : before, row });
    expect(batch, where).toEqual(api);
    expect(form, where).toEqual(api);
    for (const line of api) kinds.set(line, (kinds.get(line) ?? 0) + 1);
    const code = `c${index}`;
    if (!isNew) await made({ ...before, code });
    // an empty cell says nothing, so only what has a value can be told by a file
    const isSayable = Object.values(row).every((value) => value !== null);
    if (isNew || isSayable) imported.push({ row: { code, ...row }, said: api, isNew });
  }
  for (const isNew of [true, false]) {
    const rows = imported.filter((one) => one.isNew === isNew);
    const refused = await byImport(
      rows.map(({ row }) => row),
      isNew ? undefined : 'code',
    );
    for (const [index, { row, said: expected }] of rows.entries()) {
      const line = refused.get(index + 2);
      expect(line !== undefined, `${JSON.stringify(row)} ${line} ${expected}`).toBe(expected.length > 0);
      for (const problem of expected) expect(line).toContain(problem.slice(problem.indexOf(': ') + 2));
    }
  }
  // every rule has been broken by some of them, and many of them broke none
  expect([...kinds.keys()].map((line) => line.split(':')[0]).sort()).toEqual(
    expect.arrayContaining(['', 'amount', 'begins', 'ends', 'note', 'reason']),
  );
  expect(kinds.size).toBeGreaterThanOrEqual(10);
});
