import type { Page } from 'playwright-core';
import { objectBody, type ShortField } from '../../support/workspace-of.ts';

export const KEYS = 60;
/** milliseconds from key to key */
const RHYTHM = 120;

const KINDS: readonly ShortField[] = [
  { type: 'text' },
  { type: 'integer' },
  { type: 'select', options: ['a', 'b', 'c'].map((value) => ({ value, labels: { en: value } })) },
  { type: 'date' },
  { type: 'boolean' },
  { type: 'decimal', scale: 2 },
];

/** A form of so many fields with a rule of each kind, all of which read the field that is typed into. */
export const wideBody = (name: string, count: number) =>
  objectBody(
    name,
    {
      typed: { type: 'text' },
      ...Object.fromEntries(
        Array.from({ length: count - 1 }, (_, at) => [`field_${at}`, KINDS[at % KINDS.length]!]),
      ),
    },
    {
      head: { titleField: 'typed' },
      'x-rules': [
        { check: 'size(typed) < 200', field: 'typed', message: { en: 'Too long.', 'zh-CN': '过长。' } },
        { when: 'size(typed) > 20', require: ['field_0'] },
        { when: 'size(typed) > 30', readOnly: ['field_1'] },
        { when: 'size(typed) < 40', hide: ['field_6'] },
        { when: 'contains(typed, "e")', options: { field_2: ['a', 'b'] } },
      ],
    },
  );

export interface Latency {
  /** milliseconds from a key, or from leaving the field, to the frame that shows what it did; of 100 the 95th */
  readonly p95: number;
  readonly worst: number;
  /** the longest task in the meantime, milliseconds */
  readonly longestTask: number;
  readonly measured: number;
}

interface Watch {
  readonly frames: number[];
  readonly tasks: number[];
}

/** Types into the first field as a person does, leaves it, and tells how long the frames took to come. */
export async function measureTyping(page: Page): Promise<Latency> {
  const input = page.locator('[data-field="typed"] input');
  await input.waitFor();
  await input.click();
  await page.evaluate(() => {
    const seen: Watch = { frames: [], tasks: [] };
    Object.assign(window, { seen });
    const note = ({ timeStamp }: Event) =>
      requestAnimationFrame(() => {
        // what comes after a frame has been handed over comes by message
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => seen.frames.push(performance.now() - timeStamp);
        port2.postMessage(null);
      });
    addEventListener('keydown', note, { capture: true });
    addEventListener('focusout', note, { capture: true });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) seen.tasks.push(duration);
    }).observe({ type: 'longtask' });
  });
  await page.keyboard.type('the quick brown fox jumps over the lazy dog, and again it does'.slice(0, KEYS), {
    delay: RHYTHM,
  });
  await page.keyboard.press('Tab');
  // the verdict of the last key is on the form: the field that it brings is there
  await page.locator('[data-field="field_6"]').waitFor();
  const { frames, tasks } = await page.evaluate(() => (window as unknown as { seen: Watch }).seen);
  const sorted = frames.toSorted((a, b) => a - b);
  return {
    p95: sorted[Math.ceil(sorted.length * 0.95) - 1]!,
    worst: sorted.at(-1)!,
    longestTask: Math.max(0, ...tasks),
    measured: sorted.length,
  };
}
