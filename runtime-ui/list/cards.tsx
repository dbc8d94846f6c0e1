import { Link } from 'react-router';
import { heldIn } from '../api/columns.ts';
import type { ObjectMeta, RecordRow } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { ColumnValue, isEmptyValue, useTitleOf } from '../values/display.tsx';
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
  return (
    <ul ref={place} className={isStale ? 'gx-cards gx-stale' : 'gx-cards'} aria-label={label(object.plural)}>
      {records.map((record) => (
        <li key={record.id} className="gx-card">
          <Link className="gx-card-title" to={`/o/${object.name}/${record.id}`}>
            {titleOf(record)}
          </Link>
          <dl>
            {state.shown
              .filter((column) => column.path !== object.titleField && !isEmptyValue(heldIn(record, column)))
              .slice(0, SHOWN)
              .map((column) => (
                <div key={column.path}>
                  <dt>{label(column.labels)}</dt>
                  <dd>
                    <ColumnValue column={column} record={record} />
                  </dd>
                </div>
              ))}
          </dl>
        </li>
      ))}
    </ul>
  );
}
