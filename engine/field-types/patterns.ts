import { RE2JS } from 're2js';
import { LIMITS } from '../limits.ts';

/**
 * Patterns of users run in time linear to the text (RE2), never in JavaScript's own engine: there
 * `^(a+)+$` takes seconds on 30 characters. Look-around and back references do not exist.
 */

const KEPT = 1_000;
const compiled = new Map<string, RE2JS>();

function compile(pattern: string): RE2JS {
  let known = compiled.get(pattern);
  if (!known) {
    known = RE2JS.compile(pattern);
    if (compiled.size >= KEPT) compiled.clear();
    compiled.set(pattern, known);
  }
  return known;
}

/** Why a text is no pattern; undefined when it is one. */
export function patternFault(pattern: string): string | undefined {
  try {
    compile(pattern);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/**
 * Characters of the longest text that patterns may judge together: linear time is still long where a pattern that
 * repeats a thousand times meets a hundred thousand characters.
 */
export const longestFor = (...patterns: readonly string[]): number => {
  const size = patterns.reduce((sum, pattern) => sum + compile(pattern).programSize(), 0);
  return size === 0 ? Number.POSITIVE_INFINITY : Math.floor(LIMITS.patternSteps / size);
};

/** Whether a pattern is found in a text; `^…$` asks for all of it. */
export const isMatch = (pattern: string, text: string): boolean => compile(pattern).matcher(text).find();
