import type { JsonSchema } from '../field-types/index.ts';
import type { Document } from './document.ts';
import { kindOf } from './kinds/index.ts';
import type { Report } from './report.ts';
import { placesIn } from './walk.ts';

const isMarked = (schema: JsonSchema): boolean => schema['x-later'] !== undefined;

const asksForSomething = (value: unknown): boolean =>
  value !== false && !(Array.isArray(value) && value.length === 0);

/** Words and values that the schemas know and this version does not run: refused, never ignored. */
export function reportLater(document: Pick<Document, 'kind' | 'body'>, report: Report): void {
  const { schema: root } = kindOf(document);
  for (const { path, value, schema } of placesIn(root, document.body, isMarked)) {
    const later = schema['x-later'];
    if (later === true && asksForSomething(value))
      report(path, 'engine.later', { what: String(path.at(-1)) });
    else if (Array.isArray(later) && later.includes(value)) {
      report(path, 'engine.later', { what: String(value) });
    }
  }
}
