import { useDroppable } from '@dnd-kit/core';
import { Fragment } from 'react';
import { relatedOf, type Section, sectionsOf, type Tab, tabsOf } from '../draft/arrange.ts';
import type { MetaDocument } from '../draft/documents.ts';
import { factsOf } from '../draft/object.ts';
import { useDraft } from '../draft/store.tsx';
import { useTexts } from '../i18n/index.ts';
import { CanvasSection, useSectionName } from './canvas-section.tsx';
import { type Card, cardNamed, cardsOf } from './cards.ts';
import type { Place, Target } from './drag.ts';
import { isSelected, type Selection } from './selection.ts';
import { type Look, useLooks } from './use-looks.ts';

export interface CanvasActs {
  readonly select: (selection: Selection) => void;
  readonly openTab: (name: string) => void;
  readonly moveSection: (id: string, by: -1 | 1) => void;
  readonly moveField: (field: string, by: -1 | 1) => void;
  readonly takeOff: (field: string) => void;
}

/** The form and page that a layout makes, to be arranged: its head, sections, tabs and related lists. */
export function Canvas(props: {
  layout: MetaDocument;
  cards: readonly Card[];
  tab: string | undefined;
  selection: Selection;
  target: Target | undefined;
  acts: CanvasActs;
}) {
  const { layout, cards, tab, selection, target, acts } = props;
  const { t, label } = useTexts();
  const tabs = tabsOf(layout);
  const open = tabs.find(({ name }) => name === tab) ?? tabs[0];
  const looks = useLooks(layout);
  const part = (name: string | undefined) => (
    <Part {...props} looks={looks} key={name ?? ''} name={name} sections={sectionsOf(layout)} />
  );
  const highlights: readonly string[] = layout.body.highlights ?? [];
  const own: Selection = { kind: 'layout' };
  return (
    <section className="gd-canvas" aria-label={t('layout.canvas')}>
      <button
        type="button"
        className={`gd-page-head${isSelected(selection, own) ? ' gd-is-selected' : ''}`}
        aria-pressed={isSelected(selection, own)}
        onClick={() => acts.select(own)}
      >
        <span className="gd-page-title">{t('layout.head')}</span>
        {highlights.length > 0 ? (
          highlights.map((name) => (
            <span key={name} className="gd-highlight">
              {cardNamed(cards, name).label}
            </span>
          ))
        ) : (
          <span className="gx-soft">{t('layout.noHighlights')}</span>
        )}
      </button>
      {part(undefined)}
      {open && (
        <>
          <nav className="gd-tabs" aria-label={t('layout.tabs')}>
            {tabs.map((one) => (
              <CanvasTab
                key={one.name}
                tab={one}
                text={label(one.labels) || one.name}
                isOpen={one.name === open.name}
                isTarget={target?.kind === 'tab' && target.tab === one.name}
                isSelected={isSelected(selection, { kind: 'tab', name: one.name })}
                onOpen={() => {
                  acts.openTab(one.name);
                  acts.select({ kind: 'tab', name: one.name });
                }}
              />
            ))}
          </nav>
          {part(open.name)}
          <RelatedLists {...props} name={open.name} />
        </>
      )}
      <RelatedLists {...props} name={undefined} />
    </section>
  );
}

function CanvasTab(props: {
  tab: Tab;
  text: string;
  isOpen: boolean;
  isTarget: boolean;
  isSelected: boolean;
  onOpen: () => void;
}) {
  const { tab, text, isOpen, isTarget, onOpen } = props;
  const { t } = useTexts();
  const place: Place = {
    target: { kind: 'tab', tab: tab.name },
    label: t('layout.intoTab', { name: text }),
  };
  const { setNodeRef } = useDroppable({ id: `tab:${tab.name}`, data: place });
  return (
    <button
      ref={setNodeRef}
      type="button"
      className={isTarget ? 'gd-drop-into' : undefined}
      aria-pressed={props.isSelected}
      aria-expanded={isOpen}
      onClick={onOpen}
    >
      {text}
    </button>
  );
}

/** The sections of a tab, or those above the tabs, and the gaps between them. */
function Part(props: {
  name: string | undefined;
  sections: readonly Section[];
  cards: readonly Card[];
  looks: ReadonlyMap<string, Look>;
  selection: Selection;
  target: Target | undefined;
  acts: CanvasActs;
}) {
  const { name, sections, cards, looks, selection, target, acts } = props;
  const nameOf = useSectionName();
  const { t } = useTexts();
  const shown = sections.filter(({ tab }) => tab === name);
  return (
    <div className="gd-part">
      {shown.map((section, at) => {
        const text = nameOf(section, sections.indexOf(section));
        return (
          <Fragment key={section.id}>
            <Gap tab={name} before={section.id} target={target} label={t('layout.before', { name: text })} />
            <CanvasSection
              section={section}
              name={text}
              cards={cards}
              looks={looks}
              selection={selection}
              target={target}
              isFirst={at === 0}
              isLast={at === shown.length - 1}
              onSelect={acts.select}
              onMove={(by) => acts.moveSection(section.id, by)}
              onMoveField={acts.moveField}
              onRemoveField={acts.takeOff}
            />
          </Fragment>
        );
      })}
      <Gap tab={name} target={target} label={t('layout.endOfTab')} />
      {name !== undefined && shown.length === 0 && <p className="gx-soft gd-empty">{t('layout.emptyTab')}</p>}
    </div>
  );
}

function Gap(props: { tab: string | undefined; before?: string; target: Target | undefined; label: string }) {
  const { tab, before, target, label } = props;
  const place: Place = { target: { kind: 'gap', tab, ...(before !== undefined && { before }) }, label };
  const { setNodeRef } = useDroppable({ id: `gap:${tab ?? ''}:${before ?? ''}`, data: place });
  const isTarget = target?.kind === 'gap' && target.tab === tab && target.before === before;
  return <div ref={setNodeRef} className={`gd-gap${isTarget ? ' gd-gap-target' : ''}`} />;
}

/** The related lists of a tab, or those beside the record. */
function RelatedLists(props: {
  layout: MetaDocument;
  name: string | undefined;
  selection: Selection;
  acts: CanvasActs;
}) {
  const { layout, name, selection, acts } = props;
  const texts = useTexts();
  const { t, label } = texts;
  const { documents } = useDraft();
  const lists = relatedOf(layout)
    .map((list, place) => ({ list, place }))
    .filter(({ list }) => list.tab === name);
  if (lists.length === 0) return null;
  return (
    <div className="gd-part gd-related">
      <h3>{t(name === undefined ? 'layout.beside' : 'layout.listsHere')}</h3>
      {lists.map(({ list, place }) => {
        const own: Selection = { kind: 'related', place };
        const object = documents.get(`object/${list.object}`);
        const text = label(list.labels) || (object && label(factsOf(object).plural)) || list.object;
        const columns = (list.columns as readonly string[] | undefined) ?? [];
        const cards = object ? cardsOf(object, [], texts) : [];
        return (
          <button
            key={`${list.object}.${list.via}`}
            type="button"
            className={`gd-block gd-block-list${isSelected(selection, own) ? ' gd-is-selected' : ''}`}
            aria-pressed={isSelected(selection, own)}
            onClick={() => acts.select(own)}
          >
            <strong>{text}</strong>
            <span className="gx-soft">
              {columns.map((path) => cardNamed(cards, path.split('.')[0]!).label).join(' · ')}
            </span>
          </button>
        );
      })}
    </div>
  );
}
