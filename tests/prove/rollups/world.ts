import type { RequestContext } from '../../../engine/context.ts';
import { query } from '../../../engine/db/connect.ts';
import { qualified, quote } from '../../../engine/db/index.ts';
import { Problem } from '../../../engine/errors.ts';
import {
  createRecord,
  deleteRecord,
  readRecord,
  restoreRecord,
  runBatch,
  updateRecord,
} from '../../../engine/records/index.ts';
import type { TestEngine } from '../../support/engine.ts';
import { objectBody, publishInto } from '../../support/workspace-of.ts';

/**
 * Three levels: regions have shops, shops have sales; each level rolls up the one below, filters included. Sales
 * are written by themselves and as the line items of their shop.
 */
const region = objectBody('region', {
  name: { type: 'text' },
  shops: { type: 'rollup', rollup: { function: 'count', object: 'shop', via: 'region' } },
  revenue: { type: 'rollup', rollup: { function: 'sum', object: 'shop', via: 'region', field: 'paid' } },
  best: { type: 'rollup', rollup: { function: 'max', object: 'shop', via: 'region', field: 'sales' } },
  all_open: { type: 'rollup', rollup: { function: 'all', object: 'shop', via: 'region', field: 'has_big' } },
});

const shop = objectBody('shop', {
  name: { type: 'text' },
  items: { type: 'lineItems', lineItems: { target: 'sale', via: 'shop' } },
  region: { type: 'lookup', target: 'region', onDelete: 'null' },
  sales: { type: 'rollup', rollup: { function: 'count', object: 'sale', via: 'shop' } },
  paid: {
    type: 'rollup',
    rollup: { function: 'sum', object: 'sale', via: 'shop', field: 'gross', filter: 'paid' },
  },
  mean: {
    type: 'rollup',
    rollup: { function: 'avg', object: 'sale', via: 'shop', field: 'amount' },
    scale: 6,
  },
  least: { type: 'rollup', rollup: { function: 'min', object: 'sale', via: 'shop', field: 'amount' } },
  latest: { type: 'rollup', rollup: { function: 'max', object: 'sale', via: 'shop', field: 'day' } },
  first_kind: {
    type: 'rollup',
    rollup: { function: 'first', object: 'sale', via: 'shop', field: 'kind', sort: ['-amount'] },
  },
  kinds: {
    type: 'rollup',
    rollup: { function: 'countDistinct', object: 'sale', via: 'shop', field: 'kind' },
  },
  has_big: { type: 'rollup', rollup: { function: 'any', object: 'sale', via: 'shop', field: 'big' } },
});

const sale = objectBody('sale', {
  name: { type: 'text' },
  shop: { type: 'lookup', target: 'shop', onDelete: 'cascade' },
  amount: { type: 'currency' },
  day: { type: 'date' },
  kind: { type: 'text' },
  paid: { type: 'boolean' },
  gross: { type: 'formula', returns: 'currency', expression: 'amount * 1.13' },
  big: { type: 'formula', returns: 'boolean', expression: 'amount > 900' },
});

/** What the roll-ups come to, in plain SQL that knows nothing of how they are kept. */
const EXPECTED = {
  shop: (columns: Columns) => `SELECT p.id, p.version,
      (SELECT row_to_json(x) FROM (SELECT p.${columns.shop.sales} AS sales, p.${columns.shop.paid} AS paid, p.${columns.shop.mean} AS mean, p.${columns.shop.least} AS least, p.${columns.shop.latest} AS latest, p.${columns.shop.first_kind} AS first_kind, p.${columns.shop.kinds} AS kinds, p.${columns.shop.has_big} AS has_big) x)::text AS held,
      (SELECT row_to_json(x) FROM (SELECT
        count(*) AS sales,
        coalesce(sum(round(t.${columns.sale.amount} * 1.13, 2)) FILTER (WHERE t.${columns.sale.paid}), 0) AS paid,
        round(avg(t.${columns.sale.amount}), 6) AS mean,
        round(min(t.${columns.sale.amount}), 2) AS least,
        max(t.${columns.sale.day}) AS latest,
        (SELECT f.${columns.sale.kind} FROM ${columns.sale.table} f WHERE f.${columns.sale.shop} = p.id AND f.deleted_at IS NULL ORDER BY f.${columns.sale.amount} DESC NULLS LAST, f.created_at, f.id LIMIT 1) AS first_kind,
        count(DISTINCT t.${columns.sale.kind}) AS kinds,
        coalesce(bool_or(t.${columns.sale.amount} > 900), false) AS has_big
        FROM ${columns.sale.table} t WHERE t.${columns.sale.shop} = p.id AND t.deleted_at IS NULL) x)::text AS expected
    FROM ${columns.shop.table} p ORDER BY p.id`,
  region: (columns: Columns) => `SELECT p.id, p.version,
      (SELECT row_to_json(x) FROM (SELECT p.${columns.region.shops} AS shops, p.${columns.region.revenue} AS revenue, p.${columns.region.best} AS best, p.${columns.region.all_open} AS all_open) x)::text AS held,
      (SELECT row_to_json(x) FROM (SELECT
        count(*) AS shops,
        coalesce(sum((SELECT coalesce(sum(round(t.${columns.sale.amount} * 1.13, 2)), 0) FROM ${columns.sale.table} t WHERE t.${columns.sale.shop} = s.id AND t.deleted_at IS NULL AND t.${columns.sale.paid})), 0) AS revenue,
        max((SELECT count(*) FROM ${columns.sale.table} t WHERE t.${columns.sale.shop} = s.id AND t.deleted_at IS NULL)) AS best,
        coalesce(bool_and((SELECT coalesce(bool_or(t.${columns.sale.amount} > 900), false) FROM ${columns.sale.table} t WHERE t.${columns.sale.shop} = s.id AND t.deleted_at IS NULL)), true) AS all_open
        FROM ${columns.shop.table} s WHERE s.${columns.shop.region} = p.id AND s.deleted_at IS NULL) x)::text AS expected
    FROM ${columns.region.table} p ORDER BY p.id`,
} as const;

type Columns = Readonly<Record<'region' | 'shop' | 'sale', Readonly<Record<string, string>>>>;

/** Publishes the three objects. */
export async function publishLevels(world: Pick<TestEngine, 'call'>): Promise<void> {
  const documents = { 'object/region': region, 'object/shop': shop, 'object/sale': sale };
  const { status, text } = await publishInto(world, documents, 'levels');
  if (status !== 200) throw new Error(text);
}

async function columnsOf(ctx: RequestContext): Promise<Columns> {
  const named = (['region', 'shop', 'sale'] as const).map((name) => {
    const object = ctx.model.objects.get(name)!;
    const columns = [...object.fields.values()].flatMap((field) =>
      field.columns.length > 0 ? [[field.name, quote(field.columns[0]!.name)] as const] : [],
    );
    return [
      name,
      { ...Object.fromEntries(columns), table: qualified(ctx.model.schema, object.table) },
    ] as const;
  });
  return Object.fromEntries(named) as unknown as Columns;
}

export interface Comparison {
  readonly compared: number;
  readonly differences: readonly string[];
}

const canonical = (text: string): string =>
  JSON.stringify(
    Object.entries(JSON.parse(text) as Record<string, unknown>).map(([name, value]) => [
      name,
      typeof value === 'number' ? Number(value).toFixed(6) : value,
    ]),
  );

/** Every roll-up against plain SQL. */
export async function compareAll(ctx: RequestContext): Promise<Comparison> {
  const columns = await columnsOf(ctx);
  const differences: string[] = [];
  let compared = 0;
  for (const level of ['shop', 'region'] as const) {
    const { rows } = await query<{ id: string; held: string; expected: string }>(
      ctx.db.forWorkspace(ctx.workspace),
      { text: EXPECTED[level](columns) },
    );
    for (const { id, held, expected } of rows) {
      compared += 1;
      if (canonical(held) !== canonical(expected))
        differences.push(`${level} ${id}: ${held} is not ${expected}`);
    }
  }
  return { compared, differences };
}

/** Numbers from a seed. */
function dice(seed: number): (sides: number) => number {
  let state = seed >>> 0;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

export interface Storm {
  readonly writes: number;
  readonly refused: Readonly<Record<string, number>>;
}

/** Ids of the line items of a shop, as one who writes them has read them. */
async function heldBy(ctx: RequestContext, shop: string): Promise<string[]> {
  const record = await readRecord(ctx, 'shop', shop, ['items.id']);
  return record ? JSON.parse(record.text).items.map(({ id }: { id: string }) => id) : [];
}

/** Random writes over the three levels by several writers at once. Refusals other than a lost race fail. */
export async function storm(
  context: () => Promise<RequestContext>,
  { writers, writes, seed }: { readonly writers: number; readonly writes: number; readonly seed: number },
): Promise<Storm> {
  const first = await context();
  const regions: string[] = [];
  const shops: string[] = [];
  const sales: string[] = [];
  for (let index = 0; index < 3; index++) {
    regions.push((await createRecord(first, 'region', { name: `region ${index}` })).id);
  }
  for (let index = 0; index < 8; index++) {
    shops.push((await createRecord(first, 'shop', { name: `shop ${index}`, region: regions[index % 3] })).id);
  }
  const refused: Record<string, number> = {};
  let done = 0;

  const writer = async (roll: ReturnType<typeof dice>): Promise<void> => {
    const one = <T>(list: readonly T[]): T => list[roll(list.length)]!;
    const body = () => ({
      name: 's',
      shop: roll(20) === 0 ? null : one(shops),
      amount: `${roll(1_000)}.${String(roll(100)).padStart(2, '0')}`,
      day: `2026-0${1 + roll(9)}-1${roll(10)}`,
      kind: one(['a', 'b', 'c', 'd']),
      paid: roll(2) === 0,
    });
    const deeds: readonly ((ctx: RequestContext) => Promise<unknown>)[] = [
      async (ctx) => sales.push((await createRecord(ctx, 'sale', body())).id),
      async (ctx) => {
        const lines = Array.from({ length: 1 + roll(5) }, () => ({ op: 'create', values: body() }));
        const made = await runBatch(ctx, 'sale', lines, undefined, () => '');
        for (const result of made) if ('id' in result) sales.push(result.id);
      },
      async (ctx) => {
        const { shop: to, amount, paid } = body();
        const values = one([{ amount }, { shop: to }, { paid }, { shop: to, amount }, { name: 'same' }]);
        await updateRecord(ctx, 'sale', { id: one(sales), values, path: '' });
      },
      async (ctx) => deleteRecord(ctx, 'sale', one(sales)),
      async (ctx) => restoreRecord(ctx, 'sale', one(sales)),
      async (ctx) => {
        const lines = [0, 1].map(() => ({ op: 'update', id: one(sales), values: { shop: one(shops) } }));
        await runBatch(ctx, 'sale', lines, undefined, () => '');
      },
      async (ctx) =>
        updateRecord(ctx, 'shop', { id: one(shops), values: { region: one(regions) }, path: '' }),
      async (ctx) => {
        const { shop: _, ...line } = body();
        const add = Array.from({ length: 1 + roll(3) }, () => line);
        await updateRecord(ctx, 'shop', { id: one(shops), values: { items: { add } }, path: '' });
      },
      async (ctx) => {
        const id = one(shops);
        const held = await heldBy(ctx, id);
        if (held.length === 0) return;
        const some = { change: [{ id: one(held), amount: body().amount }], remove: [one(held)] };
        // the list as a whole: in another order, without its last one
        const whole = held.toReversed().slice(1);
        const items = roll(2) === 0 && held.length < 40 ? whole.map((line) => ({ id: line })) : some;
        await updateRecord(ctx, 'shop', { id, values: { items }, path: '' });
      },
      async (ctx) => (roll(4) === 0 ? deleteRecord(ctx, 'shop', one(shops)) : undefined),
      async (ctx) => restoreRecord(ctx, 'shop', one(shops)),
    ];
    while (done < writes) {
      done += 1;
      const deed = sales.length < 20 ? deeds[0]! : one(deeds);
      await deed(await context()).catch((error: unknown) => {
        if (!(error instanceof Problem) || error.code === 'engine.internal') throw error;
        refused[error.code] = (refused[error.code] ?? 0) + 1;
      });
    }
  };
  await Promise.all(Array.from({ length: writers }, (_, index) => writer(dice(seed + index * 7_919))));
  return { writes: done, refused };
}

/** What random writes may be refused for: others were faster, or it is in the bin. */
export const EXPECTED_REFUSALS: ReadonlySet<string> = new Set([
  'record.not_found',
  'record.not_deleted',
  'record.conflict',
  'record.invalid',
  'record.batch',
]);
