import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, EyeInvisibleOutlined } from '@ant-design/icons';
import { Button, Segmented, Select } from 'antd';
import { type ReactNode, useId } from 'react';
import { later } from '../../runtime-ui/shell/later.tsx';
import {
  changeLayout,
  changeRelated,
  changeSection,
  changeTab,
  layoutWords,
  moveRelated,
  moveTab,
  placeField,
  relatedOf,
  removeRelated,
  removeSection,
  removeTab,
  sectionsOf,
  sectionWords,
  spanField,
  tabsOf,
} from '../draft/arrange.ts';
import type { Body, MetaDocument } from '../draft/documents.ts';
import type { StepName } from '../draft/history.ts';
import { useTexts } from '../i18n/index.ts';
import { useSectionName } from './canvas-section.tsx';
import type { Selection } from './selection.ts';
import type { Arrange } from './use-editing.ts';

const WordsForm = later(() => import('./words-form.tsx'));

interface SideProps {
  readonly layout: MetaDocument;
  readonly arrange: Arrange;
  readonly onSelect: (selection: Selection) => void;
}

function Pane({ title, acts, children }: { title: string; acts: ReactNode; children: ReactNode }) {
  return (
    <section className="gd-pane" aria-label={title}>
      <h2>{title}</h2>
      <div className="gd-pane-acts">{acts}</div>
      {children}
    </section>
  );
}

function Act(props: { text: string; icon: ReactNode; isDisabled?: boolean; onClick: () => void }) {
  const { text, icon, isDisabled, onClick } = props;
  return (
    <Button size="small" icon={icon} disabled={isDisabled} onClick={onClick}>
      {text}
    </Button>
  );
}

/** Edits of the same words that follow each other are one step. */
const typing = (text: StepName['text'], name: StepName['name'], topic: string): StepName => ({
  text,
  name: name ?? '',
  topic,
});

export function LayoutSide(props: SideProps & { onRemove: (() => void) | undefined }) {
  const { layout, arrange, onRemove } = props;
  const { t } = useTexts();
  const { labels } = layout.body;
  return (
    <Pane
      title={t('layout.layoutTitle')}
      acts={
        onRemove && (
          <Act
            text={t('layout.removeLayout')}
            icon={<DeleteOutlined aria-hidden="true" />}
            onClick={onRemove}
          />
        )
      }
    >
      <WordsForm
        part="layout"
        layout={layout}
        words={layoutWords(layout)}
        onChange={(words) =>
          void arrange(typing('steps.layout', labels, `layout ${layout.key}`), (now) =>
            changeLayout(now, words),
          )
        }
      />
      <p className="gx-soft gd-hint">{t('layout.notSecurity')}</p>
    </Pane>
  );
}

export function SectionSide({ layout, arrange, onSelect, id }: SideProps & { id: string }) {
  const { t } = useTexts();
  const nameOf = useSectionName();
  const all = sectionsOf(layout);
  const at = all.findIndex((section) => section.id === id);
  if (at < 0) return null;
  const name = nameOf(all[at]!, at);
  return (
    <Pane
      title={t('layout.sectionTitle', { name })}
      acts={
        <Act
          text={t('layout.removeSection')}
          icon={<DeleteOutlined aria-hidden="true" />}
          isDisabled={all.length < 2}
          onClick={() => {
            onSelect({ kind: 'layout' });
            void arrange({ text: 'steps.removeSection', name }, (now) => removeSection(now, id));
          }}
        />
      }
    >
      <WordsForm
        key={id}
        part="section"
        layout={layout}
        words={sectionWords(layout, id)}
        onChange={(words) =>
          void arrange(typing('steps.section', name, `section ${id}`), (now) => changeSection(now, id, words))
        }
      />
      <p className="gx-soft gd-hint">{t('layout.removeSectionNote')}</p>
    </Pane>
  );
}

export function TabSide({ layout, arrange, onSelect, name }: SideProps & { name: string }) {
  const { t, label } = useTexts();
  const tabs = tabsOf(layout);
  const at = tabs.findIndex((tab) => tab.name === name);
  const tab = tabs[at];
  if (!tab) return null;
  const text = label(tab.labels) || name;
  const move = (by: -1 | 1) =>
    void arrange({ text: 'steps.moveTab', name: tab.labels }, (now) => moveTab(now, name, by));
  return (
    <Pane
      title={t('layout.tabTitle', { name: text })}
      acts={
        <>
          <Act
            text={t('layout.left')}
            icon={<ArrowUpOutlined rotate={-90} aria-hidden="true" />}
            isDisabled={at === 0}
            onClick={() => move(-1)}
          />
          <Act
            text={t('layout.right')}
            icon={<ArrowDownOutlined rotate={-90} aria-hidden="true" />}
            isDisabled={at === tabs.length - 1}
            onClick={() => move(1)}
          />
          <Act
            text={t('layout.removeTab')}
            icon={<DeleteOutlined aria-hidden="true" />}
            onClick={() => {
              onSelect({ kind: 'layout' });
              void arrange({ text: 'steps.removeTab', name: tab.labels }, (now) => removeTab(now, name));
            }}
          />
        </>
      }
    >
      <WordsForm
        key={name}
        part="tab"
        layout={layout}
        words={{ labels: tab.labels }}
        onChange={(words) =>
          void arrange(typing('steps.tab', tab.labels, `tab ${name}`), (now) => changeTab(now, name, words))
        }
      />
      <p className="gx-soft gd-hint">{t('layout.removeTabNote')}</p>
    </Pane>
  );
}

export function RelatedSide({ layout, arrange, onSelect, place }: SideProps & { place: number }) {
  const { t, label } = useTexts();
  const lists = relatedOf(layout);
  const list = lists[place];
  if (!list) return null;
  const text = label(list.labels) || list.object;
  const name = list.labels ?? list.object;
  const move = (to: number) => {
    onSelect({ kind: 'related', place: to });
    void arrange({ text: 'steps.moveRelated', name }, (now) => moveRelated(now, place, to));
  };
  return (
    <Pane
      title={t('layout.relatedTitle', { name: text })}
      acts={
        <>
          <Act
            text={t('layout.up')}
            icon={<ArrowUpOutlined aria-hidden="true" />}
            isDisabled={place === 0}
            onClick={() => move(place - 1)}
          />
          <Act
            text={t('layout.down')}
            icon={<ArrowDownOutlined aria-hidden="true" />}
            isDisabled={place === lists.length - 1}
            onClick={() => move(place + 1)}
          />
          <Act
            text={t('layout.removeRelated')}
            icon={<DeleteOutlined aria-hidden="true" />}
            onClick={() => {
              onSelect({ kind: 'layout' });
              void arrange({ text: 'steps.removeRelated', name }, (now) => removeRelated(now, place));
            }}
          />
        </>
      }
    >
      <WordsForm
        key={`${list.object}.${list.via}`}
        part="related"
        layout={layout}
        words={list as Body}
        onChange={(words) =>
          void arrange(typing('steps.related', name, `related ${list.object}.${list.via}`), (now) =>
            changeRelated(now, place, words),
          )
        }
      />
    </Pane>
  );
}

/** Where a field stands on this form: its section, its place in it, how wide it is. */
export function FieldPlace(
  props: SideProps & { field: string; label: string; onMove: (by: -1 | 1) => void },
) {
  const { layout, arrange, field, label: name, onMove } = props;
  const { t } = useTexts();
  const nameOf = useSectionName();
  const id = useId();
  const all = sectionsOf(layout);
  const section = all.find(({ fields }) => fields.some((one) => one.field === field));
  const span = section?.fields.find((one) => one.field === field)?.span ?? 1;
  const put = (to: string | null) =>
    void arrange({ text: to === null ? 'steps.takeOff' : 'steps.moveField', name }, (now) =>
      placeField(now, field, to === null ? null : { section: to }),
    );
  return (
    <div className="gd-place">
      <div className="gx-field">
        <label htmlFor={id}>{t('field.formSection')}</label>
        <Select
          id={id}
          className="gx-wide"
          value={section?.id ?? null}
          placeholder={t('field.notOnForm')}
          options={all.map((one, at) => ({ value: one.id, label: nameOf(one, at) }))}
          onChange={put}
        />
      </div>
      {section && (
        <>
          {section.columns > 1 && (
            <div className="gx-field">
              <span className="gd-label" id={`${id}-width`}>
                {t('layout.width')}
              </span>
              <Segmented
                aria-labelledby={`${id}-width`}
                name={`${id}-width`}
                value={Math.min(span, section.columns)}
                options={Array.from({ length: section.columns }, (_, at) => ({
                  value: at + 1,
                  label: t('layout.columns', { count: at + 1 }),
                }))}
                onChange={(next) =>
                  void arrange({ text: 'steps.widen', name }, (now) => spanField(now, field, Number(next)))
                }
              />
            </div>
          )}
          <div className="gd-pane-acts">
            <Act
              text={t('layout.up')}
              icon={<ArrowUpOutlined aria-hidden="true" />}
              onClick={() => onMove(-1)}
            />
            <Act
              text={t('layout.down')}
              icon={<ArrowDownOutlined aria-hidden="true" />}
              onClick={() => onMove(1)}
            />
            <Act
              text={t('layout.takeOff')}
              icon={<EyeInvisibleOutlined aria-hidden="true" />}
              onClick={() => put(null)}
            />
          </div>
        </>
      )}
    </div>
  );
}
