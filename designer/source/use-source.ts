import { useEffect, useRef, useState } from 'react';
import type { ProblemDetail } from '../../runtime-ui/api/problem.ts';
import { isProblem } from '../../runtime-ui/api/problem.ts';
import { checkDocuments } from '../api/metadata.ts';
import { addressOf, type Body, type MetaDocument, withBody } from '../draft/documents.ts';
import { useDraft } from '../draft/store.tsx';
import { useTexts } from '../i18n/index.ts';
import { causeOf, messageOf, messagesOf } from '../shell/refusal.ts';
import { forgetText, keepText, keptText } from './kept-text.ts';

/** Milliseconds after the last key in which a text is looked at. */
const PAUSE = 150;

/** Something wrong, and where in the document. */
export interface SourceFault {
  readonly path: string;
  readonly message: string;
  readonly isWarning: boolean;
}

export type SourceState = 'same' | 'invalid' | 'refused' | 'checking' | 'warned';

const textOf = (body: Body): string => JSON.stringify(body, null, 2);

const isObject = (value: unknown): value is Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The body that a text says; undefined where it is no JSON, or none of a document. */
function bodyOf(text: string): Body | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return isObject(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

const says = (text: string, body: Body): boolean => JSON.stringify(bodyOf(text)) === JSON.stringify(body);

/** Where a body says another name than its document is stored by. */
function strayName({ key, body: stored }: MetaDocument, body: Body): string | undefined {
  if (stored['x-object']) return body['x-object']?.name === key ? undefined : '#/x-object/name';
  const words = ['name', 'object'].filter((word) => word in stored);
  const stray = words.find((word) => body[word] !== stored[word]);
  return stray && `#/${stray}`;
}

const faultOf = (detail: ProblemDetail, isWarning: boolean): SourceFault => ({
  path: detail.path,
  message: messageOf(detail),
  isWarning,
});

/**
 * A document as text, and the draft, kept the same. What is typed is checked and becomes part of the draft
 * as soon as it can; until then it is kept. What changes in the draft shows in the text, unless something
 * in it is not in the draft yet.
 */
export function useSource(document: MetaDocument) {
  const { commit } = useDraft();
  const { t } = useTexts();
  const address = addressOf(document);
  const [text, setText] = useState(() => keptText(address) ?? textOf(document.body));
  const [faults, setFaults] = useState<readonly SourceFault[]>([]);
  const [state, setState] = useState<SourceState>('checking');
  const isOwn = useRef(!says(text, document.body));
  const latest = useRef({ document, commit, t });
  latest.current = { document, commit, t };

  useEffect(() => {
    if (isOwn.current || says(text, document.body)) {
      isOwn.current = !says(text, document.body);
      return;
    }
    setText(textOf(document.body));
  }, [document.body, text]);

  // what is typed is looked at when the typing pauses, and so is what the draft made of it
  useEffect(() => {
    const asking = new AbortController();
    const look = async () => {
      const { document: now, commit: save, t: say } = latest.current;
      const body = bodyOf(text);
      if (!body) {
        setState('invalid');
        setFaults([]);
        return;
      }
      const stray = strayName(now, body);
      if (stray) {
        setState('refused');
        setFaults([{ path: stray, message: say('source.nameStays'), isWarning: false }]);
        return;
      }
      try {
        const { sound, problems } = await checkDocuments([{ ...now, body }], asking.signal);
        setFaults(problems.map((detail) => faultOf(detail, sound)));
        setState(!sound ? 'refused' : problems.length > 0 ? 'warned' : 'same');
        if (!sound || says(text, now.body)) return;
        await save((documents) => withBody(documents, documents.get(addressOf(now)) ?? now, body), {
          text: 'steps.source',
          name: addressOf(now),
          topic: `source ${addressOf(now)}`,
        });
      } catch (error) {
        if (asking.signal.aborted) return;
        const cause = causeOf(error);
        const details = isProblem(cause) ? cause.details : [];
        setState('refused');
        setFaults(
          details.length > 0
            ? details.map((detail) => faultOf(detail, false))
            : messagesOf(error, say).map((message) => ({ path: '', message, isWarning: false })),
        );
      }
    };
    const timer = setTimeout(() => void look(), PAUSE);
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  }, [text]);

  useEffect(() => {
    if (says(text, document.body)) forgetText(address);
    else keepText(address, text);
  }, [text, document.body, address]);

  return {
    text,
    faults,
    state,
    isSame: says(text, document.body),
    type: (next: string) => {
      if (next === text) return;
      isOwn.current = !says(next, document.body);
      setText(next);
    },
    takeDraft: () => {
      isOwn.current = false;
      setText(textOf(document.body));
    },
  };
}
