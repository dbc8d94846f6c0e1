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
} from 'react';
import { onAnswer } from '../../runtime-ui/api/request.ts';
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
import { type History, step } from './history.ts';
import { type Conflict, type Saving, type Side, saveDocuments } from './save.ts';

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
  /** Saves what the edit makes of the draft, then shows it. Rejects with SaveRefused, and nothing changed. */
  readonly commit: (edit: Edit) => Promise<void>;
  readonly undo: (() => Promise<void>) | undefined;
  readonly redo: (() => Promise<void>) | undefined;
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

export function DraftProvider({ children }: { children: ReactNode }) {
  const query = useQuery(documentsQuery);
  if (query.error && !query.data) return <Refusal error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Loading />;
  return <LoadedDraft loaded={query.data}>{children}</LoadedDraft>;
}

type Decision = { readonly conflict: Conflict; readonly decide: (sides: readonly Side[] | null) => void };

function LoadedDraft({ loaded, children }: { loaded: Loaded; children: ReactNode }) {
  const client = useQueryClient();
  const [history, setHistory] = useState<History>(() => ({
    present: overlaid(loaded),
    past: [],
    future: [],
  }));
  const [revision, setRevision] = useState(0);
  const [waiting, setWaiting] = useState(0);
  const [decision, setDecision] = useState<Decision | null>(null);
  const latest = useRef(history);
  const shown = useRef(loaded);
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  const saving = useRef<Saving>({
    etags: new Map(),
    decide: (conflict) => new Promise((decide) => setDecision({ conflict, decide })),
  }).current;

  const show = useCallback((next: History) => {
    latest.current = next;
    setHistory(next);
    setRevision((now) => now + 1);
  }, []);

  useEffect(() => {
    saving.etags.clear();
    for (const document of [...loaded.documents, ...loaded.draft])
      if (document.etag) saving.etags.set(addressOf(document), document.etag);
    if (shown.current === loaded) return;
    shown.current = loaded;
    show(step(latest.current, { do: 'load', documents: overlaid(loaded) }));
  }, [loaded, saving, show]);

  // somebody published: what the draft stands on is another one now
  useEffect(
    () => onAnswer('model', () => void client.invalidateQueries({ queryKey: documentsQuery.queryKey })),
    [client],
  );

  /** One save after the other; each sees what the one before has made. */
  const inTurn = async (next: (history: History) => History): Promise<void> => {
    setWaiting((n) => n + 1);
    const turn = queue.current.then(async () => {
      const wanted = next(latest.current);
      if (wanted === latest.current || wanted.present === latest.current.present) return;
      const present = await saveDocuments(latest.current.present, wanted.present, saving);
      show({ ...wanted, present });
    });
    queue.current = turn.catch(() => {});
    try {
      await turn;
    } finally {
      setWaiting((n) => n - 1);
    }
  };

  const published = useMemo(() => toDocuments(loaded.documents), [loaded]);
  const draft: Draft = {
    documents: history.present,
    published,
    version: loaded.version,
    revision,
    isSaving: waiting > 0,
    commit: (edit) => inTurn((now) => step(now, { do: 'edit', documents: edit(now.present) })),
    undo: history.past.length > 0 ? () => inTurn((now) => step(now, { do: 'undo' })) : undefined,
    redo: history.future.length > 0 ? () => inTurn((now) => step(now, { do: 'redo' })) : undefined,
    reload: () => client.refetchQueries({ queryKey: documentsQuery.queryKey }),
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
