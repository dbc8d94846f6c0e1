export { markedSql, openAnswer } from './answers.ts';
export type { Keys } from './keys.ts';
export { createVaults, type Vault, type Vaults } from './vault.ts';
