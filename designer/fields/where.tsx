import { Checkbox, Select } from 'antd';
import { useId } from 'react';
import type { Labels } from '../../runtime-ui/api/types.ts';
import { addressOf, type MetaDocument, under } from '../draft/documents.ts';
import type { FieldDraft } from '../draft/field.ts';
import { sectionId } from '../draft/places.ts';
import { useDraft } from '../draft/store.tsx';
import { useTexts } from '../i18n/index.ts';

const OFF = '';

/** The forms and lists that show a field. */
export function Where(props: { object: string; draft: FieldDraft; onChange: (draft: FieldDraft) => void }) {
  const { object, draft, onChange } = props;
  const { t, label } = useTexts();
  const { documents } = useDraft();
  const layouts = under(documents, 'layout', object);
  const views = under(documents, 'view', object);
  const shown = Object.keys(draft.columns).filter((address) => draft.columns[address]);
  const setColumns = (addresses: readonly string[]) =>
    onChange({
      ...draft,
      columns: Object.fromEntries(
        views.map((view) => [addressOf(view), addresses.includes(addressOf(view))]),
      ),
    });
  return (
    <fieldset className="gd-section">
      <legend>{t('field.where')}</legend>
      {layouts.length === 0 && <p className="gx-soft gd-note">{t('field.noLayout')}</p>}
      {layouts.map((layout) => (
        <SectionChoice
          key={layout.key}
          layout={layout}
          isAlone={layouts.length === 1}
          value={draft.sections[addressOf(layout)] ?? null}
          onChange={(section) =>
            onChange({ ...draft, sections: { ...draft.sections, [addressOf(layout)]: section } })
          }
        />
      ))}
      {views.length > 0 && (
        <fieldset className="gd-choices">
          <legend>{t('field.columns')}</legend>
          <Checkbox.Group
            className="gd-checks"
            value={shown}
            options={views.map((view) => ({
              value: addressOf(view),
              label: label(view.body.labels) || view.body.name,
            }))}
            onChange={setColumns}
          />
        </fieldset>
      )}
    </fieldset>
  );
}

function SectionChoice(props: {
  layout: MetaDocument;
  isAlone: boolean;
  value: string | null;
  onChange: (section: string | null) => void;
}) {
  const { layout, isAlone, value, onChange } = props;
  const { t, label } = useTexts();
  const id = useId();
  const sections: readonly { id?: string; labels?: Labels }[] = layout.body.sections ?? [];
  const options = sections.map((section, place) => ({
    value: sectionId(section, place),
    label: label(section.labels) || t('field.sectionNumber', { n: place + 1 }),
  }));
  const layoutName = label(layout.body.labels) || layout.body.name;
  return (
    <div className="gx-field">
      <label htmlFor={id}>
        {isAlone ? t('field.formSection') : `${t('field.formSection')} · ${layoutName}`}
      </label>
      <Select
        id={id}
        className="gx-wide"
        value={value ?? OFF}
        options={[...options, { value: OFF, label: t('field.notOnForm') }]}
        onChange={(next) => onChange(next === OFF ? null : next)}
      />
    </div>
  );
}
