import { createHash } from 'node:crypto';
import { createReadStream, type ReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Problem } from '../errors.ts';
import { isUuid } from '../ids.ts';
import { HEAD_SIZE } from './media-type.ts';

/** What came in under an id. */
export interface Received {
  readonly size: number;
  readonly sha256: string;
  readonly head: Uint8Array;
}

/** The bytes of files, by workspace and id. A file is written once, whole or not at all, and never changed. */
export interface FileStore {
  receive(workspace: string, id: string, body: AsyncIterable<Uint8Array>, limit: number): Promise<Received>;
  /** undefined where there is none */
  open(workspace: string, id: string): Promise<ReadStream | undefined>;
  remove(workspace: string, id: string): Promise<void>;
  /** ids of the files that came in before a moment; what never came in whole is removed on the way */
  older(workspace: string, than: Date): AsyncGenerator<string>;
}

const FULL: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const PART = '.part';

const isMissing = (error: unknown): boolean => (error as { code?: unknown }).code === 'ENOENT';

/** What comes in; that it stops coming is the sender's doing, whatever fails behind it is not. */
async function* arriving(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw error instanceof Problem ? error : new Problem('file.broken');
  }
}

/** Why the disk did not take a file; the operator reads the rest in the log. */
const refusalOf = (error: unknown): Problem => {
  if (error instanceof Problem) return error;
  const isFull = FULL.has((error as { code?: unknown }).code);
  return new Problem(isFull ? 'file.full' : 'file.unwritable', {}, [], error);
};

/**
 * Files in a folder of the data folder: `files/<schema>/<last two digits>/<id>`. No part of a path is
 * anybody's word: schemas are the engine's, ids are checked.
 */
export function openFolderStore(dataDir: string): FileStore {
  const root = join(dataDir, 'files');
  const folderOf = (workspace: string): string => {
    if (!/^[a-z0-9_]{1,63}$/.test(workspace)) throw new TypeError(`not a schema: ${workspace}`);
    return join(root, workspace);
  };
  const pathOf = (workspace: string, id: string): string => {
    if (!isUuid(id)) throw new TypeError(`not an id: ${id}`);
    return join(folderOf(workspace), id.slice(-2).toLowerCase(), id.toLowerCase());
  };

  const write = async (path: string, body: AsyncIterable<Uint8Array>, limit: number): Promise<Received> => {
    const hash = createHash('sha256');
    const head: Uint8Array[] = [];
    let size = 0;
    const file = await open(path, 'wx', 0o600);
    try {
      for await (const chunk of arriving(body)) {
        if (size < HEAD_SIZE) head.push(chunk.slice(0, HEAD_SIZE - size));
        size += chunk.byteLength;
        if (size > limit) throw new Problem('request.too_large', { limit });
        hash.update(chunk);
        await file.writeFile(chunk);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    return { size, sha256: hash.digest('hex'), head: Buffer.concat(head) };
  };

  return {
    receive: async (workspace, id, body, limit) => {
      const path = pathOf(workspace, id);
      const part = `${path}${PART}`;
      try {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        const received = await write(part, body, limit);
        if (received.size === 0) throw new Problem('file.empty');
        await rename(part, path);
        return received;
      } catch (error) {
        // what cannot be removed now goes with the next sweep
        await rm(part, { force: true }).catch(() => {});
        throw refusalOf(error);
      }
    },
    open: async (workspace, id) => {
      const path = pathOf(workspace, id);
      const isThere = await stat(path).then(
        (found) => found.isFile(),
        () => false,
      );
      return isThere ? createReadStream(path) : undefined;
    },
    remove: (workspace, id) => rm(pathOf(workspace, id), { force: true }),
    older: async function* (workspace, than) {
      const folder = folderOf(workspace);
      const shelves = await readdir(folder).catch((error: unknown) => {
        if (isMissing(error)) return [];
        throw error;
      });
      for (const shelf of shelves) {
        for (const name of await readdir(join(folder, shelf))) {
          const path = join(folder, shelf, name);
          const found = await stat(path).catch(() => undefined);
          if (!found || found.mtime >= than) continue;
          if (isUuid(name)) yield name;
          else if (name.endsWith(PART)) await rm(path, { force: true });
        }
      }
    },
  };
}
