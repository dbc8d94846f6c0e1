import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { launchBrowser, openContext, type Screen, settled, watch } from './browser.ts';
import { type Served, serveEngine } from './serve.ts';

/** Milliseconds that a page may take on a busy machine before a test gives up on it. */
const PATIENCE = 15_000;

/** One engine, one browser and some records for the browser tests of a file. */
export interface World {
  readonly served: Served;
  readonly browser: Browser;
  /** ids of the records that everybody begins with, by their name */
  readonly ids: ReadonlyMap<string, string>;
  /** A page of nobody. What goes wrong in it, the content policy's refusals too, fails the test. */
  page(path: string, screen?: Screen): Promise<Page>;
  /** The page of a user of `testEngine` who is signed in, when everything in it has come; one per user and screen. */
  open(user: string, path: string, screen?: Screen): Promise<Page>;
}

/** `expect` that waits until it holds. */
export const eventually = <T>(read: () => T | Promise<T>) =>
  expect.poll(read, { timeout: PATIENCE, interval: 50 });

/** Opens a select of a form or a filter and takes the option with this text. */
export async function choose(page: Page, name: string | RegExp, option: string): Promise<void> {
  await page.getByRole('combobox', { name }).click();
  await page.keyboard.type(option);
  await page.locator('.ant-select-item-option-active', { hasText: option }).waitFor();
  await page.keyboard.press('Enter');
}

/** The rows of a list. */
export const rowsOf = (page: Page): Locator => page.locator('tr[data-id]');

/** The column of a board. */
export const columnOf = (page: Page, key: string): Locator => page.locator(`[data-column="${key}"]`);

/** The card with this title in a column. */
export const cardIn = (page: Page, key: string, title: string): Locator =>
  columnOf(page, key).getByRole('link', { name: title, exact: true });

/** What the address says. */
export const searchOf = (page: Page): Record<string, string> =>
  Object.fromEntries(new URL(page.url()).searchParams);

/** Creates records as a user and tells their ids in the order given. */
export async function make(
  { served }: Pick<World, 'served'>,
  user: string,
  object: string,
  records: readonly Readonly<Record<string, unknown>>[],
): Promise<string[]> {
  const operations = records.map((values) => ({ op: 'create', values }));
  const answer = await served.call(user, 'POST', `/api/records/${object}/batch`, operations);
  expect(answer.status, answer.text).toBe(200);
  return answer.body.results.map(({ id }: { id: string }) => id);
}

export const ACCOUNTS = 60;
export const IN_SUZHOU = 7;

const accounts = Array.from({ length: ACCOUNTS }, (_, i) => ({
  name: `Company ${String(i + 1).padStart(2, '0')}`,
  type: i % 3 === 0 ? 'customer' : 'prospect',
  city: i < IN_SUZHOU ? 'Suzhou' : 'Berlin',
  employees: 10 * (i + 1),
}));

/** The pages that everybody works in. */
export const PAGES = ['list', 'board', 'record', 'form'] as const;

export const pathOf = ({ ids }: World, page: (typeof PAGES)[number]): string =>
  ({
    list: '/o/account?filter=city%20%3D%3D%20%22Suzhou%22',
    board: '/o/opportunity',
    record: `/o/opportunity/${ids.get('Shelves')}`,
    form: '/o/opportunity/new',
  })[page];

const deals = [
  { name: 'Robots', stage: 'prospecting', amount: '10000000.25' },
  { name: 'Scanners', stage: 'prospecting', amount: '13800' },
  { name: 'Shelves', stage: 'qualification', amount: '480000' },
];

/** Signs a user in without the page for it. */
export async function signInto(context: BrowserContext, { address, passwordOf }: Served, user: string) {
  const answer = await context.request.post(`${address}/api/auth/sign-in/email`, {
    data: { email: `${user}@example.com`, password: passwordOf(user) },
    headers: { Origin: address },
  });
  expect(answer.status(), await answer.text()).toBe(200);
}

/** Follows a link of the page's own. */
const goInside = (page: Page, path: string): Promise<void> =>
  page.evaluate((to) => {
    history.pushState(null, '', to);
    dispatchEvent(new PopStateEvent('popstate', { state: null }));
  }, path);

/** For a whole file: starts engine and browser, makes the records, closes pages after each test. */
export function useWorld(): World {
  let served: Served;
  let browser: Browser;
  const ids = new Map<string, string>();
  const contexts = new Map<string, Promise<BrowserContext>>();
  /** contexts of people who are signed in */
  const kept = new Set<BrowserContext>();
  const faults: string[] = [];

  async function fill(user: string, object: string, records: readonly { readonly name: string }[]) {
    const made = await make({ served }, user, object, records);
    for (const [i, { name }] of records.entries()) ids.set(name, made[i]!);
  }
  beforeAll(async () => {
    served = await serveEngine();
    browser = await launchBrowser();
    await fill('member', 'account', accounts);
    await fill('member', 'opportunity', deals);
    await fill('other', 'opportunity', [
      { name: 'Cranes', stage: 'qualification', amount: '20000' } as never,
    ]);
  }, 180_000);
  afterEach(async ({ task }) => {
    const isFailed = task.result?.state === 'fail';
    for (const context of browser.contexts()) await tidy(context, isFailed);
    expect(faults.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });

  /** A test leaves nothing in the pages that the next one takes over. */
  async function tidy(context: BrowserContext, isFailed: boolean): Promise<void> {
    for (const page of context.pages()) {
      await page.evaluate(() => localStorage.clear());
      await page.locator('.ant-notification-notice-close').evaluateAll((all) => {
        for (const close of all) (close as HTMLElement).click();
      });
      if (isFailed || !kept.has(context)) await page.close();
    }
  }
  async function makeContext(user: string | undefined, screen: Screen): Promise<BrowserContext> {
    const context = await openContext(browser, screen);
    context.setDefaultTimeout(PATIENCE);
    context.on('page', (page) => watch(page, faults));
    if (user !== undefined) {
      kept.add(context);
      await signInto(context, served, user);
    }
    return context;
  }
  /** A page that is there already goes on inside of it, as people do: loading one takes seconds on a busy machine. */
  async function show(context: BrowserContext, path: string): Promise<Page> {
    const [open] = context.pages();
    const page = open ?? (await context.newPage());
    if (open) {
      await goInside(page, '/nowhere');
      const between = await page.waitForSelector('.gx-state');
      await goInside(page, path);
      await between.waitForElementState('hidden');
    } else await page.goto(`${served.address}${path}`);
    await settled(page);
    return page;
  }
  async function open(user: string, path: string, screen: Screen = {}): Promise<Page> {
    const kind = JSON.stringify([user, screen]);
    if (!contexts.has(kind)) contexts.set(kind, makeContext(user, screen));
    return show(await contexts.get(kind)!, path);
  }
  const page = async (path: string, screen: Screen = {}) => show(await makeContext(undefined, screen), path);
  return {
    get served() {
      return served;
    },
    get browser() {
      return browser;
    },
    ids,
    page,
    open,
  };
}
