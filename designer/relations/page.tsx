import { PlusOutlined, SearchOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { Fragment, useMemo } from 'react';
import { Link, useSearchParams } from 'react-router';
import { later } from '../../runtime-ui/shell/later.tsx';
import { Loading, State } from '../../runtime-ui/shell/states.tsx';
import { useDocumentTitle } from '../../runtime-ui/shell/title.ts';
import { fetchRelations } from '../api/metadata.ts';
import { fieldTypesQuery } from '../api/queries.ts';
import { objectDocument } from '../draft/documents.ts';
import { factsOf } from '../draft/object.ts';
import { useDraft } from '../draft/store.tsx';
import { type TextKey, useTexts } from '../i18n/index.ts';
import { isFound, type Relation, relationsOf } from './relations.ts';
import './relations.css';

const RelationDialog = later(() => import('./dialog.tsx'));

/** What relations are called on the side of their targets, by object and field. */
function useInverseNames() {
  const { revision } = useDraft();
  const { data } = useQuery({
    queryKey: ['metadata', 'relations', revision],
    queryFn: ({ signal }) => fetchRelations(signal),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return useMemo(
    () => new Map((data ?? []).map((one) => [`${one.object}.${one.field}`, one] as const)),
    [data],
  );
}

/** Every relation of the workspace, from where to where. */
export function Component() {
  const { t, label } = useTexts();
  const { documents } = useDraft();
  const { data: types } = useQuery(fieldTypesQuery);
  const names = useInverseNames();
  const [search, setSearch] = useSearchParams();
  useDocumentTitle(t('relations.title'), t('designer.title'));
  const text = search.get('q') ?? '';
  const all = useMemo(() => (types ? relationsOf(documents, types) : []), [documents, types]);
  if (!types) return <Loading />;
  const labelOf = (object: string): string => {
    const document = objectDocument(documents, object);
    return (document && label(factsOf(document).labels)) || object;
  };
  const nameOf = (relation: Relation) => names.get(`${relation.object}.${relation.field}`);
  const shown = all.filter((relation) => {
    const there = nameOf(relation);
    return isFound(relation, text, [
      ...relation.targets.map(labelOf),
      t(`relations.kinds.${relation.kind}`),
      there?.name,
      label(there?.labels),
    ]);
  });
  const change = (key: string, value: string | undefined) =>
    setSearch(
      (now) => {
        const next = new URLSearchParams(now);
        if (value) next.set(key, value);
        else next.delete(key);
        return next;
      },
      { replace: key === 'q' },
    );
  return (
    <div className="gd-page">
      <header className="gd-header">
        <h1>{t('relations.title')}</h1>
        <Button
          type="primary"
          icon={<PlusOutlined aria-hidden="true" />}
          onClick={() => change('add', 'relation')}
        >
          {t('relations.add')}
        </Button>
      </header>
      <p className="gx-soft gd-note">{t('relations.note')}</p>
      <div className="gd-tools">
        <Input
          className="gd-search"
          prefix={<SearchOutlined aria-hidden="true" />}
          allowClear
          aria-label={t('relations.search')}
          placeholder={t('relations.search')}
          value={text}
          onChange={(event) => change('q', event.target.value)}
        />
        <span className="gx-soft" role="status">
          {t('relations.count', { count: shown.length })}
        </span>
      </div>
      {shown.length === 0 ? (
        <State title={t('relations.none')} />
      ) : (
        <table className="gd-relations">
          <thead>
            <tr>
              {(['from', 'field', 'kind', 'to', 'onDelete', 'inverse'] as const).map((column) => (
                <th key={column} scope="col">
                  {t(`relations.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((relation) => (
              <Row
                key={`${relation.object}.${relation.field}`}
                relation={relation}
                there={nameOf(relation)}
                labelOf={labelOf}
              />
            ))}
          </tbody>
        </table>
      )}
      {search.has('add') && (
        <RelationDialog
          object={search.get('from') ?? undefined}
          types={types.filter(({ isRelation, offered }) => isRelation && offered !== false)}
          onClose={() => change('add', undefined)}
        />
      )}
    </div>
  );
}

function Row(props: {
  relation: Relation;
  there: { readonly name: string; readonly labels: Readonly<Record<string, string>> } | undefined;
  labelOf: (object: string) => string;
}) {
  const { relation, there, labelOf } = props;
  const { t, label } = useTexts();
  const { object, field, labels, kind, targets, onDelete, inverse, hasFilter } = relation;
  const other = there ?? inverse;
  const onDeleteText = onDelete && t(`field.settingValue.${onDelete}` as TextKey);
  return (
    <tr>
      <th scope="row" data-label={t('relations.from')}>
        <Link to={`/objects/${object}/fields`}>{labelOf(object)}</Link>
      </th>
      <td data-label={t('relations.field')}>
        <Link to={`/objects/${object}/fields?field=${field}`}>{label(labels) || field}</Link>{' '}
        <code>{field}</code>
        {hasFilter && <small className="gx-soft">{t('relations.filtered')}</small>}
      </td>
      <td data-label={t('relations.kind')}>{t(`relations.kinds.${kind}`)}</td>
      <td data-label={t('relations.to')}>
        {targets.length === 0
          ? t('relations.any')
          : targets.map((target, at) => (
              <Fragment key={target}>
                {at > 0 && t('conditions.comma')}
                <Link to={`/objects/${target}/fields`}>{labelOf(target)}</Link>
              </Fragment>
            ))}
      </td>
      <td data-label={t('relations.onDelete')}>{onDeleteText}</td>
      <td data-label={t('relations.inverse')}>
        {other ? (
          <>
            {label(other.labels)} <code>{other.name}</code>
          </>
        ) : (
          <span className="gx-soft">{t('relations.unnamed')}</span>
        )}
      </td>
    </tr>
  );
}
