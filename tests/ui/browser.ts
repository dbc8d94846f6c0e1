import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const PLACES = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** A Chromium of this machine, or nothing: browser tests are then skipped. */
export const chromiumPath: string | undefined = PLACES.find((path) => path && existsSync(path));

export const NO_CHROMIUM =
  'No Chromium found: browser tests are skipped. Install one (`apt-get install chromium fonts-wqy-microhei`) or set CHROMIUM_PATH.';

export function launchBrowser(): Promise<Browser> {
  if (!chromiumPath) throw new Error(NO_CHROMIUM);
  return chromium.launch({
    executablePath: chromiumPath,
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--font-render-hinting=none'],
  });
}

export interface Screen {
  readonly language?: 'zh-CN' | 'en';
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
}

/** A cookie jar of its own, and the screen, language and appearance of somebody. */
export function openContext(browser: Browser, screen: Screen = {}): Promise<BrowserContext> {
  const { language = 'en', width = 1280, height = 800, dark = false } = screen;
  return browser.newContext({
    locale: language,
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    hasTouch: width < 600,
    isMobile: width < 600,
  });
}

/** Adds to `faults` what goes wrong in a page: script errors and refusals of the content policy. */
export function watch(page: Page, faults: string[]): void {
  page.on('pageerror', (error) => faults.push(`script: ${error.message}`));
  page.on('console', (message) => {
    const text = message.text();
    if (message.type() === 'error' && !text.startsWith('Failed to load resource'))
      faults.push(`console: ${text}`);
  });
}

/** A page of its own cookie jar, and what goes wrong in it. */
export async function openPage(
  browser: Browser,
  screen: Screen = {},
): Promise<{ page: Page; faults: string[] }> {
  const faults: string[] = [];
  const context = await openContext(browser, screen);
  const page = await context.newPage();
  watch(page, faults);
  return { page, faults };
}

/** What stands in a page only until its data or its code has come. */
const UNFINISHED = '.ant-skeleton, .ant-spin, [aria-busy="true"]';

/** Waits until the page has its heading and nothing in it is still to come. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(
    (unfinished) => {
      const content = document.querySelector('#content, .gx-sign-in');
      return content?.querySelector('h1, h2') && !document.querySelector(unfinished);
    },
    UNFINISHED,
    { polling: 100 },
  );
}
