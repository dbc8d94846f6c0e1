import { App } from 'antd';
import { useRef, useState } from 'react';
import type { FieldTypeInfo } from '../api/types.ts';
import {
  addRelated,
  addSection,
  addTab,
  endOf,
  moveSection,
  placeField,
  relatedOf,
  type Spot,
  sectionsOf,
  spotBeside,
  tabName,
  tabsOf,
} from '../draft/arrange.ts';
import { addressOf, type Body, type MetaDocument, withBody } from '../draft/documents.ts';
import type { StepName } from '../draft/history.ts';
import { newId } from '../draft/ids.ts';
import { defaultSection, sectionOf } from '../draft/places.ts';
import { useDraft } from '../draft/store.tsx';
import { useTexts } from '../i18n/index.ts';
import { messagesOf } from '../shell/refusal.ts';
import { useSectionName } from './canvas-section.tsx';
import { type Card, cardNamed } from './cards.ts';
import type { Dragged, Target } from './drag.ts';
import type { Relation } from './relations.ts';
import type { Selection } from './selection.ts';
import { useAnnounce } from './use-announce.tsx';

/** Changes a layout of the draft; what is refused is said and leaves the screen again. */
export type Arrange = (step: StepName, edit: (layout: MetaDocument) => Body) => Promise<void>;

function useArrange(layout: MetaDocument): Arrange {
  const { commit } = useDraft();
  const { t } = useTexts();
  const { message } = App.useApp();
  const address = addressOf(layout);
  return (step, edit) =>
    commit((now) => {
      const at = now.get(address);
      return at ? withBody(now, at, edit(at)) : now;
    }, step).catch((error: unknown) => void message.error(messagesOf(error, t).join(' ')));
}

/** What is chosen; what was typed in a field's properties and not saved is asked about before it is left. */
function useSelection() {
  const { t } = useTexts();
  const { modal } = App.useApp();
  const [selection, setSelection] = useState<Selection>({ kind: 'layout' });
  const isTouched = useRef(false);
  const select = (next: Selection) => {
    const go = () => {
      isTouched.current = false;
      setSelection(next);
    };
    if (!isTouched.current) return go();
    void modal.confirm({ title: t('field.leaveAsk'), okText: t('field.leave'), onOk: go });
  };
  const touch = (is: boolean) => {
    isTouched.current = is;
  };
  return { selection, select, touch };
}

/** Everything that one can do with a layout, whether by a click, by a key or by dropping something. */
export function useEditing(layout: MetaDocument, cards: readonly Card[]) {
  const arrange = useArrange(layout);
  const announce = useAnnounce();
  const { t } = useTexts();
  const nameOf = useSectionName();
  const { selection, select, touch } = useSelection();
  const [tab, openTab] = useState<string>();
  const sections = sectionsOf(layout);
  const labelOf = (field: string) => cardNamed(cards, field).label;
  const sectionName = (id: string) => {
    const at = sections.findIndex((section) => section.id === id);
    return sections[at] ? nameOf(sections[at], at) : '';
  };

  /** Where something goes that was not put anywhere: behind what is chosen, else where new fields land. */
  const spotHere = (): Spot => {
    if (selection.kind === 'section') return { section: selection.id };
    if (selection.kind === 'new') return selection.spot;
    const name = selection.kind === 'field' ? selection.name : undefined;
    const chosen = sections.find(({ fields }) => fields.some(({ field }) => field === name));
    if (!chosen) return { section: defaultSection(layout) ?? '0' };
    const next = chosen.fields[chosen.fields.findIndex(({ field }) => field === name) + 1]?.field;
    return { section: chosen.id, ...(next !== undefined && { before: next }) };
  };
  const put = (field: string, spot: Spot) => {
    const isNew = sectionOf(layout, field) === null;
    announce(t('layout.putIn', { name: labelOf(field), section: sectionName(spot.section) }));
    void arrange({ text: isNew ? 'steps.placeField' : 'steps.moveField', name: labelOf(field) }, (now) =>
      placeField(now, field, spot),
    );
  };
  const takeOff = (field: string) => {
    announce(t('layout.tookOff', { name: labelOf(field) }));
    void arrange({ text: 'steps.takeOff', name: labelOf(field) }, (now) => placeField(now, field, null));
  };
  const moveField = (field: string, by: -1 | 1) => {
    const spot = spotBeside(sections, field, by);
    if (spot) put(field, spot);
  };
  const moveTo = (id: string, to: { readonly tab: string | undefined; readonly before?: string }) => {
    announce(t('layout.moved', { name: sectionName(id) }));
    void arrange({ text: 'steps.moveSection', name: sectionName(id) }, (now) => moveSection(now, id, to));
  };
  /** Past its neighbour in the same tab. */
  const moveSectionBy = (id: string, by: -1 | 1) => {
    const own = sections.find((section) => section.id === id);
    const beside = sections.filter((section) => section.tab === own?.tab);
    const at = beside.findIndex((section) => section.id === id);
    const before = beside[by === -1 ? at - 1 : at + 2]?.id;
    moveTo(id, { tab: own?.tab, ...(before !== undefined && { before }) });
  };
  const addField = ({ name }: Pick<FieldTypeInfo, 'name'>, spot = spotHere()) =>
    select({ kind: 'new', type: name, spot });

  /** Puts down what was dragged. */
  const drop = (what: Dragged, to: Target) => {
    if (what.kind === 'section') {
      if (to.kind === 'gap' || to.kind === 'tab') moveTo(what.id, to);
    } else if (to.kind === 'tab') intoTab(what, to.tab);
    else if (to.kind === 'tray') what.kind === 'field' && takeOff(what.field);
    else if (to.kind === 'spot' && what.kind === 'type') addField({ name: what.type }, to);
    else if (to.kind === 'spot' && what.kind === 'field') put(what.field, to);
  };
  /** At the end of a tab; one without a section gets one. */
  const intoTab = (what: Exclude<Dragged, { kind: 'section' }>, name: string) => {
    const { layout: ready, spot } = endOf(layout, name);
    openTab(name);
    if (what.kind === 'field')
      void arrange({ text: 'steps.moveField', name: what.label }, () => placeField(ready, what.field, spot));
    else {
      if (ready !== layout) void arrange({ text: 'steps.addSection' }, () => ready.body);
      addField({ name: what.type }, spot);
    }
  };

  const tabs = tabsOf(layout);
  const open = tabs.find(({ name }) => name === tab)?.name ?? tabs[0]?.name;
  return {
    arrange,
    selection,
    select,
    touch,
    tab: open,
    openTab,
    moveField,
    takeOff,
    moveSection: moveSectionBy,
    drop,
    addField: (type: FieldTypeInfo) => addField(type),
    putField: (field: string) => {
      put(field, spotHere());
      select({ kind: 'field', name: field });
    },
    addSection: () => {
      const id = newId('sec');
      const chosen = selection.kind === 'section' && sections.find((one) => one.id === selection.id);
      const into = selection.kind === 'tab' ? selection.name : chosen ? chosen.tab : open;
      void arrange({ text: 'steps.addSection' }, (now) => addSection(now, into, id));
      select({ kind: 'section', id });
    },
    addTab: () => {
      const name = tabName(layout);
      const labels = { en: `Tab ${tabs.length + 1}`, 'zh-CN': `标签页 ${tabs.length + 1}` };
      void arrange({ text: 'steps.addTab' }, (now) => addTab(now, labels));
      openTab(name);
      select({ kind: 'tab', name });
    },
    addRelated: ({ object, via, labels }: Relation) => {
      void arrange({ text: 'steps.addRelated', name: labels }, (now) => addRelated(now, object, via));
      select({ kind: 'related', place: relatedOf(layout).length });
    },
  };
}

export type Editing = ReturnType<typeof useEditing>;
