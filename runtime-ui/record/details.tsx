import { EyeOutlined } from '@ant-design/icons';
import { type ReactNode, use } from 'react';
import { useLocation, useNavigate, useParams } from 'react-router';
import { fieldOf } from '../api/model.ts';
import type { FieldMeta, ObjectMeta, RecordRow, RelatedMeta } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { type Tab, Tabs } from '../shell/tabs.tsx';
import { Value } from '../values/display.tsx';
import { formatAgo, formatMoment } from '../values/format.ts';
import { useLocality } from '../values/locality.ts';
import { relationTitle } from '../values/relations.ts';
import { AskAccess } from './ask-access.ts';
import { Related } from './related.tsx';
import { useHidden } from './use-hidden.ts';
import './access.css';

interface Section {
  readonly id: string;
  readonly label: string;
  readonly columns: number;
  readonly tab?: string;
  readonly collapse?: 'open' | 'closed';
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
        fields: own.map((field) => ({ field, span: field.long ? 2 : 1 })),
      },
    ];
  }
  return layout.sections.map(({ labels, fields, ...section }) => ({
    ...section,
    label: label(labels),
    fields: fields.flatMap(({ field: name, span }) => {
      const field = fieldOf(object, name);
      return field ? [{ field, span }] : [];
    }),
  }));
}

/**
 * Everything a record holds, by the sections of its layout: those of no tab, then the tabs with theirs and
 * with the related lists that stand in them; what no section names is folded away.
 */
export function Details(props: {
  object: ObjectMeta;
  record: RecordRow;
  /** lists that stand in tabs */
  related: readonly RelatedMeta[];
}) {
  const { object, record, related } = props;
  const { t, label } = useTexts();
  const hidden = useHidden(object, record);
  const all = sectionsOf(object, label, t('record.details'));
  const placed = new Set(all.flatMap(({ fields }) => fields.map(({ field }) => field.name)));
  const sections = all
    .map((section) => ({ ...section, fields: section.fields.filter(({ field }) => !hidden.has(field.name)) }))
    .filter(({ fields }) => fields.length > 0);
  const rest = object.fields.filter(({ name, system }) => !system && !placed.has(name) && !hidden.has(name));
  const sectionsIn = (tab: string | undefined) => sections.filter((section) => section.tab === tab);
  const relatedIn = (tab: string) => related.filter((relation) => relation.tab === tab);
  const tabs = (object.layouts[0]?.tabs ?? []).filter(
    ({ name }) => sectionsIn(name).length + relatedIn(name).length > 0,
  );
  return (
    <div className="gx-details">
      <Panels object={object} record={record} sections={sectionsIn(undefined)} />
      {tabs.length > 0 && (
        <InTabs tabs={tabs.map(({ name, labels }) => ({ name, label: label(labels) }))}>
          {(name) => (
            <>
              <Panels object={object} record={record} sections={sectionsIn(name)} />
              {relatedIn(name).length > 0 && (
                <Related relations={relatedIn(name)} of={object.name} id={record.id} />
              )}
            </>
          )}
        </InTabs>
      )}
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

/** Which tab is open stands in the address. */
function InTabs({ tabs, children }: { tabs: readonly Tab[]; children: (name: string) => ReactNode }) {
  const { t } = useTexts();
  const { object, id, tab } = useParams();
  const navigate = useNavigate();
  const { search } = useLocation();
  const active = tabs.find(({ name }) => name === tab)?.name ?? tabs[0]!.name;
  const open = (name: string) =>
    void navigate(`/o/${object}/${id}/${name}${search}`, { replace: true, preventScrollReset: true });
  return (
    <div>
      <Tabs label={t('record.tabs')} tabs={tabs} value={active} onChange={open}>
        {children(active)}
      </Tabs>
    </div>
  );
}

function Panels(props: { object: ObjectMeta; record: RecordRow; sections: readonly Section[] }) {
  const { object, record, sections } = props;
  return sections.map(({ id, label, columns, collapse, fields }) => {
    const facts = <Facts object={object} record={record} columns={columns} fields={fields} />;
    if (collapse)
      return (
        <details key={id} className="gx-panel" open={collapse === 'open'}>
          <summary>{label}</summary>
          {facts}
        </details>
      );
    return (
      <section key={id} className="gx-panel" aria-label={label || undefined}>
        {label && <h2>{label}</h2>}
        {facts}
      </section>
    );
  });
}

function Facts(props: { object: ObjectMeta; record: RecordRow; columns: number; fields: Section['fields'] }) {
  const { object, record, columns, fields } = props;
  const { t, label } = useTexts();
  const ask = use(AskAccess);
  return (
    <dl className="gx-facts" data-columns={Math.min(columns, 3)}>
      {fields.map(({ field, span }) => (
        <div key={field.name} data-field={field.name} data-span={Math.min(span, columns)}>
          <dt>
            {label(field.labels)}
            {ask && (
              <button
                type="button"
                className="gx-ask-access"
                aria-label={t('access.askField', { field: label(field.labels) || field.name })}
                onClick={() => ask(field.name)}
              >
                <EyeOutlined aria-hidden="true" />
              </button>
            )}
          </dt>
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
