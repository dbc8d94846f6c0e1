import type { Labels } from '../../runtime-ui/api/types.ts';
import type { TextKey, Translate } from '../i18n/index.ts';
import {
  type Documents,
  differences,
  type Edit,
  isSameBody,
  type MetaDocument,
  withDocument,
  withoutDocument,
} from './documents.ts';

/** Steps that can be taken back. */
const DEEPEST = 100;
/** Milliseconds within which edits of the same topic are one step: what is typed is taken back as a whole. */
const TOGETHER = 3_000;

/** What a step is called; data, so that it can be kept and told in either language. */
export interface StepName {
  readonly text: Extract<TextKey, `steps.${string}`>;
  readonly name?: Labels | string;
  /** edits of one topic that follow each other closely are one step */
  readonly topic?: string;
}

/** “Move ‘Price’”. */
export const stepText = (
  { text, name = '' }: StepName,
  { t, label }: { readonly t: Translate; readonly label: (labels: Labels | undefined) => string },
): string => t(text, { name: typeof name === 'string' ? name : label(name) });

/** One document before and after a step; undefined where there is none. */
interface Patch {
  readonly address: string;
  readonly before: MetaDocument | undefined;
  readonly after: MetaDocument | undefined;
}

export interface Step extends StepName {
  readonly id: string;
  readonly at: number;
  readonly patches: readonly Patch[];
}

/** The draft on screen with the way back and forth. */
export interface History {
  readonly present: Documents;
  readonly past: readonly Step[];
  /** what comes next first */
  readonly future: readonly Step[];
}

export type HistoryAction =
  | { readonly do: 'edit'; readonly edit: Edit; readonly as: Omit<Step, 'patches'> }
  /** of the step that was shown as the next one: another one is left alone */
  | { readonly do: 'undo' | 'redo'; readonly step: string };

export const begin = (documents: Documents): History => ({ present: documents, past: [], future: [] });

type Side = 'before' | 'after';

/** The documents as they are on one side of a step. */
const applied = (documents: Documents, { patches }: Step, side: Side): Documents =>
  patches.reduce((now, patch) => {
    const document = patch[side];
    return document ? withDocument(now, document) : withoutDocument(now, patch.address);
  }, documents);

const isAt = (documents: Documents, { patches }: Step, side: Side): boolean =>
  patches.every((patch) => isSameBody(documents.get(patch.address), patch[side]));

/** The steps from the nearest on, as far as they stand on what is there and not on what others changed. */
function reachable(documents: Documents, steps: readonly Step[], from: Side): readonly Step[] {
  let now = documents;
  const end = steps.findIndex((one) => {
    if (!isAt(now, one, from)) return true;
    now = applied(now, one, from === 'after' ? 'before' : 'after');
    return false;
  });
  return end < 0 ? steps : steps.slice(0, end);
}

/** The history over documents that came from elsewhere: a publish, another page. Steps that still fit are kept. */
export const rebased = ({ past, future }: Omit<History, 'present'>, documents: Documents): History => ({
  present: documents,
  past: reachable(documents, past.toReversed(), 'after').toReversed(),
  future: reachable(documents, future, 'before'),
});

function edited(history: History, edit: Edit, as: Omit<Step, 'patches'>): History {
  const { present, past } = history;
  const next = edit(present);
  const last = past.at(-1);
  const isTogether = as.topic !== undefined && last?.topic === as.topic && as.at - last.at < TOGETHER;
  const base = isTogether ? applied(present, last, 'before') : present;
  if (differences(present, next).length === 0) return history;
  const patches = differences(base, next).map((address) => ({
    address,
    before: base.get(address),
    after: next.get(address),
  }));
  const steps = [...(isTogether ? past.slice(0, -1) : past), { ...as, patches }];
  return { present: next, past: steps.slice(-DEEPEST), future: [] };
}

/** One step of the draft. What changes nothing is none. */
export function step(history: History, action: HistoryAction): History {
  const { present, past, future } = history;
  if (action.do === 'edit') return edited(history, action.edit, action.as);
  const one = action.do === 'undo' ? past.at(-1) : future[0];
  if (one?.id !== action.step) return history;
  return action.do === 'undo'
    ? { present: applied(present, one, 'before'), past: past.slice(0, -1), future: [one, ...future] }
    : { present: applied(present, one, 'after'), past: [...past, one], future: future.slice(1) };
}

/** The history with documents as the server has them after the last step: merged with what another page saved. */
export function settled(history: History, saved: Documents): History {
  const last = history.past.at(-1);
  if (!last || isAt(saved, last, 'after')) return { ...history, present: saved };
  const patches = last.patches.map((patch) => ({ ...patch, after: saved.get(patch.address) }));
  return { ...history, present: saved, past: [...history.past.slice(0, -1), { ...last, patches }] };
}
