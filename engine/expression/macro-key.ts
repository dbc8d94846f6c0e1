import type { Macro } from './tree.ts';

const keys = new WeakMap<Macro, string>();

/** Says which question a macro asks: the same for the same question, told from paths by its first character. */
export function macroKey(macro: Macro): string {
  let key = keys.get(macro);
  if (key === undefined) {
    key = `@${JSON.stringify(macro)}`;
    keys.set(macro, key);
  }
  return key;
}
