import type { Page } from 'playwright-core';

/** What a page shows once something has happened: an element, or none, whose text says so. */
export interface Shown {
  readonly selector: string;
  readonly text?: string;
  /** it goes away */
  readonly isGone?: boolean;
}

/** Milliseconds from a key or click to the frame in which the page shows what came of it. */
export async function timed(
  page: Page,
  event: 'keydown' | 'click',
  act: () => Promise<void>,
  shown: Shown,
): Promise<number> {
  await page.evaluate(
    ({ kind, selector, text, isGone }) => {
      const measured = new Promise<number>((resolve) => {
        let began: number | undefined;
        const note = ({ timeStamp }: Event) => {
          // of several keys the last one counts
          began = timeStamp;
        };
        addEventListener(kind, note, { capture: true });
        const look = () => {
          const found = [...document.querySelectorAll(selector)].some(
            (element) => text === undefined || element.textContent?.includes(text),
          );
          if (began === undefined || found === isGone) return void requestAnimationFrame(look);
          removeEventListener(kind, note, { capture: true });
          resolve(performance.now() - began);
        };
        requestAnimationFrame(look);
      });
      Object.assign(window, { measured });
    },
    { kind: event, selector: shown.selector, text: shown.text, isGone: shown.isGone === true },
  );
  await act();
  return page.evaluate(() => (window as unknown as { measured: Promise<number> }).measured);
}

/** Of so many measurements the one in the middle, and of 100 the 95th. */
export function quantiles(values: readonly number[]): { readonly p50: number; readonly p95: number } {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => Math.round(sorted[Math.ceil(sorted.length * share) - 1]!);
  return { p50: at(0.5), p95: at(0.95) };
}
