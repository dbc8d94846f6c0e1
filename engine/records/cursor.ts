import { createHmac, timingSafeEqual } from 'node:crypto';
import { Problem, problemItem } from '../errors.ts';

/** Where a page ends: the sort keys of its last record as Postgres spells them, its id last. */
export type Position = readonly (string | null)[];

const sign = (secretKey: string, list: string, payload: string): Buffer =>
  createHmac('sha256', secretKey).update(`cursor\n${list}\n${payload}`).digest().subarray(0, 16);

/** `list` says of which list the position is: object, sort, filter and workspace. */
export function makeCursor(secretKey: string, list: string, position: Position): string {
  const payload = Buffer.from(JSON.stringify(position)).toString('base64url');
  return `${payload}.${sign(secretKey, list, payload).toString('base64url')}`;
}

export function readCursor(secretKey: string, list: string, cursor: string): Position {
  const [payload = '', signature = ''] = cursor.split('.');
  const given = Buffer.from(signature, 'base64url');
  const expected = sign(secretKey, list, payload);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new Problem('query.cursor', {}, [problemItem('/cursor', 'query.cursor')]);
  }
  return JSON.parse(Buffer.from(payload, 'base64url').toString());
}
