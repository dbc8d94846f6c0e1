import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { type Column, heldIn } from '../api/columns.ts';
import { fieldOf, fieldsParameter } from '../api/model.ts';
import { listQuery, objectQuery } from '../api/queries.ts';
import type { ObjectMeta, RecordRow, RelatedMeta } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { Icon } from '../shell/icons.tsx';
import { later } from '../shell/later.tsx';
import { ColumnValue, isEmptyValue, useTitleOf, Value } from '../values/display.tsx';
import { useColumns } from '../values/use-columns.ts';

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
  const { limit } = relation;
  const { columns, isReady } = useColumns(object, relation.columns);
  const sort = relation.sort.join(',');
  const filter = `${relation.via} == ${JSON.stringify(id)}`;
  const query = {
    filter,
    sort: sort || LATEST,
    fields: fieldsParameter(object, [object.titleField, ...(relation.to ? [relation.to] : [])], columns),
    limit,
    count: 'capped',
  } as const;
  const page = useQuery({ ...listQuery(object.name, query), enabled: isReady });
  const count = page.data?.count?.value;
  const name = label(relation.labels) || label(object.plural);
  const isTaken = relation.isOne && (count ?? 0) > 0;
  const shown = relation.to ?? object.titleField;
  const facts = columns.filter(({ path }) => path !== shown && path !== relation.via);
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
            <FactsLine record={record} columns={facts} />
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

function FactsLine({ record, columns }: { record: RecordRow; columns: readonly Column[] }) {
  const { label } = useTexts();
  // without its label a yes or no says nothing: the label stands for yes
  const says = (value: unknown): boolean => !isEmptyValue(value) && value !== false;
  const told = columns.filter((column) => says(heldIn(record, column))).slice(0, FACTS);
  return (
    <div className="gx-facts-line">
      {told.map((column) => (
        <span key={column.path}>
          {column.field.kind === 'bool' ? (
            label(column.labels)
          ) : (
            <ColumnValue column={column} record={record} isPlain />
          )}
        </span>
      ))}
    </div>
  );
}
