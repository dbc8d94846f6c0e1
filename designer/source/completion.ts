import {
  acceptCompletion,
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  completionKeymap,
  startCompletion,
} from '@codemirror/autocomplete';
import type { Extension } from '@codemirror/state';
import { type EditorView, hoverTooltip, keymap, type Tooltip } from '@codemirror/view';
import { type Offer, offersAt, saidAt, type Vocabulary } from './offers.ts';

function textElement(className: string, text: string): HTMLElement {
  const element = document.createElement('div');
  element.className = className;
  element.textContent = text;
  return element;
}

/** Puts an offer in place of what was written; a quote that closed itself behind the cursor goes with it. */
function put(view: EditorView, { insert }: Offer, from: number, to: number): void {
  const at = insert.indexOf('|');
  const hasMark = at >= 0;
  view.dispatch({
    changes: { from, to, insert: hasMark ? insert.slice(0, at) + insert.slice(at + 1) : insert },
    selection: { anchor: from + (hasMark ? at : insert.length) },
    userEvent: 'input.complete',
  });
  // an empty value is filled in next
  if (hasMark && at < insert.length - 1) startCompletion(view);
}

const completionOf = (offer: Offer): Completion => ({
  label: offer.text,
  displayLabel: offer.text,
  ...(offer.label && offer.label !== offer.text && { detail: offer.label }),
  ...(offer.help && { info: () => textElement('gd-offer-help', offer.help) }),
  apply: (view, _completion, from, to) => put(view, offer, from, to),
});

/** Completion of names and values, and what they mean under the pointer, by the schema of the document. */
export function completion(vocabulary: () => Vocabulary | undefined): Extension {
  const complete = ({ state, pos, explicit }: CompletionContext): CompletionResult | null => {
    const known = vocabulary();
    const found = known && offersAt(state.doc.toString(), pos, known);
    if (!found || found.offers.length === 0) return null;
    const { from, to, is, offers } = found;
    // nothing is written yet, and nobody asked
    if (from === to && !explicit) return null;
    if (
      is === 'value' &&
      !explicit &&
      offers.length === 1 &&
      offers[0]!.insert === `${state.sliceDoc(from, to)}|`
    )
      return null;
    return {
      from,
      to,
      options: offers.map(completionOf),
      filter: false,
      update: (_current, _from, _to, context) => complete(context),
    };
  };
  const hover = ({ state }: EditorView, pos: number): Tooltip | null => {
    const known = vocabulary();
    const said = known && saidAt(state.doc.toString(), pos, known);
    if (!said) return null;
    const { from, to, name, label, help } = said;
    return {
      pos: from,
      end: to,
      above: true,
      create: () => {
        const dom = document.createElement('div');
        dom.className = 'gd-said';
        dom.append(textElement('gd-said-name', label && label !== name ? `${label} · ${name}` : name));
        if (help) dom.append(textElement('gd-said-help', help));
        return { dom };
      },
    };
  };
  return [
    autocompletion({ override: [complete], icons: false, activateOnTypingDelay: 60, interactionDelay: 0 }),
    hoverTooltip(hover, { hoverTime: 350 }),
    keymap.of([
      { key: 'Alt-/', run: startCompletion },
      { key: 'Tab', run: acceptCompletion },
      ...completionKeymap,
    ]),
  ];
}
