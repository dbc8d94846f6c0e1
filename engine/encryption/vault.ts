import type { Database, Workspace } from '../db/connect.ts';
import { Problem } from '../errors.ts';
import { type Keys, makeKeys } from './keys.ts';
import { type Master, masterOf } from './master.ts';
import { makeKey, readKeys, rewrapKey, type StoredKey, wrappedFor } from './store.ts';

/** The keys of one workspace as this process knows them. */
export interface Vault {
  /** Reads the keys, at most once a second, and makes the first ones; afterwards `keys` has them. */
  ready(): Promise<Keys>;
  /** The keys that were read last; refused where the secret key in use does not open them. */
  keys(): Keys;
  /** Reads them now: another process may have made a new one. */
  renew(): Promise<Keys>;
  /** what there is, without what would open anything, and which of it the secret key in use opens */
  list(): Promise<readonly (Omit<StoredKey, 'wrapped'> & { readonly opens: boolean })[]>;
  /** makes the next key of values; its version */
  add(): Promise<number>;
}

export interface Vaults {
  of(workspace: Workspace): Vault;
  /** name of the master that follows from the secret key in use */
  readonly master: string;
}

/** milliseconds that keys are trusted before a new one is looked for */
const TRUST = 1_000;

interface Opened {
  readonly stored: StoredKey;
  readonly key: Buffer | undefined;
}

function keysOf(opened: readonly Opened[]): Keys {
  const lost = opened.find(({ key }) => !key);
  if (lost) throw new Problem('encryption.locked', { master: lost.stored.master });
  const telling = opened.find(({ stored }) => stored.purpose === 'index')!.key!;
  const data = opened.filter(({ stored }) => stored.purpose === 'data');
  return makeKeys(new Map(data.map(({ stored, key }) => [stored.version, key!])), telling);
}

/**
 * Opens the keys of workspaces with the secret key in use, or the one before: what that has wrapped is wrapped anew at
 * once, so that it can go.
 */
export function createVaults(
  db: Database,
  { secretKey, previous }: { readonly secretKey: string; readonly previous?: string | undefined },
): Vaults {
  const master = masterOf(secretKey);
  const former = previous === undefined ? undefined : masterOf(previous);

  const unwrap = async (workspace: Workspace, stored: StoredKey): Promise<Opened> => {
    const by = (one: Master | undefined) => one?.unwrap(stored.wrapped, wrappedFor(workspace, stored));
    const own = by(master);
    if (own) return { stored, key: own };
    const key = by(former);
    if (key) await rewrapKey(db.forWorkspace(workspace), workspace, stored, key, master);
    return { stored, key };
  };

  const read = async (workspace: Workspace): Promise<readonly Opened[]> => {
    const stored = await readKeys(db.forWorkspace(workspace), workspace);
    return Promise.all(stored.map((one) => unwrap(workspace, one)));
  };

  const load = async (workspace: Workspace): Promise<Keys> => {
    const opened = await read(workspace);
    if (opened.length > 0) return keysOf(opened);
    const on = db.forWorkspace(workspace);
    for (const purpose of ['index', 'data'] as const)
      await makeKey(on, workspace, { purpose, version: 1 }, master);
    return keysOf(await read(workspace));
  };

  const vaultOf = (workspace: Workspace): Vault => {
    let held: { readonly keys: Keys } | { readonly refusal: unknown } | undefined;
    let loading: Promise<Keys> | undefined;
    let until = 0;
    const renew = (): Promise<Keys> => {
      loading ??= load(workspace)
        .then(
          (keys) => {
            held = { keys };
            return keys;
          },
          (refusal: unknown) => {
            held = { refusal };
            throw refusal;
          },
        )
        .finally(() => {
          until = Date.now() + TRUST;
          loading = undefined;
        });
      return loading;
    };
    const keys = (): Keys => {
      if (!held) throw new Error('keys are used that nobody has read');
      if ('refusal' in held) throw held.refusal;
      return held.keys;
    };
    return {
      ready: async () => (held && until > Date.now() ? keys() : renew()),
      renew,
      keys,
      list: async () => {
        const opened = await read(workspace);
        return opened.map(({ stored: { wrapped: _, ...told }, key }) => ({
          ...told,
          opens: key !== undefined,
        }));
      },
      add: async () => {
        const { current } = await renew();
        const version = current + 1;
        await makeKey(db.forWorkspace(workspace), workspace, { purpose: 'data', version }, master);
        await renew();
        return version;
      },
    };
  };

  const vaults = new Map<string, Vault>();
  return {
    master: master.name,
    of: (workspace) => {
      let vault = vaults.get(workspace.id);
      if (!vault) {
        vault = vaultOf(workspace);
        vaults.set(workspace.id, vault);
      }
      return vault;
    },
  };
}
