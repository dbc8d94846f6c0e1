import { addressOf, type Documents, type MetaDocument, withDocument } from './documents.ts';

/** Steps that can be taken back. */
const DEEPEST = 100;

/** The draft on screen with the way back and forth. Every state in it was saved once. */
export interface History {
  readonly present: Documents;
  readonly past: readonly Documents[];
  readonly future: readonly Documents[];
}

export type HistoryAction =
  | { readonly do: 'load'; readonly documents: Documents }
  | { readonly do: 'edit'; readonly documents: Documents }
  | { readonly do: 'undo' | 'redo' }
  | { readonly do: 'merge'; readonly document: MetaDocument };

/** One step of the draft. `merge` takes what somebody else changed in the same draft into the present. */
export function step(history: History, action: HistoryAction): History {
  const { present, past, future } = history;
  switch (action.do) {
    case 'load':
      return { present: action.documents, past: [], future: [] };
    case 'edit':
      return { present: action.documents, past: [...past, present].slice(-DEEPEST), future: [] };
    case 'undo':
      return past.length === 0
        ? history
        : { present: past.at(-1)!, past: past.slice(0, -1), future: [present, ...future] };
    case 'redo':
      return future.length === 0
        ? history
        : { present: future[0]!, past: [...past, present], future: future.slice(1) };
    case 'merge':
      return present.get(addressOf(action.document))?.body === action.document.body
        ? history
        : { ...history, present: withDocument(present, action.document) };
  }
}
