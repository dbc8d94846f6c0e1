import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lineOf } from './json-lines.ts';
import type { SaidProblem } from './refusal.ts';
import type { Terminal } from './terminal.ts';

function textOfFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** `objects/x.json#/properties/a` -> `objects/x.json:41 properties.a`, the line from the file below `folder`. */
function placeOf(path: string, folder: string | undefined): string {
  const [file = '', pointer] = path.split('#');
  if (pointer === undefined) return path;
  const text = folder === undefined ? undefined : textOfFile(join(folder, file));
  const line = text === undefined ? '' : `:${lineOf(text, pointer)}`;
  return `${file}${line} ${pointer.slice(1).replaceAll('/', '.')}`.trim();
}

/** Says a refusal: where, code, reason, what would be right. `folder` is where the files it names are. */
export function sayProblem(terminal: Terminal, problem: SaidProblem, folder?: string): void {
  terminal.warn(`${terminal.style('red', '✗')} ${problem.title} (${problem.code})`);
  for (const { path, code, message, suggestion } of problem.errors) {
    const place = placeOf(path, folder);
    const parts = [place, code, message, suggestion === undefined ? '' : `→ ${suggestion}`];
    terminal.warn(`  ${parts.filter((part) => part !== '').join('  ')}`);
  }
}
