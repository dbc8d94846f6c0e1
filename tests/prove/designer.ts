/**
 * `npm run prove -- designer [--n 20] [--only <words of a name>]`: how long an admin waits in the designer, in
 * a real browser, over an object of thirty fields: from a key or click to the frame that shows what came of it.
 * A moment differs when 95 of 100 take longer than it may, or when a page says an error on its console.
 */
import { objectBody, publishInto } from '../support/workspace-of.ts';
import { MOMENTS, type Moment } from './designer/moments.ts';
import { quantiles } from './designer/stopwatch.ts';
import { type FormWorld, openFormWorld } from './forms/world.ts';
import type { Proof } from './proof.ts';

const MEASURED = 20;
const FIELDS = 30;
const PATIENCE = 20_000;

const fields = Object.fromEntries(
  Array.from({ length: FIELDS }, (_, at) => [`field_${at}`, { type: at % 3 === 1 ? 'integer' : 'text' }]),
);

const DOCUMENTS = {
  'object/visit': objectBody('visit', fields, { head: { titleField: 'field_0' } }),
  'layout/visit.standard': {
    name: 'standard',
    object: 'visit',
    labels: { en: 'Standard', 'zh-CN': '标准' },
    sections: [{ labels: { en: 'Section', 'zh-CN': '分区' }, columns: 2, fields: Object.keys(fields) }],
  },
};

async function measured(world: FormWorld, moment: Moment, n: number): Promise<readonly number[]> {
  const page = await world.open(moment.path);
  page.setDefaultTimeout(PATIENCE);
  await page.locator('#content h1').waitFor();
  await moment.prepare?.(page);
  const values: number[] = [];
  // the first brings code and is not what one waits for later
  for (let at = 0; at <= n; at++) values.push(await moment.measure(page, at));
  await page.close();
  await world.call('admin', 'DELETE', '/api/metadata/draft');
  return values.slice(1);
}

export const prove: Proof = async ({ n = MEASURED, only }) => {
  const world = await openFormWorld();
  try {
    const { status, text } = await publishInto(world, DOCUMENTS, 'visits');
    if (status !== 200) throw new Error(text);
    const chosen = MOMENTS.filter(({ name }) => only === undefined || name.includes(only));
    const figures: Record<string, { readonly p50: number; readonly p95: number }> = {};
    let differences = 0;
    for (const moment of chosen) {
      const found = quantiles(await measured(world, moment, n));
      const faults = world.faults.splice(0);
      const isGood = found.p95 <= (moment.atMost ?? Number.POSITIVE_INFINITY) && faults.length === 0;
      const bar = moment.atMost === undefined ? '' : `, at most ${moment.atMost} ms`;
      console.log(`${isGood ? '✓' : '✗'} ${moment.name}: p50 ${found.p50} ms, p95 ${found.p95} ms${bar}`);
      for (const fault of faults) console.log(`    ${fault}`);
      figures[moment.name] = found;
      if (!isGood) differences += 1;
    }
    return { n: chosen.length * n, differences, figures };
  } finally {
    await world.close();
  }
};
