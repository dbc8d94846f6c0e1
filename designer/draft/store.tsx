import { useQuery, useQueryClient } from '@tanstack/react-query';
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { tellDraftSaved } from '../../runtime-ui/api/preview.ts';
import { meQuery } from '../../runtime-ui/api/queries.ts';
import { onAnswer, workspacePath } from '../../runtime-ui/api/request.ts';
import { Loading, Refusal } from '../../runtime-ui/shell/states.tsx';
import { documentsQuery } from '../api/queries.ts';
import { ConflictDialog } from './conflict.tsx';
import {
  addressOf,
  type Documents,
  type Edit,
  toDocuments,
  withDocument,
  withoutDocument,
} from './documents.ts';
import { rebased, type Step, type StepName } from './history.ts';
import { newId } from './ids.ts';
import { keepSteps, keptSteps } from './kept-steps.ts';
import { type DraftQueue, draftQueue } from './queue.ts';
import { type Conflict, type Saving, type Side, saveDocuments } from './save.ts';

/** A step back or forth: what it takes back or does again. */
export interface Way {
  readonly name: StepName;
  readonly go: () => Promise<void>;
}

/** The draft of the signed-in admin, and the ways to change it. */
export interface Draft {
  /** as drafted */
  readonly documents: Documents;
  readonly published: Documents;
  /** number of what is published */
  readonly version: number;
  /** grows with every save: says which plan is meant */
  readonly revision: number;
  readonly isSaving: boolean;
  /** the server cannot be reached: what was done is kept and sent when it is back */
  readonly isWaiting: boolean;
  /** Shows what the edit makes of the draft, and saves it. Rejects with SaveRefused; then it is taken off the screen again. */
  readonly commit: (edit: Edit, as: StepName) => Promise<void>;
  readonly undo: Way | undefined;
  readonly redo: Way | undefined;
  /** tries at once what could not be sent */
  readonly retry: () => void;
  /** asks again what is published and drafted, after a publish */
  readonly reload: () => Promise<void>;
}

const DraftContext = createContext<Draft | null>(null);

export function useDraft(): Draft {
  const draft = useContext(DraftContext);
  if (!draft) throw new Error('useDraft is for pages below DraftProvider');
  return draft;
}

type Loaded = NonNullable<Awaited<ReturnType<NonNullable<typeof documentsQuery.queryFn>>>>;

/** What is published with the draft's documents over it. */
function overlaid({ documents, draft }: Loaded): Documents {
  let next = toDocuments(documents);
  for (const document of draft) {
    const { body } = document;
    next =
      body === null ? withoutDocument(next, addressOf(document)) : withDocument(next, { ...document, body });
  }
  return next;
}

const etagsOf = ({ documents, draft }: Loaded): Map<string, string> =>
  new Map(
    [...documents, ...draft].flatMap((document) =>
      document.etag ? [[addressOf(document), document.etag] as const] : [],
    ),
  );

export function DraftProvider({ children }: { children: ReactNode }) {
  const query = useQuery(documentsQuery);
  const person = useQuery(meQuery).data?.user.id;
  if (query.error && !query.data) return <Refusal error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data || !person) return <Loading />;
  return (
    <LoadedDraft loaded={query.data} person={person}>
      {children}
    </LoadedDraft>
  );
}

type Decision = { readonly conflict: Conflict; readonly decide: (sides: readonly Side[] | null) => void };

/** What is on its way to the server is not left behind without a word, and the way back outlives a reload. */
function useLeaving({ shown }: DraftQueue, person: string): void {
  useEffect(() => {
    const ask = (event: Event) => {
      if (shown().state !== 'saved') event.preventDefault();
    };
    const keep = () => keepSteps(person, workspacePath, shown().history);
    addEventListener('beforeunload', ask);
    addEventListener('pagehide', keep);
    return () => {
      removeEventListener('beforeunload', ask);
      removeEventListener('pagehide', keep);
    };
  }, [shown, person]);
}

function LoadedDraft(props: { loaded: Loaded; person: string; children: ReactNode }) {
  const { loaded, person, children } = props;
  const client = useQueryClient();
  const [decision, setDecision] = useState<Decision | null>(null);
  const [{ saving, queue, subscribe }] = useState(() => {
    const listeners = new Set<() => void>();
    const saving: Saving = {
      etags: etagsOf(loaded),
      decide: (conflict) => new Promise((decide) => setDecision({ conflict, decide })),
    };
    const save = async (from: Documents, to: Documents) => {
      const saved = await saveDocuments(from, to, saving);
      tellDraftSaved();
      return saved;
    };
    const first = rebased(keptSteps(person, workspacePath), overlaid(loaded));
    const queue = draftQueue(first, save, () => {
      for (const listener of listeners) listener();
    });
    const subscribe = (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    };
    return { saving, queue, subscribe };
  });
  const { history, revision, state } = useSyncExternalStore(subscribe, queue.shown);
  const isSaving = state !== 'saved';
  const known = useRef({ loaded, revision });
  const reload = useCallback(() => {
    known.current.revision = queue.shown().revision;
    return client.refetchQueries({ queryKey: documentsQuery.queryKey });
  }, [client, queue]);
  useEffect(() => {
    if (known.current.loaded === loaded || isSaving) return;
    known.current.loaded = loaded;
    // what was saved while the answer was on its way is not in it
    if (known.current.revision !== queue.shown().revision) return void reload();
    saving.etags.clear();
    for (const [address, etag] of etagsOf(loaded)) saving.etags.set(address, etag);
    queue.load(overlaid(loaded));
  }, [loaded, isSaving, saving, queue, reload]);
  useLeaving(queue, person);
  useEffect(() => {
    addEventListener('online', queue.retry);
    return () => removeEventListener('online', queue.retry);
  }, [queue]);
  // somebody published: what the draft stands on is another one now
  useEffect(() => onAnswer('model', () => void reload()), [reload]);

  const published = useMemo(() => toDocuments(loaded.documents), [loaded]);
  const way = (to: 'undo' | 'redo', step: Step | undefined): Way | undefined =>
    step && { name: step, go: () => queue.act({ do: to, step: step.id }) };
  const draft: Draft = {
    documents: history.present,
    published,
    version: loaded.version,
    revision,
    isSaving,
    isWaiting: state === 'waiting',
    commit: (edit, as) => queue.act({ do: 'edit', edit, as: { ...as, id: newId('stp'), at: Date.now() } }),
    undo: way('undo', history.past.at(-1)),
    redo: way('redo', history.future[0]),
    retry: queue.retry,
    reload,
  };
  const settle = (sides: readonly Side[] | null) => {
    decision?.decide(sides);
    setDecision(null);
  };
  return (
    <DraftContext value={draft}>
      {children}
      {decision && (
        <ConflictDialog conflict={decision.conflict} onCancel={() => settle(null)} onResolve={settle} />
      )}
    </DraftContext>
  );
}
