import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.{ts,tsx}'],
    globalSetup: 'tests/support/global-setup.ts',
    // real Postgres and a real browser on a busy machine: a test that hangs is still told within the minute
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
