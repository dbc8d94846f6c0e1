import { Problem } from './errors.ts';
import { LIMITS } from './limits.ts';

/** Parsed JSON may hold a name that changes what objects are when it is copied; nobody needs it. */
const REFUSED_NAME = '__proto__';

/** Walks what was parsed: how deep it goes, and whether it holds a name that it must not. */
function assertHarmless(root: unknown): void {
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value: root, depth: 1 }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, depth } = next;
    if (typeof value !== 'object' || value === null) continue;
    if (depth > LIMITS.jsonDepth) throw new Problem('request.depth', { limit: LIMITS.jsonDepth });
    if (!Array.isArray(value) && Object.hasOwn(value, REFUSED_NAME)) {
      throw new Problem('request.name', { name: REFUSED_NAME });
    }
    for (const member of Object.values(value)) open.push({ value: member, depth: depth + 1 });
  }
}

/** The reason of a parser, without a quotation of what was sent. */
const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message.replace(/,? ?\.*"[\s\S]*$/, '') : 'unreadable';

/** The value of a JSON text that a caller sent; refused where it would harm whoever walks or copies it. */
export function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Problem('request.json', { reason: reasonOf(error) });
  }
  assertHarmless(value);
  return value;
}
