import { Link } from 'react-router';
import { fieldOf } from '../api/model.ts';
import type { ObjectMeta, RecordRow } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { isEmptyValue, useTitleOf, Value } from '../values/display.tsx';
import { useKeptScroll } from './kept-scroll.ts';
import type { ListState } from './state.ts';

const SHOWN = 5;

/** Records as cards: the title, then the first columns that say something. */
export function Cards(props: {
  object: ObjectMeta;
  state: ListState;
  records: readonly RecordRow[];
  isStale: boolean;
}) {
  const { object, state, records, isStale } = props;
  const { label } = useTexts();
  const titleOf = useTitleOf(object);
  const place = useKeptScroll<HTMLUListElement>();
  const fields = state.columns
    .map(({ field }) => fieldOf(object, field))
    .filter((field) => field !== undefined);
  return (
    <ul ref={place} className={isStale ? 'gx-cards gx-stale' : 'gx-cards'} aria-label={label(object.plural)}>
      {records.map((record) => (
        <li key={record.id} className="gx-card">
          <Link className="gx-card-title" to={`/o/${object.name}/${record.id}`}>
            {titleOf(record)}
          </Link>
          <dl>
            {fields
              .filter(({ name }) => name !== object.titleField && !isEmptyValue(record[name]))
              .slice(0, SHOWN)
              .map((field) => (
                <div key={field.name}>
                  <dt>{label(field.labels)}</dt>
                  <dd>
                    <Value object={object} field={field} record={record} />
                  </dd>
                </div>
              ))}
          </dl>
        </li>
      ))}
    </ul>
  );
}
