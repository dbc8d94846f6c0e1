import { useQuery } from '@tanstack/react-query';
import { Skeleton } from 'antd';
import { Navigate, useParams } from 'react-router';
import { asNamed } from '../api/preview.ts';
import { isProblem } from '../api/problem.ts';
import { objectQuery, recordQuery } from '../api/queries.ts';
import type { ObjectMeta } from '../api/types.ts';
import { useRecent } from '../palette/recent.ts';
import { Refusal } from '../shell/states.tsx';
import { RecordOf } from './record-of.tsx';
import { everyField } from './values.ts';
import './record.css';

/** `/o/:object/:id`: one record. */
export function Component() {
  const { object: name = '', id = '' } = useParams();
  useRecent(name, id);
  const object = useQuery(objectQuery(name));
  if (object.error && !object.data)
    return <Refusal error={object.error} onRetry={() => void object.refetch()} />;
  if (!object.data) return <RecordSkeleton />;
  return <Loaded key={id} object={object.data} id={id} />;
}

function Loaded({ object, id }: { object: ObjectMeta; id: string }) {
  const record = useQuery(recordQuery(object.name, id, everyField(object)));
  const survivor = isProblem(record.error, 404) ? record.error.details[0]?.survivor : undefined;
  if (survivor) return <Navigate to={`/o/${survivor.object}/${survivor.id}`} replace />;
  if (record.error && !record.data)
    return <Refusal error={record.error} onRetry={() => void record.refetch()} />;
  if (!record.data) return <RecordSkeleton />;
  return <RecordOf object={object} record={asNamed(object, record.data.data)} etag={record.data.etag} />;
}

function RecordSkeleton() {
  return (
    <div className="gx-record" aria-busy="true">
      <Skeleton active title={{ width: 240 }} paragraph={{ rows: 10 }} />
    </div>
  );
}
