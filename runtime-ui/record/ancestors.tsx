import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { ancestorsQuery } from '../api/ancestors.ts';
import { fieldOf } from '../api/model.ts';
import type { ObjectMeta, RecordRow } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { relationId } from '../values/relations.ts';

/** What a record of a tree stands below, from the top down to its parent. */
export function Ancestors({ object, record }: { object: ObjectMeta; record: RecordRow }) {
  const { t } = useTexts();
  const field = object.tree === undefined ? undefined : fieldOf(object, object.tree);
  const parent = field && relationId(record[field.name]);
  const found = useQuery({
    ...ancestorsQuery(object.name, field?.name ?? '', field?.targetTitle ?? 'id', parent ?? ''),
    enabled: parent !== undefined,
  });
  return found.data?.map(({ id, title }) => (
    <span key={id}>
      <span aria-hidden="true">/</span>{' '}
      <Link to={`/o/${object.name}/${id}`}>{title || t('list.noTitle')}</Link>
    </span>
  ));
}
