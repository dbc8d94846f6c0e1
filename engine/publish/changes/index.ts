import { type ProblemItem, problemItem } from '../../errors.ts';
import { documentKinds } from '../../model/index.ts';
import type { Difference } from '../differences.ts';
import { placeOf } from '../subjects.ts';
import { addField } from './add-field.ts';
import { addObject } from './add-object.ts';
import { archiveField } from './archive-field.ts';
import { archiveObject } from './archive-object.ts';
import { changeCurrency } from './change-currency.ts';
import { changeField } from './change-field.ts';
import { changeLimits } from './change-limits.ts';
import { changeObject } from './change-object.ts';
import { changeOptionSet } from './change-option-set.ts';
import { changeRetention } from './change-retention.ts';
import { changeTarget } from './change-target.ts';
import { changeTargets } from './change-targets.ts';
import { changeType } from './change-type.ts';
import type { ChangeKind } from './define-change.ts';
import { addDocument, changeDocument, removeDocument } from './documents.ts';
import { decryptField, encryptField } from './encryption.ts';
import { freeField } from './free-field.ts';
import { changeGapless } from './gapless.ts';
import { makeSingleton } from './make-singleton.ts';
import { makeTree } from './make-tree.ts';
import { addOption, archiveOption, changeOption, restoreOption } from './options.ts';
import { reorderFields, reorderOptions, reorderStages } from './order.ts';
import { changeOwnership } from './ownership.ts';
import { removePipeline } from './pipeline.ts';
import { relabel, relabelSystemField } from './relabel.ts';
import { renameDocument, renameField, renameObject } from './rename.ts';
import { requireField } from './require-field.ts';
import { restoreField } from './restore-field.ts';
import { restoreObject } from './restore-object.ts';
import { reorderRules, rules } from './rules.ts';
import { addStage, archiveStage, changeStage, restoreStage } from './stages.ts';
import { renameStored } from './stored-names.ts';
import { dropUnique, makeUnique } from './unique.ts';
import { uniqueTogether } from './unique-together.ts';

export type * from './define-change.ts';

/** Every kind of change. A new one is its file and its line here. */
const KINDS: readonly ChangeKind[] = Object.freeze([
  addObject,
  archiveObject,
  restoreObject,
  renameObject,
  makeTree,
  makeSingleton,
  changeObject,
  changeOwnership,
  addField,
  archiveField,
  restoreField,
  renameField,
  requireField,
  freeField,
  makeUnique,
  dropUnique,
  uniqueTogether,
  encryptField,
  decryptField,
  changeType,
  changeTarget,
  changeTargets,
  changeOptionSet,
  changeLimits,
  changeGapless,
  changeField,
  relabel,
  ...relabelSystemField,
  reorderFields,
  addOption,
  archiveOption,
  restoreOption,
  changeOption,
  reorderOptions,
  addStage,
  archiveStage,
  restoreStage,
  changeStage,
  reorderStages,
  ...rules,
  reorderRules,
  renameStored,
  removePipeline,
  renameDocument,
  changeCurrency,
  changeRetention,
  addDocument,
  removeDocument,
  changeDocument,
]);

export const changeKinds = (): readonly ChangeKind[] => KINDS;

/** A difference, or some of its words, as a kind of change. */
export interface Explained {
  /** the same for the same change, however often it is planned */
  readonly id: string;
  readonly kind: ChangeKind;
  readonly difference: Difference;
}

const isOf = (kind: ChangeKind, { on, subject }: Difference): boolean =>
  kind.on === on && kind.of.includes(subject.kind);

/** The kinds that explain the words of a difference; each word is explained once. */
function explainWords(difference: Difference): { readonly kinds: Explained[]; readonly left: string[] } {
  const left = new Set(difference.words);
  const kinds: Explained[] = [];
  for (const kind of KINDS) {
    if (!isOf(kind, difference)) continue;
    const words = [...left].filter((word) => kind.words?.includes(word) || kind.words?.includes('*'));
    if (words.length === 0 || kind.applies?.(difference) === false) continue;
    for (const word of words) left.delete(word);
    kinds.push({
      id: `${kind.name}:${difference.subject.id}`,
      kind,
      difference: { ...difference, words },
    });
  }
  return { kinds, left: [...left] };
}

function explainOne(difference: Difference): { readonly kinds: Explained[]; readonly left: string[] } {
  if (difference.on === 'change') return explainWords(difference);
  const kind = KINDS.find((one) => isOf(one, difference));
  return kind
    ? { kinds: [{ id: `${kind.name}:${difference.subject.id}`, kind, difference }], left: [] }
    : { kinds: [], left: [difference.on] };
}

/** Tells differences as changes. What no kind explains, or one refuses, is a problem: nothing is ignored. */
export function explain(differences: readonly Difference[]): {
  readonly changes: readonly Explained[];
  readonly problems: readonly ProblemItem[];
} {
  const changes: Explained[] = [];
  const problems: ProblemItem[] = [];
  for (const difference of differences) {
    const { kinds, left } = explainOne(difference);
    for (const what of left)
      problems.push(problemItem(placeOf(difference.subject), 'engine.later', { what }));
    for (const one of kinds) {
      const refusal = one.kind.refuse?.(one.difference);
      if (refusal) problems.push(refusal);
      else changes.push(one);
    }
  }
  return { changes: changes.sort((a, b) => placeOfKind(a) - placeOfKind(b)), problems };
}

/** Plans tell documents in the order in which a folder is read: what others name comes first. */
const placeOfKind = ({ difference }: Explained): number =>
  documentKinds().findIndex(({ name }) => name === difference.subject.document.kind);
