import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

let known: string | undefined;

/** The version of the engine, from the package that it comes in. */
export function engineVersion(): string {
  known ??= JSON.parse(readFileSync(resolve(import.meta.dirname, '../../package.json'), 'utf8')).version;
  return known!;
}
