import type { Locator, Page } from 'playwright-core';

const fieldOf = (page: Page, field: string): Locator => page.locator(`[data-field="${field}"]`);

async function chooseIn(page: Page, place: Locator, text: string): Promise<void> {
  await place.getByRole('combobox').click();
  await page.keyboard.type(text);
  await page.locator('.ant-select-item-option-active', { hasText: text }).waitFor();
  await page.keyboard.press('Enter');
}

async function fillText(page: Page, place: Locator, value: string): Promise<void> {
  const input = place.locator('input:not([type=color]), textarea').first();
  await input.fill(value);
  // a calendar that has opened takes what was typed with Enter; a text of several lines would grow one
  if ((await place.locator('.ant-picker').count()) > 0) await page.keyboard.press('Enter');
  await input.blur();
}

/** Puts a value into a field of a form as its input wants it. */
export async function fill(page: Page, field: string, given: unknown): Promise<void> {
  const place = fieldOf(page, field);
  await place.waitFor();
  if (typeof given === 'boolean') {
    await place.getByRole('switch').click();
  } else if (Array.isArray(given)) {
    for (const one of given) {
      await place.getByRole('combobox').click();
      await page.keyboard.type(one);
      await page.keyboard.press('Enter');
    }
    await page.keyboard.press('Escape');
  } else if ((await place.locator('.ant-rate').count()) > 0) {
    await place
      .getByRole('radio')
      .nth(Number(given) - 1)
      .click();
  } else if ((await place.getByRole('combobox').count()) > 0) {
    await chooseIn(page, place, String(given));
  } else {
    await fillText(page, place, String(given));
  }
}

/** Waits until a field is gone from the form. */
export const isGone = (page: Page, field: string): Promise<void> =>
  fieldOf(page, field).waitFor({ state: 'detached' });

/** Waits until the form complains of a field. */
export const complains = (page: Page, field: string): Promise<void> =>
  fieldOf(page, field).getByRole('alert').waitFor();
