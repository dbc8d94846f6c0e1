import type { Check } from './check.ts';
import { s18 } from './s18-duplicate-hint.ts';
import { s19 } from './s19-import.ts';
import { s20 } from './s20-mapping.ts';
import { s21 } from './s21-merge.ts';
import { s22 } from './s22-search.ts';
import { s23 } from './s23-palette.ts';

/** The lines of the scorecard that are measured by themselves. */
export const CHECKS: readonly Check[] = [s18, s19, s20, s21, s22, s23];
