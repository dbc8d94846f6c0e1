import type { FieldMeta, LinesMeta } from '../../../runtime-ui/api/types.ts';
import { multiplyDecimals } from '../../../runtime-ui/values/format.ts';
import { totalOf } from '../../../runtime-ui/values/line-totals.ts';
import type { TestEngine } from '../../support/engine.ts';
import { changeSettings, objectBody, publishInto } from '../../support/workspace-of.ts';

/** Pots hold coins of several currencies; a pot's total is kept. */
const pot = objectBody('pot', {
  name: { type: 'text', unique: true },
  total: { type: 'rollup', rollup: { function: 'sum', object: 'coin', via: 'pot', field: 'price' } },
});

const coin = objectBody('coin', {
  name: { type: 'text' },
  pot: { type: 'lookup', target: 'pot', onDelete: 'cascade' },
  price: { type: 'money' },
});

const RATES = { USD: '7.123456', EUR: '7.8001', JPY: '0.0473' } as const;
const POTS = ['north', 'south', 'east'];

/** Where the engine is, and how a request of an administrator looks there. */
export interface MoneyWorld {
  readonly call: TestEngine['call'];
  /** sends a request as it is, with the key of an administrator */
  send(path: string, body: FormData): Promise<{ status: number; body: any }>;
}

/** An amount as a file spells it, and what is meant: hundredths, and the rate in 10^-12. */
interface Coin {
  readonly pot: string;
  readonly cell: string;
  readonly currency: string;
  readonly cents: bigint;
  readonly rate: string;
}

const withThousands = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ',');

/** Numbers from 0 to 2^32, the same for the same seed. */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
}

/** Amounts from a cent to hundreds of billions, some below zero, as people spell them. */
export function makeCoins(n: number, seed: number): Coin[] {
  const next = randomNumbers(seed);
  const among = <T>(all: readonly T[]): T => all[next() % all.length]!;
  return Array.from({ length: n }, (): Coin => {
    const size = 10n ** BigInt(1 + (next() % 13));
    const cents = ((BigInt(next()) << 20n) + BigInt(next() % 1_048_576)) % size;
    const isDebt = next() % 10 === 0;
    const digits = String(cents).padStart(3, '0');
    const sign = isDebt ? '-' : '';
    const [whole, fraction] = [digits.slice(0, -2), digits.slice(-2)];
    const currency = among(['CNY', 'USD', 'EUR', 'JPY']);
    const own =
      next() % 4 === 0 && currency !== 'CNY'
        ? `${1 + (next() % 9)}.${String(next() % 1_000_000).padStart(6, '0')}`
        : undefined;
    const shown = among([
      `${sign}${whole}.${fraction} ${currency}`,
      `${sign}${withThousands(whole)}.${fraction} ${currency}`,
      `${sign}${currency} ${whole}.${fraction}`,
    ]);
    return {
      pot: among(POTS),
      cell: own === undefined ? shown : `${shown} @ ${own}`,
      currency,
      cents: isDebt ? -cents : cents,
      rate: own ?? (currency === 'CNY' ? '1' : RATES[currency as keyof typeof RATES]),
    };
  });
}

/** Hundredths of the workspace's currency: halves go away from zero. */
function baseCents({ cents, rate }: Coin): bigint {
  const [whole, fraction = ''] = rate.split('.');
  const product = cents * BigInt(whole + fraction.padEnd(12, '0'));
  const unit = 10n ** 12n;
  const size = product < 0n ? -product : product;
  const rounded = (size + unit / 2n) / unit;
  return product < 0n ? -rounded : rounded;
}

const centsText = (cents: bigint): string => {
  const digits = String(cents < 0n ? -cents : cents).padStart(3, '0');
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

const total = (numbers: readonly bigint[]): string => centsText(numbers.reduce((sum, one) => sum + one, 0n));

export async function publishPots({ call }: MoneyWorld): Promise<void> {
  const rates = Object.entries(RATES).map(([currency, rate]) => ({ currency, rate }));
  for (const answer of [
    await changeSettings({ call }, { rates }),
    await publishInto({ call }, { 'object/pot': pot, 'object/coin': coin }, 'pots'),
  ]) {
    if (answer.status !== 200) throw new Error(answer.text);
  }
}

/** Imports the coins as one file. */
export async function importCoins({ call, send }: MoneyWorld, coins: readonly Coin[]): Promise<void> {
  for (const name of POTS) await call('admin', 'POST', '/api/records/pot', { name });
  const rows = coins.map(({ pot: of, cell }, index) => `${index},${of},"${cell}"`);
  const form = new FormData();
  const files = [{ object: 'coin', file: 'coins.csv', columns: { pot: { field: 'pot', by: 'name' } } }];
  form.append('options', JSON.stringify({ name: 'coins', files }));
  form.append('files', new Blob([`name,pot,price\n${rows.join('\n')}\n`]), 'coins.csv');
  const { status, body } = await send('/api/imports', form);
  let told = body;
  while (status < 300 && told.state === 'running') {
    await new Promise((resolve) => setTimeout(resolve, 200));
    told = (await call('admin', 'GET', `/api/imports/${told.id}`)).body;
  }
  if (told.created !== coins.length) throw new Error(JSON.stringify(told).slice(0, 2_000));
}

/** Every coin as the API answers it, page by page. */
async function readCoins({ call }: MoneyWorld): Promise<any[]> {
  const all: any[] = [];
  let cursor = '';
  do {
    const path = `/api/records/coin?fields=pot.name,price&limit=1000${cursor && `&cursor=${cursor}`}`;
    const { body } = await call('admin', 'GET', path);
    all.push(...body.records);
    cursor = body.next ? encodeURIComponent(body.next) : '';
  } while (cursor !== '');
  return all;
}

/** The column as a form sums it. */
const PRICE = { name: 'price', bare: 'base' } as FieldMeta;
const TOTALLED = { totals: ['price'] } as unknown as LinesMeta;

/** What differs between the sums of the engine, of the browser's own code, and those of whole hundredths. */
export async function compareSums(world: MoneyWorld, coins: readonly Coin[]): Promise<string[]> {
  const differences: string[] = [];
  const expect = (what: string, found: unknown, expected: string) => {
    if (found !== expected) differences.push(`${what}: ${found}, not ${expected}`);
  };
  const sums = async (query: string) =>
    (await world.call('admin', 'GET', `/api/records/coin/aggregate?${query}`)).body.groups;
  const inAll = total(coins.map(baseCents));
  const [whole] = await sums('measures=sum(price)');
  expect('aggregate', whole['sum(price)'], inAll);
  for (const group of await sums('group=price.currency&measures=sum(price.amount),sum(price)')) {
    const ofIt = coins.filter(({ currency }) => currency === group['price.currency']);
    expect(
      `${group['price.currency']} by itself`,
      group['sum(price.amount)'],
      total(ofIt.map(({ cents }) => cents)),
    );
    expect(`${group['price.currency']} in CNY`, group['sum(price)'], total(ofIt.map(baseCents)));
  }
  const pots = (await world.call('admin', 'GET', '/api/records/pot?fields=name,total')).body.records;
  const records = await readCoins(world);
  for (const { name, total: kept } of pots) {
    const ofIt = total(coins.filter(({ pot: of }) => of === name).map(baseCents));
    expect(`roll-up of ${name}`, kept, ofIt);
    const lines = records.filter(({ pot: of }) => of.name === name);
    expect(`form total of ${name}`, totalOf(TOTALLED, PRICE, lines), ofIt);
  }
  expect('form total', totalOf(TOTALLED, PRICE, records), inAll);
  for (const { price } of records) {
    expect(
      `${price.amount} at ${price.rate} in the browser`,
      multiplyDecimals(price.amount, price.rate, 2),
      price.base,
    );
  }
  return differences;
}
