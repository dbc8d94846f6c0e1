import type { FileStore } from '../files/index.ts';
import { LIMITS } from '../limits.ts';
import type { Route } from '../route.ts';
import { download } from './download.ts';
import { upload } from './upload.ts';

/** Files in, and out again with the rights of their record. */
export const routesOf = (store: FileStore): readonly Route[] => [
  {
    method: 'POST',
    path: '/api/files',
    isForPortal: true,
    reads: 'nothing',
    answers: 'id, name, size and type of the file sent',
    body: 'own',
    bodySize: LIMITS.fileSize,
    handler: (call) => upload(store, call),
  },
  {
    method: 'GET',
    path: '/api/files/:id',
    isForPortal: true,
    reads: 'file',
    answers:
      'a file of a record and a field that the caller may read; one that no record holds yet to its sender',
    handler: (call) => download(store, call),
  },
];
