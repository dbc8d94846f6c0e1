import { Problem } from '../errors.ts';
import { isUuid } from '../ids.ts';

/** The id in an address, as rows have it. */
export function idOf(text: string): string {
  if (!isUuid(text)) throw new Problem('people.not_found');
  return text.toLowerCase();
}
