import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json, jsonParseLinter } from '@codemirror/lang-json';
import { bracketMatching, foldGutter, foldKeymap } from '@codemirror/language';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view';
import { type KeyboardEvent, type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import { nonce } from '../../runtime-ui/csp.ts';
import { colours } from '../expressions/colours.ts';
import { completion } from './completion.ts';
import type { Vocabulary } from './offers.ts';
import { changeBetween, rangeAt } from './place.ts';
import type { SourceFault } from './use-source.ts';

export interface JsonEditorHandle {
  /** brings a place of the document into view and marks it */
  show(path: string): void;
}

const diagnosticOf = (state: EditorState, { path, message, isWarning }: SourceFault): Diagnostic => ({
  ...rangeAt(state, path),
  message,
  severity: isWarning ? 'warning' : 'error',
});

const parseFaults = jsonParseLinter();

/**
 * JSON with what is wrong underlined at its place, and with what may stand there offered. The Tab key leaves it,
 * unless it takes an offer.
 */
export default function JsonEditor(props: {
  label: string;
  describedBy: string;
  value: string;
  faults: readonly SourceFault[];
  /** what may be said in it */
  vocabulary: Vocabulary | undefined;
  phrases: Readonly<Record<string, string>>;
  onChange: (text: string) => void;
  handle: Ref<JsonEditorHandle>;
}) {
  const { label, describedBy, value, faults, handle } = props;
  const home = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | undefined>(undefined);
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    const made = new EditorView({
      parent: home.current!,
      state: EditorState.create({
        doc: latest.current.value,
        extensions: [
          EditorView.cspNonce.of(nonce ?? ''),
          EditorView.contentAttributes.of({
            'aria-label': label,
            'aria-describedby': describedBy,
            spellcheck: 'false',
            tabindex: '0',
          }),
          history(),
          drawSelection(),
          json(),
          colours,
          lineNumbers(),
          foldGutter(),
          lintGutter(),
          bracketMatching(),
          closeBrackets(),
          EditorState.phrases.of(latest.current.phrases),
          completion(() => latest.current.vocabulary),
          keymap.of([...closeBracketsKeymap, ...foldKeymap, ...historyKeymap, ...defaultKeymap]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = made;
    return () => made.destroy();
  }, [label, describedBy]);

  useEffect(() => {
    const now = view.current!;
    const shown = now.state.doc.toString();
    if (shown !== value) now.dispatch({ changes: changeBetween(shown, value) });
  }, [value]);

  // where it is no JSON, that comes first: places in a broken text are guesses
  useEffect(() => {
    const now = view.current!;
    const broken = value.length > 0 ? parseFaults(now) : [];
    const said = broken.length > 0 ? broken : faults.map((fault) => diagnosticOf(now.state, fault));
    now.dispatch(setDiagnostics(now.state, said));
  }, [value, faults]);

  useImperativeHandle(handle, () => ({
    show: (path) => {
      const now = view.current!;
      const { from, to } = rangeAt(now.state, path);
      now.dispatch({
        selection: { anchor: from, head: to },
        effects: EditorView.scrollIntoView(from, { y: 'center' }),
      });
    },
  }));

  // undo inside of the text is the text's: the draft's keys do not hear of it
  const keep = (event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && /^[zy]$/i.test(event.key)) event.stopPropagation();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the textbox is inside, keys only pass here
    <div ref={home} className="gd-cm gd-json" onKeyDown={keep} />
  );
}
