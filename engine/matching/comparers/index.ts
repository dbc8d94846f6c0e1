import type { MatchName } from '../../field-types/index.ts';
import { day } from './day.ts';
import type { Comparer } from './define-comparer.ts';
import { same } from './same.ts';
import { spelling } from './spelling.ts';
import { words } from './words.ts';

const COMPARERS: Readonly<Record<MatchName, Comparer>> = { day, same, spelling, words };

export const comparerOf = (name: MatchName): Comparer => COMPARERS[name];
