import { DeleteOutlined, RollbackOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { Link, useParams } from 'react-router';
import { fieldOf, fieldsParameter } from '../api/model.ts';
import { listQuery, objectQuery } from '../api/queries.ts';
import { restoreRecords } from '../api/records.ts';
import { purgeRecord } from '../api/team.ts';
import type { ObjectMeta, RecordRow } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { useSayFailure } from '../shell/failure.ts';
import { Loading, Refusal, State } from '../shell/states.tsx';
import { useDocumentTitle } from '../shell/title.ts';
import { useTitleOf, Value } from '../values/display.tsx';
import { Pager } from './pager.tsx';
import { usePaging } from './paging.ts';
import './list.css';

/** `/o/:object/bin`: deleted records and the way back. */
export function Component() {
  const { object: name = '' } = useParams();
  const object = useQuery(objectQuery(name));
  if (object.error) return <Refusal error={object.error} onRetry={() => void object.refetch()} />;
  return object.data ? <Bin object={object.data} /> : <Loading />;
}

function Bin({ object }: { object: ObjectMeta }) {
  const { t, label } = useTexts();
  const client = useQueryClient();
  const { message, modal } = App.useApp();
  const sayFailure = useSayFailure();
  const paging = usePaging();
  const titleOf = useTitleOf(object);
  const title = t('list.binTitle', { object: label(object.plural) });
  useDocumentTitle(title);
  const shown = ['owner', 'deleted_at', 'updated_by']
    .map((field) => fieldOf(object, field))
    .filter((f) => f !== undefined);
  const fields = fieldsParameter(object, [object.titleField, ...shown.map((field) => field.name)]);
  const query = { deleted: 'only', fields, limit: paging.size } as const;
  const page = useQuery(listQuery(object.name, { ...query, cursor: paging.cursor }));
  const restore = async (id: string) => {
    try {
      await restoreRecords(object.name, [id]);
      void message.success(t('list.restored', { count: 1 }));
    } catch (error) {
      sayFailure(error);
    }
    void client.invalidateQueries({ queryKey: ['records'] });
  };
  const askPurge = (record: RecordRow) =>
    modal.confirm({
      title: t('list.purgeAsk', { title: titleOf(record) }),
      content: t('list.purgeNote'),
      okText: t('list.purge'),
      okButtonProps: { danger: true },
      onOk: async () => {
        try {
          await purgeRecord(object.name, record.id);
          void message.success(t('list.purged'));
        } catch (error) {
          sayFailure(error);
        }
        void client.invalidateQueries({ queryKey: ['records'] });
      },
    });
  return (
    <div className="gx-list">
      <header className="gx-list-header">
        <div className="gx-list-heading">
          <h1>{title}</h1>
        </div>
        <div className="gx-list-actions">
          <Link to={`/o/${object.name}`}>
            <Button>{t('common.back')}</Button>
          </Link>
        </div>
      </header>
      {page.error && <Refusal error={page.error} onRetry={() => void page.refetch()} />}
      {page.data?.records.length === 0 && <State title={t('list.binEmpty')} note={t('list.binEmptyNote')} />}
      {page.data && page.data.records.length > 0 && (
        <>
          <ul className="gx-bin" aria-label={title}>
            {page.data.records.map((record) => (
              <li key={record.id}>
                <strong className="gx-clip">{titleOf(record)}</strong>
                {shown.map((field) => (
                  <span key={field.name} className="gx-bin-fact">
                    <span className="gx-soft">{label(field.labels)}</span>{' '}
                    <Value object={object} field={field} record={record} isPlain />
                  </span>
                ))}
                <Button
                  size="small"
                  icon={<RollbackOutlined />}
                  onClick={() => void restore(record.id)}
                  aria-label={`${t('common.restore')}: ${titleOf(record)}`}
                >
                  {t('common.restore')}
                </Button>
                {object.can.purge && (
                  <Button
                    size="small"
                    danger
                    icon={<DeleteOutlined />}
                    onClick={() => askPurge(record)}
                    aria-label={`${t('list.purge')}: ${titleOf(record)}`}
                  >
                    {t('list.purge')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
          <Pager
            object={object}
            query={query}
            paging={paging}
            next={page.data.next}
            shown={page.data.records.length}
          />
        </>
      )}
    </div>
  );
}
