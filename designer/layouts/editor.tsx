import { AppstoreAddOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Drawer, Segmented, Select } from 'antd';
import { useState } from 'react';
import { later } from '../../runtime-ui/shell/later.tsx';
import { useIsPhone } from '../../runtime-ui/shell/screen.ts';
import type { FieldTypeInfo } from '../api/types.ts';
import { relatedOf } from '../draft/arrange.ts';
import { addressOf, type MetaDocument, withoutDocument } from '../draft/documents.ts';
import { mayHave } from '../draft/field.ts';
import { sectionOf } from '../draft/places.ts';
import { useDraft } from '../draft/store.tsx';
import { useTexts } from '../i18n/index.ts';
import { Canvas } from './canvas.tsx';
import { cardsOf } from './cards.ts';
import { DragLayer } from './drag-layer.tsx';
import { Properties } from './properties.tsx';
import { relationsTo } from './relations.ts';
import { pathOf, type Selection } from './selection.ts';
import { Supply } from './supply.tsx';
import { useEditing } from './use-editing.ts';

const Preview = later(() => import('./preview.tsx'));
const SourceEditor = later(() => import('../source/source-editor.tsx'));

type Beside = 'properties' | 'preview' | 'source';

interface LayoutChoice {
  readonly layouts: readonly { readonly value: string; readonly label: string }[];
  readonly choose: (name: string) => void;
  readonly add: () => void;
}

/** One layout: what can be put on it, the form itself, and what is said of what is chosen, or how it will look. */
export function Editor(props: {
  object: MetaDocument;
  layout: MetaDocument;
  types: readonly FieldTypeInfo[];
  choice: LayoutChoice;
}) {
  const { object, layout, types, choice } = props;
  const texts = useTexts();
  const { t } = texts;
  const { documents, commit } = useDraft();
  const isPhone = useIsPhone();
  const [beside, setBeside] = useState<Beside>('properties');
  /** on a phone, what stands above the canvas */
  const [sheet, setSheet] = useState<'supply' | 'side'>();
  const cards = cardsOf(object, types, texts);
  const editing = useEditing(layout, cards);
  const taken = new Set(relatedOf(layout).map(({ object: from, via }) => `${from}.${via}`));
  const show = (next: Beside) => {
    setBeside(next);
    setSheet('side');
  };
  /** What is chosen shows its properties; on a phone they cover the canvas. */
  const then =
    <Given extends readonly unknown[]>(act: (...given: Given) => void) =>
    (...given: Given) => {
      act(...given);
      show('properties');
    };
  const select = (next: Selection) => {
    editing.select(next);
    if (beside !== 'source' || isPhone) show('properties');
  };
  const removeLayout = () => {
    choice.choose('');
    void commit((now) => withoutDocument(now, addressOf(layout)), {
      text: 'steps.removeLayout',
      name: layout.body.labels,
    });
  };
  const side =
    beside === 'preview' ? (
      <Preview layout={layout} />
    ) : beside === 'source' ? (
      <SourceEditor document={layout} path={pathOf(layout, editing.selection)} />
    ) : (
      <Properties
        object={object}
        layout={layout}
        cards={cards}
        editing={{
          ...editing,
          select: (next) => {
            editing.select(next);
            if (next.kind === 'layout') setSheet(undefined);
          },
        }}
        onRemoveLayout={choice.layouts.length > 1 ? removeLayout : undefined}
      />
    );
  const supply = (isDragging: boolean) => (
    <Supply
      types={types.filter((type) => mayHave(documents, object, type, types))}
      unplaced={cards.filter(({ name }) => sectionOf(layout, name) === null)}
      relations={relationsTo(documents, object.key, types).filter(
        ({ object: from, via }) => !taken.has(`${from}.${via}`),
      )}
      isDragging={isDragging}
      acts={{
        addField: then(editing.addField),
        putField: then(editing.putField),
        addSection: then(editing.addSection),
        addTab: then(editing.addTab),
        addRelated: then(editing.addRelated),
      }}
    />
  );
  return (
    <DragLayer
      onDrop={(what, to) => {
        editing.drop(what, to);
        if (what.kind === 'type') show('properties');
      }}
    >
      {(dragged, target) => (
        <section className="gd-layout" data-beside={beside} aria-label={t('layout.title')}>
          <div className="gd-layout-bar">
            {choice.layouts.length > 1 && (
              <Select
                aria-label={t('layout.choose')}
                value={layout.body.name as string}
                options={[...choice.layouts]}
                onChange={choice.choose}
              />
            )}
            <Button icon={<PlusOutlined aria-hidden="true" />} onClick={choice.add}>
              {t('layout.add')}
            </Button>
            {isPhone && (
              <Button icon={<AppstoreAddOutlined aria-hidden="true" />} onClick={() => setSheet('supply')}>
                {t('layout.supply')}
              </Button>
            )}
            <Segmented
              className="gd-layout-beside"
              aria-label={t('layout.besideChoice')}
              name="beside"
              value={beside}
              options={[
                { value: 'properties', label: t('layout.properties') },
                { value: 'preview', label: t('layout.preview') },
                { value: 'source', label: t('source.json') },
              ]}
              onChange={show}
            />
          </div>
          {!isPhone && beside === 'properties' && supply(dragged !== undefined)}
          <Canvas
            layout={layout}
            cards={cards}
            tab={editing.tab}
            selection={editing.selection}
            target={target}
            acts={{ ...editing, select }}
          />
          {!isPhone && <div className="gd-side">{side}</div>}
          {isPhone && (
            <Drawer
              open={sheet !== undefined}
              onClose={() => setSheet(undefined)}
              title={t(
                sheet === 'supply'
                  ? 'layout.supply'
                  : beside === 'preview'
                    ? 'layout.preview'
                    : beside === 'source'
                      ? 'source.json'
                      : 'layout.properties',
              )}
              placement="bottom"
              size="92dvh"
              destroyOnHidden
            >
              {sheet === 'supply' ? supply(false) : side}
            </Drawer>
          )}
        </section>
      )}
    </DragLayer>
  );
}
