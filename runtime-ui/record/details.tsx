import { fieldOf } from '../api/model.ts';
import type { FieldMeta, ObjectMeta, RecordRow } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { relationTitle, Value } from '../values/display.tsx';
import { formatAgo, formatMoment } from '../values/format.ts';
import { useLocality } from '../values/locality.ts';
import { useHidden } from './use-hidden.ts';

interface Section {
  readonly id: string;
  readonly label: string;
  readonly columns: number;
  readonly fields: readonly { readonly field: FieldMeta; readonly span: number }[];
}

/** The sections of the layout; without one, every field of the object's own. */
function sectionsOf(
  object: ObjectMeta,
  label: (labels: FieldMeta['labels']) => string,
  details: string,
): Section[] {
  const layout = object.layouts[0];
  if (!layout) {
    const own = object.fields.filter((field) => !field.system);
    return [
      {
        id: 'all',
        label: details,
        columns: 2,
        fields: own.map((field) => ({ field, span: field.widget === 'long-text' ? 2 : 1 })),
      },
    ];
  }
  return layout.sections.map((section) => ({
    id: section.id,
    label: label(section.labels),
    columns: section.columns,
    fields: section.fields.flatMap((each) => {
      const name = typeof each === 'string' ? each : each.field;
      const field = fieldOf(object, name);
      return field ? [{ field, span: typeof each === 'string' ? 1 : (each.span ?? 1) }] : [];
    }),
  }));
}

/** Everything a record holds, by the sections of its layout; what no section names is folded away. */
export function Details({ object, record }: { object: ObjectMeta; record: RecordRow }) {
  const { t, label } = useTexts();
  const hidden = useHidden(object, record);
  const all = sectionsOf(object, label, t('record.details'));
  const placed = new Set(all.flatMap(({ fields }) => fields.map(({ field }) => field.name)));
  const sections = all
    .map((section) => ({ ...section, fields: section.fields.filter(({ field }) => !hidden.has(field.name)) }))
    .filter(({ fields }) => fields.length > 0);
  const rest = object.fields.filter(({ name, system }) => !system && !placed.has(name) && !hidden.has(name));
  return (
    <div className="gx-details">
      {sections.map((section) => (
        <section key={section.id} className="gx-panel" aria-label={section.label}>
          <h2>{section.label}</h2>
          <Facts object={object} record={record} columns={section.columns} fields={section.fields} />
        </section>
      ))}
      {rest.length > 0 && (
        <details className="gx-panel">
          <summary>{t('record.otherFields')}</summary>
          <Facts
            object={object}
            record={record}
            columns={2}
            fields={rest.map((field) => ({ field, span: 1 }))}
          />
        </details>
      )}
      <History object={object} record={record} />
    </div>
  );
}

function Facts(props: { object: ObjectMeta; record: RecordRow; columns: number; fields: Section['fields'] }) {
  const { object, record, columns, fields } = props;
  const { label } = useTexts();
  return (
    <dl className="gx-facts" data-columns={Math.min(columns, 3)}>
      {fields.map(({ field, span }) => (
        <div key={field.name} data-field={field.name} data-span={Math.min(span, columns)}>
          <dt>{label(field.labels)}</dt>
          <dd>
            <Value object={object} field={field} record={record} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Who made the record and who changed it last. */
function History({ object, record }: { object: ObjectMeta; record: RecordRow }) {
  const { t, language } = useTexts();
  const { timeZone } = useLocality();
  const now = Date.now();
  const whenOf = (at: string) => {
    const isNow = Math.abs(now - Date.parse(at)) < 60_000;
    return isNow ? t('record.justNow') : (formatAgo(at, now, language) ?? formatMoment(at, timeZone));
  };
  const line = (moment: string, person: string, text: 'record.createdAt' | 'record.updatedAt') => {
    const at = record[moment];
    const field = fieldOf(object, person);
    if (typeof at !== 'string') return null;
    const name = field ? relationTitle(field, record[person]) : '';
    return (
      <time dateTime={at} title={formatMoment(at, timeZone)}>
        {t(text, { when: whenOf(at) })}
        {name && ` · ${name}`}
      </time>
    );
  };
  return (
    <p className="gx-history">
      {line('created_at', 'created_by', 'record.createdAt')}
      {line('updated_at', 'updated_by', 'record.updatedAt')}
    </p>
  );
}
