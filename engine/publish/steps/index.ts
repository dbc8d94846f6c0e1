import { mirrorConsents } from './consent.ts';
import { convertAmounts } from './convert-amounts.ts';
import { createIndex, dropIndex } from './create-index.ts';
import type { StepKind } from './define-step.ts';
import { fill } from './fill.ts';
import { matchRecords } from './match.ts';
import { rebuildRollups } from './rollup.ts';
import { openTexts, sealTexts } from './seal-texts.ts';
import { renewSearches } from './search.ts';
import { validate } from './validate.ts';

export { consentSteps } from './consent.ts';
export {
  type ConvertedField,
  convertedFields,
  convertStep,
  countValues,
  countWithoutRate,
  currenciesWithoutRate,
  plainFields,
} from './convert-amounts.ts';
export { dropIndexStep, indexStep } from './create-index.ts';
export type { Step, StepDraft, StepKind, StepScene } from './define-step.ts';
export { fillStep } from './fill.ts';
export { matchSteps } from './match.ts';
export { rollupSteps } from './rollup.ts';
export { openTexts, sealTexts, turnStep } from './seal-texts.ts';
export { searchStep } from './search.ts';
export { validateStep } from './validate.ts';

/** What can be done after a switch, by name. */
const KINDS: ReadonlyMap<string, StepKind> = new Map(
  [
    fill,
    convertAmounts,
    sealTexts,
    openTexts,
    rebuildRollups,
    mirrorConsents,
    renewSearches,
    matchRecords,
    createIndex,
    dropIndex,
    validate,
  ].map((kind) => [kind.name, kind]),
);

export const stepKinds = (): readonly StepKind[] => [...KINDS.values()];

export const stepKind = (name: string): StepKind | undefined => KINDS.get(name);
