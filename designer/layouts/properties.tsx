import { Button } from 'antd';
import { later } from '../../runtime-ui/shell/later.tsx';
import { addressOf, type MetaDocument } from '../draft/documents.ts';
import { propertiesOf } from '../draft/object.ts';
import { useTexts } from '../i18n/index.ts';
import { type Card, cardNamed } from './cards.ts';
import { FieldPlace, LayoutSide, RelatedSide, SectionSide, TabSide } from './side.tsx';
import type { Editing } from './use-editing.ts';

const FieldPanel = later(() => import('../fields/panel.tsx'));

/** What is said of what is chosen on the canvas. */
export function Properties(props: {
  object: MetaDocument;
  layout: MetaDocument;
  cards: readonly Card[];
  editing: Editing;
  onRemoveLayout: (() => void) | undefined;
}) {
  const { object, layout, cards, editing, onRemoveLayout } = props;
  const { selection, select, touch, arrange } = editing;
  const { t } = useTexts();
  const parts = { layout, arrange, onSelect: select };
  const close = () => {
    touch(false);
    select({ kind: 'layout' });
  };
  switch (selection.kind) {
    case 'layout':
      return <LayoutSide {...parts} onRemove={onRemoveLayout} />;
    case 'section':
      return <SectionSide {...parts} id={selection.id} />;
    case 'tab':
      return <TabSide {...parts} name={selection.name} />;
    case 'related':
      return <RelatedSide {...parts} place={selection.place} />;
    case 'new':
      return (
        <FieldPanel
          key={`${selection.type} ${selection.spot.section}`}
          object={object}
          isPane
          place={{ type: selection.type, layout: addressOf(layout), spot: selection.spot }}
          onClose={close}
          onTouched={touch}
          onSaved={(name) => select({ kind: 'field', name })}
        />
      );
    case 'field': {
      const { name } = selection;
      const property = propertiesOf(object.body)[name];
      const { label, isSystem } = cardNamed(cards, name);
      const place = (
        <FieldPlace {...parts} field={name} label={label} onMove={(by) => editing.moveField(name, by)} />
      );
      if (isSystem || !property)
        return (
          <section className="gd-pane" aria-label={label}>
            <h2>{label}</h2>
            {place}
            <p className="gx-soft gd-hint">{t('layout.engineFieldNote')}</p>
            <div className="gd-pane-foot">
              <Button onClick={close}>{t('common.close')}</Button>
            </div>
          </section>
        );
      return (
        <FieldPanel
          key={property['x-field'].id ?? name}
          object={object}
          name={name}
          isPane
          head={place}
          onClose={close}
          onTouched={touch}
          onSaved={(next) => next !== name && select({ kind: 'field', name: next })}
        />
      );
    }
  }
}
