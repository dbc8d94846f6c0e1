import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { objectQuery } from '../api/queries.ts';
import { useTexts } from '../i18n/index.ts';
import { Loading, Refusal } from '../shell/states.tsx';
import { useDocumentTitle } from '../shell/title.ts';
import { RecordEditor } from './editor.tsx';
import './record.css';

/** `/o/:object/new?parent=<field>:<id>`: a new record on a page of its own. */
export function Component() {
  const { object: name = '' } = useParams();
  const [search, setSearch] = useSearchParams();
  const navigate = useNavigate();
  const { t, label } = useTexts();
  const object = useQuery(objectQuery(name));
  const title = t('common.newOf', { object: label(object.data?.labels) });
  useDocumentTitle(title);
  if (object.error) return <Refusal error={object.error} onRetry={() => void object.refetch()} />;
  if (!object.data) return <Loading />;
  const [field, id] = search.get('parent')?.split(':') ?? [];
  return (
    <div className="gx-new-page">
      <h1>{title}</h1>
      <RecordEditor
        object={object.data}
        preset={field && id ? { [field]: id } : undefined}
        onCancel={() => void navigate(`/o/${name}`)}
        onSaved={(record, another) => {
          if (another) setSearch({ again: String(Date.now()) });
          else void navigate(`/o/${name}/${record.id}`, { replace: true });
        }}
        key={search.get('again')}
        frame={(form, buttons) => (
          <>
            {form}
            <div className="gx-page-foot">{buttons}</div>
          </>
        )}
      />
    </div>
  );
}
