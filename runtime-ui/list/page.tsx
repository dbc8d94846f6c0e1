import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { Navigate, useParams } from 'react-router';
import { listQuery, objectQuery } from '../api/queries.ts';
import type { ObjectMeta, ViewMeta } from '../api/types.ts';
import { NotFound, Refusal } from '../shell/states.tsx';
import { ListOf } from './list-of.tsx';
import { viewOf } from './state.ts';

/** `/o/:object` and `/o/:object/v/:view`: the records of an object. */
export function Component() {
  const { object: name = '', view: viewName } = useParams();
  const object = useQuery(objectQuery(name));
  if (object.error && !object.data)
    return <Refusal error={object.error} onRetry={() => void object.refetch()} />;
  if (!object.data) return <ListSkeleton />;
  const view = viewOf(object.data, viewName);
  if (!view) return <NotFound />;
  if (object.data.isSingle) return <Only object={object.data} view={view} />;
  return <ListOf key={`${name}/${view.id || view.name}`} object={object.data} view={view} />;
}

/** The one record of its object; until there is one, the list in which it is made. */
function Only({ object, view }: { object: ObjectMeta; view: ViewMeta }) {
  const found = useQuery(listQuery(object.name, { fields: 'id', limit: 1 }));
  if (found.error && !found.data) return <Refusal error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <ListSkeleton />;
  const [record] = found.data.records;
  if (record) return <Navigate to={`/o/${object.name}/${record.id}`} replace />;
  return <ListOf object={object} view={view} />;
}

export function ListSkeleton() {
  return (
    <div className="gx-list" aria-busy="true">
      <div className="gx-list-skeleton">
        <Skeleton active title={{ width: 160 }} paragraph={{ rows: 10, width: '100%' }} />
      </div>
    </div>
  );
}
