import { describe } from 'vitest';
import { chromiumPath, NO_CHROMIUM } from './browser.ts';
import { accessibility } from './runtime/accessibility.ts';
import { boards } from './runtime/boards.ts';
import { forms } from './runtime/forms.ts';
import { keyboard } from './runtime/keyboard.ts';
import { language } from './runtime/language.ts';
import { lists } from './runtime/lists.ts';
import { palette } from './runtime/palette.ts';
import { phone } from './runtime/phone.ts';
import { records } from './runtime/records.ts';
import { signingIn } from './runtime/sign-in.ts';
import { weight } from './runtime/weight.ts';
import { useWorld } from './world.ts';

if (!chromiumPath) console.warn(NO_CHROMIUM);

/** One engine and one browser for all of it. */
describe.skipIf(!chromiumPath)('the runtime in a browser', () => {
  const world = useWorld();
  describe('sign-in', () => signingIn(world));
  describe('lists', () => lists(world));
  describe('boards', () => boards(world));
  describe('records', () => records(world));
  describe('forms', () => forms(world));
  describe('language', () => language(world));
  describe('360 pixels', () => phone(world));
  describe('the keyboard alone', () => keyboard(world));
  describe('the palette', () => palette(world));
  describe('accessibility', () => accessibility(world));
  describe('weight', () => weight(world));
});
