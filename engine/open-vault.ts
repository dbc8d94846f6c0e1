import type { Workspace } from './db/connect.ts';
import type { Vault, Vaults } from './encryption/index.ts';
import { encryptedFields } from './model/index.ts';
import type { Model } from './model/model.ts';

/**
 * The vault of a workspace, with its keys read where the model has fields that are encrypted. Keys that do not open are
 * told to whoever asks for such a value, and to nobody else.
 */
export async function openVault(vaults: Vaults, workspace: Workspace, model: Model): Promise<Vault> {
  const vault = vaults.of(workspace);
  if (encryptedFields(model).length > 0) await vault.ready().catch(() => undefined);
  return vault;
}
