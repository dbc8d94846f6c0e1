/**
 * `npm run prove -- forms`: the forms of react-jsonschema-form's playground that can be said in documents
 * (`forms/samples.ts` names them) are published, filled in by a browser and saved; typing into forms of 100
 * and 200 fields with five live rules shows each key within 50 ms (the 95th of 100) and holds the page for
 * at most 200 ms. No page may say an error on its console, or loosen its content policy.
 * `--only samples` or `--only latency` runs a part.
 */
import type { Page } from 'playwright-core';
import { publishInto } from '../support/workspace-of.ts';
import { complains, fill, isGone } from './forms/fill.ts';
import { measureTyping, wideBody } from './forms/latency.ts';
import { SAMPLES, type Sample } from './forms/samples.ts';
import { type FormWorld, openFormWorld } from './forms/world.ts';
import type { Proof } from './proof.ts';

const KEY_TO_FRAME = 50;
const LONGEST_TASK = 200;
const WIDTHS = [100, 200];
const PATIENCE = 20_000;

const wideName = (count: number): string => `wide_${count}`;

const documents = () => ({
  ...Object.fromEntries(SAMPLES.map(({ name, body }) => [`object/${name}`, body])),
  ...Object.fromEntries(
    WIDTHS.map((count) => [`object/${wideName(count)}`, wideBody(wideName(count), count)]),
  ),
});

async function openForm(world: FormWorld, object: string): Promise<Page> {
  const page = await world.open(`/o/${object}/new`);
  page.setDefaultTimeout(PATIENCE);
  await page.locator('[data-field]').first().waitFor();
  return page;
}

const save = (page: Page): Promise<void> => page.getByRole('button', { name: 'Save', exact: true }).click();

/** Fills a sample in, saves it and compares what the record holds. */
async function tryOut(world: FormWorld, { name, steps, asks = [], saved = {} }: Sample): Promise<string[]> {
  const page = await openForm(world, name);
  try {
    if (asks.length > 0) await save(page);
    for (const field of asks) await complains(page, field);
    const expected: Record<string, unknown> = { ...saved };
    for (const [field, given] of steps) {
      if (given === undefined) await isGone(page, field);
      else {
        await fill(page, field, given);
        if (!(field in saved)) expected[field] = given;
      }
    }
    await save(page);
    await page.waitForURL((url) => !url.pathname.endsWith('/new'));
    const id = new URL(page.url()).pathname.split('/').at(-1);
    const { body } = await world.call('admin', 'GET', `/api/records/${name}/${id}`);
    return Object.entries(expected).flatMap(([field, value]) =>
      spelled(body[field]) === spelled(value)
        ? []
        : [`${field}: ${spelled(body[field])}, not ${spelled(value)}`],
    );
  } catch (error) {
    return [(error as Error).message.split('\n')[0]!];
  } finally {
    await page.close();
  }
}

/** Numbers are texts on the wire or not, by their type: here they are what they say. */
const spelled = (value: unknown): string => JSON.stringify(typeof value === 'number' ? String(value) : value);

async function trySamples(world: FormWorld): Promise<number> {
  let differences = 0;
  for (const sample of SAMPLES) {
    const faults = await tryOut(world, sample);
    faults.push(...world.faults.splice(0));
    console.log(`${faults.length > 0 ? '✗' : '✓'} ${sample.from}`);
    for (const fault of faults) console.log(`    ${fault}`);
    if (faults.length > 0) differences += 1;
  }
  return differences;
}

async function tryLatency(world: FormWorld): Promise<number> {
  let differences = 0;
  for (const count of WIDTHS) {
    const page = await openForm(world, wideName(count));
    const { p95, worst, longestTask, measured } = await measureTyping(page);
    await page.close();
    const isGood = p95 <= KEY_TO_FRAME && longestTask <= LONGEST_TASK && world.faults.length === 0;
    console.log(
      `${isGood ? '✓' : '✗'} ${count} fields, 5 rules: ${measured} keys to frames, p95 ${p95.toFixed(0)} ms, worst ${worst.toFixed(0)} ms, longest task ${longestTask.toFixed(0)} ms`,
    );
    for (const fault of world.faults.splice(0)) console.log(`    ${fault}`);
    if (!isGood) differences += 1;
  }
  return differences;
}

export const prove: Proof = async ({ only }) => {
  const world = await openFormWorld();
  try {
    const { status, text } = await publishInto(world, documents(), 'playground');
    if (status !== 200) throw new Error(text);
    const samples = only === 'latency' ? 0 : await trySamples(world);
    const latency = only === 'samples' ? 0 : await tryLatency(world);
    const n = (only === 'latency' ? 0 : SAMPLES.length) + (only === 'samples' ? 0 : WIDTHS.length);
    return { n, differences: samples + latency };
  } finally {
    await world.close();
  }
};
