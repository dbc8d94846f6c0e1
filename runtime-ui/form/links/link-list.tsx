import { EditOutlined } from '@ant-design/icons';
import { useQueries, useQuery } from '@tanstack/react-query';
import { use, useMemo, useState } from 'react';
import { fieldsParameter } from '../../api/model.ts';
import { formQuery, listQuery, objectQuery, titleQuery } from '../../api/queries.ts';
import type { FieldMeta, ObjectMeta, RecordRow } from '../../api/types.ts';
import { useTexts } from '../../i18n/index.ts';
import { isEmptyValue, Value } from '../../values/display.tsx';
import { relationId } from '../../values/relations.ts';
import { FillingContext } from '../filling.ts';
import type { LinkedBy } from '../widget.ts';
import { type HeldLink, saidOf } from './held-link.ts';
import { LinkEditor } from './link-editor.tsx';
import './links.css';

/** As many as a record has links. */
const MOST = 1000;

const ownFields = (object: ObjectMeta | undefined, { via, to }: LinkedBy): readonly FieldMeta[] =>
  object?.fields.filter(({ name, system, lines }) => !system && !lines && name !== via && name !== to) ?? [];

/** What links say: a line each, which a dialog changes. */
export default function LinkList(props: {
  linkedBy: LinkedBy;
  target: string;
  titleField: string;
  label: string;
  links: readonly HeldLink[];
  isLocked: boolean;
  onChange: (link: HeldLink) => void;
}) {
  const { linkedBy, target, titleField, label, links, isLocked, onChange } = props;
  const { t, language } = useTexts();
  const record = use(FillingContext)?.id;
  const object = useQuery(objectQuery(linkedBy.object)).data;
  const form = useQuery(formQuery(linkedBy.object, language)).data;
  const fields = useMemo(() => ownFields(object, linkedBy), [object, linkedBy]);
  const isWritable = fields.some(({ can }) => can === 'write');
  const names = fields.map(({ name }) => name);
  const there = useQuery({
    ...listQuery(linkedBy.object, {
      filter: `${linkedBy.via} == ${JSON.stringify(record)}`,
      fields: object && fieldsParameter(object, [linkedBy.to, ...names]),
      limit: MOST,
    }),
    enabled: object !== undefined && record !== undefined,
  });
  const stored = useMemo(
    () => new Map((there.data?.records ?? []).map((row) => [relationId(row[linkedBy.to]), row])),
    [there.data, linkedBy],
  );
  const ids = links.map((link) => relationId(link)!);
  const titles = useQueries({ queries: ids.map((id) => titleQuery(target, titleField, id)) });
  const [open, setOpen] = useState<string>();
  if (!object || !form || fields.length === 0) return null;
  const edited = links.find((link) => relationId(link) === open);
  return (
    <ul className="gx-links" aria-label={t('links.list', { field: label })}>
      {links.map((link, place) => {
        const id = ids[place]!;
        const row: RecordRow = { id, ...stored.get(id), ...saidOf(link) };
        const name = titles[place]?.data ?? '…';
        return (
          <li key={id}>
            <span className="gx-link-name">{name}</span>
            <Said object={object} fields={fields} row={row} />
            {isWritable && !isLocked && (
              <button
                type="button"
                className="gx-icon-button"
                aria-haspopup="dialog"
                aria-label={t('links.edit', { name })}
                title={t('links.edit', { name })}
                onClick={() => setOpen(id)}
              >
                <EditOutlined />
              </button>
            )}
          </li>
        );
      })}
      {edited !== undefined && (
        <LinkEditor
          object={object}
          form={form}
          fields={fields}
          title={titles[ids.indexOf(open!)]?.data ?? ''}
          ends={{ [linkedBy.via]: record ?? null, [linkedBy.to]: open }}
          stored={stored.get(open)}
          said={saidOf(edited)}
          onClose={() => setOpen(undefined)}
          onDone={(said) => {
            setOpen(undefined);
            onChange(Object.keys(said).length > 0 ? { id: open!, ...said } : open!);
          }}
        />
      )}
    </ul>
  );
}

/** The values of a link in one line; a yes is its label. */
function Said(props: { object: ObjectMeta; fields: readonly FieldMeta[]; row: RecordRow }) {
  const { object, fields, row } = props;
  const { label } = useTexts();
  const said = fields.filter(({ name }) => !isEmptyValue(row[name]) && row[name] !== false);
  return (
    <span className="gx-link-said">
      {said.map((field) => (
        <span key={field.name}>
          {field.kind === 'bool' ? (
            label(field.labels)
          ) : (
            <Value object={object} field={field} record={row} isPlain />
          )}
        </span>
      ))}
    </span>
  );
}
