import type { Page } from 'playwright-core';
import { type Shown, timed } from './stopwatch.ts';

/** Something an admin waits for. */
export interface Moment {
  readonly name: string;
  /** milliseconds that 95 of 100 may take; none: it is told only */
  readonly atMost?: number;
  readonly path: string;
  /** what is done once before */
  readonly prepare?: (page: Page) => Promise<void>;
  /** one measurement, which leaves the page ready for the next */
  readonly measure: (page: Page, n: number) => Promise<number>;
}

const LAYOUTS = '/designer/objects/visit/layouts';
const HALF_A_SECOND = 500;

const openSource = async (page: Page) => {
  await page.locator('.gd-layout-beside').getByText('JSON').click();
  await page.getByText('The same as your draft').waitFor();
};

/** Puts the cursor of the text beside the editor behind the first occurrence of some words. */
const cursorBehind = (page: Page, words: string) =>
  page.locator('.cm-content').evaluate((node: any, sought) => {
    const { view } = node.cmTile.root;
    const at = view.state.doc.toString().indexOf(sought) + sought.length;
    view.dispatch({ selection: { anchor: at }, scrollIntoView: true });
    view.focus();
  }, words);

const same = (page: Page) => page.getByText('The same as your draft').waitFor();

/** Adds a text field by way of the canvas; the time until `shown` begins with the click that adds it. */
async function addField(page: Page, name: string, shown: Shown): Promise<number> {
  await page
    .locator('.gd-supply')
    .getByRole('button', { name: /^Text / })
    .click();
  await page.getByLabel('Label (English)').fill(name);
  await page.getByLabel(/^API name/).fill(name);
  const add = page.locator('.gd-pane-foot').getByRole('button', { name: 'Add', exact: true });
  const took = await timed(page, 'click', () => add.click(), shown);
  await page
    .locator('.gd-pane-foot')
    .getByRole('button', { name: 'Add', exact: true })
    .waitFor({ state: 'detached' });
  return took;
}

const openCondition = async (page: Page) => {
  await page.getByText('Expression', { exact: true }).click();
  await page.locator('.cm-content').click();
  await page.keyboard.type('size(field_0) > 1');
  await page.locator('.gd-checked', { hasText: 'Yes or no' }).waitFor();
};

export const MOMENTS: readonly Moment[] = [
  {
    name: 'a field is added: it is on the canvas',
    atMost: HALF_A_SECOND,
    path: LAYOUTS,
    measure: (page, n) => addField(page, `shown_${n}`, { selector: `.gd-card[data-field="shown_${n}"]` }),
  },
  {
    name: 'a field is added: it looks as end users will see it',
    path: LAYOUTS,
    measure: (page, n) =>
      addField(page, `seen_${n}`, { selector: `.gd-card[data-field="seen_${n}"] .gd-look` }),
  },
  {
    name: 'a key moves a field: the text beside shows it',
    atMost: HALF_A_SECOND,
    path: LAYOUTS,
    prepare: openSource,
    measure: async (page, n) => {
      const face = page.locator('.gd-card[data-field="field_1"] .gd-card-face');
      await face.focus();
      await page.evaluate(() => {
        const node = document.querySelector('.cm-content') as any;
        const { view } = node.cmTile.root;
        const before = view.state.doc.toString();
        const mark = () => {
          if (view.state.doc.toString() === before) return void requestAnimationFrame(mark);
          document.body.dataset.moved = String(Number(document.body.dataset.moved ?? 0) + 1);
        };
        mark();
      });
      const key = n % 2 === 0 ? 'Alt+ArrowDown' : 'Alt+ArrowUp';
      const moved = `body[data-moved="${n + 1}"]`;
      const took = await timed(page, 'keydown', () => page.keyboard.press(key), { selector: moved });
      await same(page);
      return took;
    },
  },
  {
    name: 'a key in the text: the canvas beside shows it',
    atMost: HALF_A_SECOND,
    path: LAYOUTS,
    prepare: openSource,
    measure: async (page, n) => {
      await cursorBehind(page, '"en": "Section');
      const heading = `Section${'x'.repeat(n + 1)}`;
      const shown = { selector: '.gd-block-name', text: heading };
      const took = await timed(page, 'keydown', () => page.keyboard.type('x'), shown);
      await same(page);
      return took;
    },
  },
  {
    name: 'a key in the text: the fault is underlined',
    atMost: HALF_A_SECOND,
    path: LAYOUTS,
    prepare: openSource,
    measure: async (page) => {
      await cursorBehind(page, '"section');
      const shown = { selector: '.cm-lintRange-error', text: 'sectionqs' };
      const took = await timed(page, 'keydown', () => page.keyboard.type('q'), shown);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Backspace');
      await same(page);
      return took;
    },
  },
  {
    name: 'a key in an expression: the verdict',
    atMost: HALF_A_SECOND,
    path: '/designer/objects/visit/rules?add',
    prepare: openCondition,
    measure: async (page) => {
      const wrong = { selector: '.gd-checked-fault' };
      const took = await timed(page, 'keydown', () => page.keyboard.type('+'), wrong);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Backspace');
      await page.locator('.gd-checked-fault').waitFor({ state: 'detached' });
      return took;
    },
  },
  {
    name: 'undo: the canvas is as before',
    atMost: HALF_A_SECOND,
    path: LAYOUTS,
    measure: async (page) => {
      const first = '.gd-block .gd-card:first-child[data-field="field_1"]';
      await page.locator('.gd-card[data-field="field_1"] .gd-card-face').focus();
      await page.keyboard.press('Alt+ArrowUp');
      await page.locator(first).waitFor();
      return timed(page, 'keydown', () => page.keyboard.press('Control+z'), {
        selector: first,
        isGone: true,
      });
    },
  },
];
