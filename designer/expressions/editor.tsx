import {
  acceptCompletion,
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  startCompletion,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching } from '@codemirror/language';
import { type Diagnostic, forceLinting, linter } from '@codemirror/lint';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { EditorView, keymap, placeholder as placeholderOf } from '@codemirror/view';
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import { nonce } from '../../runtime-ui/csp.ts';
import type { ExpressionFault } from './check-here.ts';
import { colours } from './colours.ts';
import type { Offer, Offers } from './completions.ts';

/** What others may do with the editor. */
export interface EditorHandle {
  /** Puts a text in where the cursor stands; `|` in it is where the cursor stands then. */
  insert(text: string): void;
  replace(text: string): void;
  focus(): void;
}

export interface EditorProps {
  readonly id: string;
  readonly label: string;
  readonly describedBy: string;
  readonly placeholder?: string;
  readonly value: string;
  readonly isInvalid: boolean;
  readonly faults: readonly ExpressionFault[];
  readonly offers: (source: string, at: number, isAsked: boolean) => Offers | undefined;
  readonly detailOf: (offer: Offer) => string;
  readonly docsOf: (offer: Offer) => string | undefined;
  readonly onChange: (source: string) => void;
  readonly phrases: Readonly<Record<string, string>>;
  readonly handle?: Ref<EditorHandle>;
}

/** A text to put in, and where the cursor stands then. */
function withCursor(text: string): { text: string; cursor: number } {
  const at = text.indexOf('|');
  return at < 0
    ? { text, cursor: text.length }
    : { text: text.slice(0, at) + text.slice(at + 1), cursor: at };
}

const completionOf = (offer: Offer, { detailOf, docsOf }: EditorProps): Completion => {
  const docs = docsOf(offer);
  return {
    label: offer.name,
    displayLabel: offer.label,
    detail: detailOf(offer),
    type: offer.kind,
    ...(docs !== undefined && {
      info: () => {
        const element = document.createElement('div');
        element.textContent = docs;
        return element;
      },
    }),
    apply: (view, _completion, from, to) => {
      const { text, cursor } = withCursor(offer.insert);
      view.dispatch({
        changes: { from, to, insert: text },
        selection: { anchor: from + cursor },
        userEvent: 'input.complete',
      });
      if (offer.insert.includes('.|')) startCompletion(view);
    },
  };
};

/** A fault underlined: the name or sign that stands there. */
function diagnosticOf(source: string, { position, message }: ExpressionFault): Diagnostic {
  const from = Math.min(position, source.length);
  const word = /^(?:[\p{L}_][\p{L}\p{N}_]*|\S)/u.exec(source.slice(from))?.[0] ?? '';
  const isAtEnd = word === '' && from > 0;
  return { from: isAtEnd ? from - 1 : from, to: from + word.length, severity: 'error', message };
}

const attributesOf = ({ id, label, describedBy, isInvalid }: EditorProps): Extension =>
  EditorView.contentAttributes.of({
    id,
    'aria-label': label,
    'aria-describedby': describedBy,
    spellcheck: 'false',
    autocapitalize: 'off',
    autocorrect: 'off',
    ...(isInvalid && { 'aria-invalid': 'true' }),
  });

/** The text of an expression. The Tab key leaves it; completion comes as one types, or by Alt+/. */
export default function Editor(props: EditorProps) {
  const { value, faults, isInvalid, label, handle, phrases } = props;
  const home = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | undefined>(undefined);
  const latest = useRef(props);
  latest.current = props;
  const attributes = useRef(new Compartment()).current;
  const words = useRef(new Compartment()).current;

  useEffect(() => {
    const complete = ({ state, pos, explicit }: CompletionContext): CompletionResult | null => {
      const found = latest.current.offers(state.doc.toString(), pos, explicit);
      if (!found || found.offers.length === 0) return null;
      const options = found.offers.map((offer) => completionOf(offer, latest.current));
      // asked anew at every key, at once: what is chosen is what is shown
      const update: CompletionResult['update'] = (_current, _from, _to, context) => complete(context);
      return { from: found.from, options, filter: false, update };
    };
    const made = new EditorView({
      parent: home.current!,
      state: EditorState.create({
        doc: latest.current.value,
        extensions: [
          EditorView.cspNonce.of(nonce ?? ''),
          words.of(EditorState.phrases.of(latest.current.phrases)),
          attributes.of(attributesOf(latest.current)),
          history(),
          closeBrackets(),
          bracketMatching(),
          colours,
          autocompletion({
            override: [complete],
            icons: false,
            activateOnTypingDelay: 60,
            interactionDelay: 0,
          }),
          linter(
            ({ state }) => latest.current.faults.map((fault) => diagnosticOf(state.doc.toString(), fault)),
            { delay: 0 },
          ),
          placeholderOf(latest.current.placeholder ?? ''),
          EditorView.lineWrapping,
          keymap.of([
            { key: 'Alt-/', run: startCompletion },
            { key: 'Tab', run: acceptCompletion },
            ...closeBracketsKeymap,
            ...completionKeymap,
            ...historyKeymap,
            ...defaultKeymap,
          ]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = made;
    return () => made.destroy();
  }, [attributes, words]);

  useEffect(() => {
    const now = view.current!;
    if (now.state.doc.toString() === value) return;
    now.dispatch({ changes: { from: 0, to: now.state.doc.length, insert: value } });
  }, [value]);

  // the faults are told below as well: the underlines follow what stands there
  useEffect(() => {
    if (faults) forceLinting(view.current!);
  }, [faults]);

  useEffect(() => {
    view.current!.dispatch({
      effects: [
        attributes.reconfigure(attributesOf({ ...latest.current, label, isInvalid })),
        words.reconfigure(EditorState.phrases.of(phrases)),
      ],
    });
  }, [label, isInvalid, phrases, attributes, words]);

  useImperativeHandle(handle, () => ({
    insert: (given) => {
      const now = view.current!;
      const { text, cursor } = withCursor(given);
      const { from, to } = now.state.selection.main;
      now.dispatch({ changes: { from, to, insert: text }, selection: { anchor: from + cursor } });
      now.focus();
    },
    replace: (text) => {
      const now = view.current!;
      now.dispatch({ changes: { from: 0, to: now.state.doc.length, insert: text } });
      now.focus();
    },
    focus: () => view.current!.focus(),
  }));

  // undo inside of the text is the text's: the draft's keys do not hear of it
  const keep = (event: React.KeyboardEvent) => {
    const isUndo = (event.ctrlKey || event.metaKey) && /^[zy]$/i.test(event.key);
    // an Escape that has closed the suggestions closes nothing around
    if (isUndo || (event.key === 'Escape' && event.isDefaultPrevented())) event.stopPropagation();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the textbox is inside, keys only pass here
    <div ref={home} className="gd-cm" data-invalid={isInvalid || undefined} onKeyDown={keep} />
  );
}
