import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { useParams } from 'react-router';
import { objectQuery } from '../api/queries.ts';
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
  return <ListOf key={`${name}/${view.id || view.name}`} object={object.data} view={view} />;
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
