import type { Database } from '../../engine/db/connect.ts';
import { createVaults, type Vaults } from '../../engine/encryption/index.ts';

/** The secret key of contexts that tests make by hand. */
export const SECRET_KEY = 'x'.repeat(32);

/** The keys of workspaces of a database, as an engine with that secret key has them. */
export const vaultsOf = (db: Database): Vaults => createVaults(db, { secretKey: SECRET_KEY });
