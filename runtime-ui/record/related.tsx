import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { fieldOf, fieldsParameter } from '../api/model.ts';
import { listQuery, objectQuery } from '../api/queries.ts';
import type { ObjectMeta, RecordRow, RelatedMeta } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { Icon } from '../shell/icons.tsx';
import { later } from '../shell/later.tsx';
import { isEmptyValue, useTitleOf, Value } from '../values/display.tsx';

const RecordDrawer = later(() => import('./drawer.tsx'));

const FACTS = 3;
const LATEST = '-updated_at';

/** Records of other objects that point at this one. */
export function Related(props: { relations: readonly RelatedMeta[]; of: string; id: string }) {
  const { relations, of, id } = props;
  const { t } = useTexts();
  return (
    <aside className="gx-related" aria-label={t('record.related')}>
      {relations.map((relation) => (
        <RelatedList key={`${relation.object} ${relation.via}`} relation={relation} of={of} id={id} />
      ))}
    </aside>
  );
}

/** An object that the caller may not read is simply not there. */
function RelatedList({ relation, of, id }: { relation: RelatedMeta; of: string; id: string }) {
  const object = useQuery(objectQuery(relation.object));
  if (!object.data) return null;
  return <ListOf object={object.data} relation={relation} of={of} id={id} />;
}

/** What a new record of the list holds to point at the one that it is made from. */
function pointingAt(object: ObjectMeta, via: string, of: string, id: string): unknown {
  return fieldOf(object, via)?.targets ? { object: of, id } : id;
}

function ListOf(props: { object: ObjectMeta; relation: RelatedMeta; of: string; id: string }) {
  const { object, relation, of, id } = props;
  const { t, label } = useTexts();
  const titleOf = useTitleOf(object);
  const [isCreating, setCreating] = useState(false);
  const { columns, limit } = relation;
  const sort = relation.sort.join(',');
  const filter = `${relation.via} == ${JSON.stringify(id)}`;
  const query = {
    filter,
    sort: sort || LATEST,
    fields: fieldsParameter(object, [object.titleField, ...(relation.to ? [relation.to] : []), ...columns]),
    limit,
    count: 'capped',
  } as const;
  const page = useQuery(listQuery(object.name, query));
  const count = page.data?.count?.value;
  const name = label(relation.labels) || label(object.plural);
  const isTaken = relation.isOne && (count ?? 0) > 0;
  const shown = relation.to ?? object.titleField;
  const facts = columns.filter((column) => column !== shown && column !== relation.via);
  const other = relation.to === undefined ? undefined : fieldOf(object, relation.to);
  const all = `/o/${object.name}?filter=${encodeURIComponent(filter)}${sort && `&sort=${sort}`}`;
  return (
    <section className="gx-panel" aria-label={name}>
      <header>
        <h2>
          <Icon name={object.icon} /> {name}{' '}
          {count !== undefined && !relation.isOne && <span className="gx-count">{count}</span>}
        </h2>
        {object.can.create && !isTaken && (
          <Button
            size="small"
            type="text"
            icon={<PlusOutlined />}
            aria-label={t('common.newOf', { object: label(object.labels) })}
            onClick={() => setCreating(true)}
          />
        )}
      </header>
      {!page.data && !page.error && <Skeleton active title={false} paragraph={{ rows: 2 }} />}
      {page.data?.records.length === 0 && <p className="gx-soft">{t('record.noRelated')}</p>}
      <ul>
        {page.data?.records.map((record) => (
          <li key={record.id}>
            {other ? (
              <Value object={object} field={other} record={record} />
            ) : (
              <Link to={`/o/${object.name}/${record.id}`}>{titleOf(record)}</Link>
            )}
            <FactsLine object={object} record={record} names={facts} />
          </li>
        ))}
      </ul>
      {count !== undefined && count > limit && <Link to={all}>{t('record.viewAll')}</Link>}
      {isCreating && (
        <RecordDrawer
          object={object}
          preset={{ [relation.via]: pointingAt(object, relation.via, of, id) }}
          onClose={() => setCreating(false)}
          onSaved={() => setCreating(false)}
        />
      )}
    </section>
  );
}

function FactsLine({
  object,
  record,
  names,
}: {
  object: ObjectMeta;
  record: RecordRow;
  names: readonly string[];
}) {
  const { label } = useTexts();
  const fields = names
    .map((name) => fieldOf(object, name))
    // without its label a yes or no says nothing: the label stands for yes
    .filter((field) => field && !isEmptyValue(record[field.name]) && record[field.name] !== false)
    .slice(0, FACTS);
  return (
    <div className="gx-facts-line">
      {fields.map((field) => (
        <span key={field!.name}>
          {field!.kind === 'bool' ? (
            label(field!.labels)
          ) : (
            <Value object={object} field={field!} record={record} isPlain />
          )}
        </span>
      ))}
    </div>
  );
}
