import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyRollups } from '../../../../engine/rollups/index.ts';
import { type Answered, type TestEngine, testEngine } from '../../../support/engine.ts';
import { objectBody, publishInto, type ShortField } from '../../../support/workspace-of.ts';
import { FORMULAS } from './formulas.ts';
import { OBJECTS, PIPELINE } from './objects.ts';
import { BEFOREHAND } from './people.ts';
import { CHILDREN, ROLLUPS } from './rollups.ts';
import { RULES, type Write } from './rules.ts';
import { SOURCES } from './sources.ts';

/**
 * Formulas, validation rules and roll-ups as real CRMs have them, said in our language, in one workspace: by the API, in Postgres.
 */

type Values = Readonly<Record<string, unknown>>;

let world: TestEngine;
/** ids by object and name */
const made = new Map<string, string>();

/** `+3d` is a day from today; of a moment, its midnight in Greenwich. */
function spelled(type: string, value: unknown): unknown {
  const [, days] = /^([+-]\d+)d$/.exec(String(value)) ?? [];
  if (days === undefined) return value;
  const day = new Date(Date.now() + 8 * 3_600_000 + Number(days) * 86_400_000).toISOString().slice(0, 10);
  return type === 'datetime' ? `${day}T00:00:00Z` : day;
}

/** Values as the API takes them: relations by the name of the record, dates from today. */
const written = (object: string, values: Values): Values =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const { type, target } = OBJECTS[object]![name] ?? { type: 'text' };
      return [
        name,
        type === 'lookup' && value !== null ? made.get(`${target}/${value}`) : spelled(type, value),
      ];
    }),
  );

const call = (method: string, path: string, body?: unknown): Promise<Answered> =>
  world.call('admin', method, `/api/records/${path}`, body);

async function create(object: string, values: Values): Promise<string> {
  const answer = await call('POST', object, written(object, values));
  expect(answer.status, answer.text).toBe(201);
  return answer.body.id;
}

async function createAll(records: typeof BEFOREHAND): Promise<void> {
  for (const [object, values] of records) made.set(`${object}/${values.name}`, await create(object, values));
}

const message = { en: 'Not so.', 'zh-CN': '不可如此。' };

function documents() {
  const computed = (object: string): [string, ShortField][] => [
    ...FORMULAS.filter(({ on }) => on === object).map(
      ({ name, returns: { type, ...words }, expression }) =>
        [name, { ...words, type: 'formula', returns: type, expression }] as [string, ShortField],
    ),
    ...ROLLUPS.filter(({ on }) => on === object).map(
      ({ name, rollup, words }) => [name, { ...words, type: 'rollup', rollup }] as [string, ShortField],
    ),
  ];
  const rules = (object: string) =>
    RULES.filter(({ on }) => on === object).map(({ name, check, field }) => ({
      when: `tried == "${name}"`,
      check,
      message: { ...message, en: `${name}: ${message.en}` },
      ...(field && { field }),
    }));
  return {
    ...Object.fromEntries(
      Object.entries(OBJECTS).map(([name, fields]) => [
        `object/${name}`,
        objectBody(name, { ...fields, ...Object.fromEntries(computed(name)) }, { 'x-rules': rules(name) }),
      ]),
    ),
    'pipeline/offer.main': PIPELINE,
  };
}

beforeAll(async () => {
  world = await testEngine();
  const { status, text } = await publishInto(world, documents(), 'corpus');
  expect(status, text).toBe(200);
  await createAll(BEFOREHAND);
});
afterAll(() => world?.close());

test('is 40 formulas, 30 rules and 31 roll-ups, each with its source', () => {
  expect([FORMULAS.length, RULES.length, ROLLUPS.length]).toEqual([40, 30, 31]);
  const all = [...FORMULAS, ...RULES, ...ROLLUPS];
  expect(new Set(all.map(({ on, name }) => `${on}.${name}`)).size).toBe(all.length);
  expect(new Set(all.map(({ from }) => from))).toEqual(new Set(Object.keys(SOURCES)));
});

describe('formulas', () => {
  test.each(FORMULAS)('$name: $title', async ({ name, on, cases }) => {
    for (const [values, expected] of cases) {
      const id = await create(on, { name: 'case', ...values });
      const { body } = await call('GET', `${on}/${id}?fields=${name}`);
      expect(body[name], JSON.stringify(values)).toEqual(expected);
    }
  });
});

describe('rules', () => {
  /** The answer to a write that is tried by one rule alone. */
  async function answerTo(object: string, tried: string, write: Write): Promise<Answered> {
    if (!Array.isArray(write))
      return call('POST', object, written(object, { name: 'case', tried, ...write }));
    const [before, change] = write as readonly [Values, Values];
    const id = await create(object, { name: 'case', ...before });
    return call('PATCH', `${object}/${id}`, written(object, { tried, ...change }));
  }

  test.each(RULES)('$name: $title', async ({ name, on, field, passes, refuses }) => {
    for (const write of passes) {
      const { status, text } = await answerTo(on, name, write);
      expect(status, `${JSON.stringify(write)} ${text}`).toBeLessThan(300);
    }
    for (const write of refuses) {
      const { status, body } = await answerTo(on, name, write);
      expect(status, JSON.stringify(write)).toBe(422);
      expect(body.errors).toHaveLength(1);
      expect(body.errors[0]).toMatchObject({ path: field ? `/${field}` : '' });
    }
  });
});

describe('roll-ups', () => {
  beforeAll(async () => createAll(CHILDREN));

  test.each(ROLLUPS)('$name: $title', async ({ name, on, expected }) => {
    const { body } = await call('GET', `${on}/${made.get(`${on}/main`)}?fields=${name}`);
    expect(body[name]).toEqual(expected);
  });

  test('are what plain SQL says, of all records of the corpus', async () => {
    const { model, db, workspace } = await world.engine.contextFor('main');
    const found = await verifyRollups(model, db.forWorkspace(workspace));
    expect(found.filter(({ wrong }) => wrong > 0)).toEqual([]);
  });
});
