import { describe } from 'vitest';
import { chromiumPath, NO_CHROMIUM } from './browser.ts';
import { boards } from './runtime/boards.ts';
import { everywhere } from './runtime/everywhere.ts';
import { forms } from './runtime/forms.ts';
import { lists } from './runtime/lists.ts';
import { records } from './runtime/records.ts';
import { signingIn } from './runtime/sign-in.ts';
import { useWorld } from './world.ts';

if (!chromiumPath) console.warn(NO_CHROMIUM);

describe.skipIf(!chromiumPath)('the runtime in a browser', () => {
  const world = useWorld();
  describe('sign-in', () => signingIn(world));
  describe('lists', () => lists(world));
  describe('boards', () => boards(world));
  describe('records', () => records(world));
  describe('forms', () => forms(world));
  describe('everywhere', () => everywhere(world));
});
