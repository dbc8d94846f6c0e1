import { DownloadOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Progress } from 'antd';
import { useEffect } from 'react';
import { Link } from 'react-router';
import {
  cancelImport,
  errorFile,
  type ImportJob,
  importQuery,
  isUnderWay,
  type RefusedGroup,
  undoImport,
} from '../api/imports.ts';
import type { ObjectMeta } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { useSayFailure } from '../shell/failure.ts';
import { Loading, Refusal } from '../shell/states.tsx';
import { groupDecimal } from '../values/format.ts';

const formatted = (count: number): string => groupDecimal(String(count));

/** An import on its way, and what it came to; or what one would come to. */
export function JobStep(props: {
  object: ObjectMeta;
  id: string;
  name: string;
  isTry: boolean;
  isBusy: boolean;
  onBack: () => void;
  onImport: () => void;
  onAgain: () => void;
}) {
  const { object, id, name, isTry, isBusy } = props;
  const { t } = useTexts();
  const client = useQueryClient();
  const found = useQuery(importQuery(id));
  const job = found.data;
  const isOver = job !== undefined && !isUnderWay(job);
  useEffect(() => {
    if (isOver && !isTry) void client.invalidateQueries({ queryKey: ['records'] });
  }, [isOver, isTry, client]);
  if (found.error) return <Refusal error={found.error} onRetry={() => void found.refetch()} />;
  if (!job) return <Loading />;
  if (!isOver) return <UnderWay job={job} name={name} isTry={isTry} />;
  const good = job.created + job.updated;
  return (
    <>
      <Outcome job={job} isTry={isTry} />
      <div className="gx-import-actions">
        {isTry ? (
          <>
            <Button type="primary" disabled={good === 0} loading={isBusy} onClick={props.onImport}>
              {t('imports.begin', { count: good, formatted: formatted(good) })}
            </Button>
            <Button onClick={props.onBack}>{t('imports.back')}</Button>
          </>
        ) : (
          <>
            <Link to={`/o/${object.name}`} className="gx-import-choose">
              {t('imports.toList')}
            </Link>
            <Undo job={job} />
            <Button onClick={props.onAgain}>{t('imports.again')}</Button>
          </>
        )}
      </div>
    </>
  );
}

function UnderWay({ job, name, isTry }: { job: ImportJob; name: string; isTry: boolean }) {
  const { t } = useTexts();
  const client = useQueryClient();
  const sayFailure = useSayFailure();
  const { progress, state } = job;
  const { rows = job.rows, taken = 0, seconds_left } = progress ?? {};
  const what =
    state === 'undoing' ? t('imports.undoing') : t(isTry ? 'imports.checking' : 'imports.running', { name });
  const stop = async () => {
    try {
      await cancelImport(job.id);
    } catch (error) {
      sayFailure(error);
    }
    await client.invalidateQueries({ queryKey: importQuery(job.id).queryKey });
  };
  return (
    <div className="gx-import-job" role="status">
      <strong>{what}</strong>
      <Progress percent={rows > 0 ? Math.floor((taken / rows) * 100) : 0} aria-label={what} />
      <p className="gx-soft">
        {[
          t('imports.taken', { taken: formatted(taken), rows: formatted(rows) }),
          ...(seconds_left === undefined ? [] : [t('imports.left', { count: seconds_left })]),
        ].join(' · ')}
      </p>
      {!isTry && <p className="gx-soft">{t('imports.leave')}</p>}
      {state === 'running' && <Button onClick={() => void stop()}>{t('imports.cancel')}</Button>}
    </div>
  );
}

const ENDED: Readonly<Record<string, 'success' | 'warning' | 'error'>> = {
  done: 'success',
  undone: 'success',
  cancelled: 'warning',
  failed: 'error',
};

function Outcome({ job, isTry }: { job: ImportJob; isTry: boolean }) {
  const { t } = useTexts();
  const { state, failure, undo } = job;
  const counts = (['created', 'updated', 'skipped', 'failed'] as const).filter(
    (name) => job[name] > 0 || name === 'created',
  );
  const problems = job.files.flatMap((file) => file.problems);
  const title =
    isTry && state === 'done'
      ? t('imports.would')
      : t(`imports.states.${state as 'done' | 'undone' | 'cancelled' | 'failed'}`);
  return (
    <>
      <Alert
        type={isTry && state === 'done' ? 'info' : (ENDED[state] ?? 'info')}
        showIcon
        role="status"
        title={title}
        description={
          failure?.message ??
          (undo?.kept.length ? t('imports.undoKept', { count: undo.kept.length }) : undefined)
        }
      />
      <dl className="gx-import-counts">
        {counts.map((name) => (
          <div key={name} data-count={name}>
            <dt>{t(`imports.${name}`)}</dt>
            <dd>{formatted(job[name])}</dd>
          </div>
        ))}
      </dl>
      {problems.length > 0 && <Refused id={job.id} problems={problems} />}
    </>
  );
}

function Refused({ id, problems }: { id: string; problems: readonly RefusedGroup[] }) {
  const { t } = useTexts();
  return (
    <section className="gx-import-refused">
      <h2>{t('imports.problems')}</h2>
      <ul>
        {problems.map(({ column, message, suggestion, rows, first }) => (
          <li key={`${column}\n${message}`}>
            <div>
              {column && <strong>{column} </strong>}
              {message} {suggestion && t('imports.nearest', { suggestion })}
            </div>
            <div className="gx-soft">{t('imports.problem', { count: rows, row: first })}</div>
          </li>
        ))}
      </ul>
      <Button icon={<DownloadOutlined />} href={errorFile(id)} download>
        {t('imports.errorFile')}
      </Button>
      <p className="gx-soft">{t('imports.errorNote')}</p>
    </section>
  );
}

function Undo({ job }: { job: ImportJob }) {
  const { t } = useTexts();
  const { modal } = App.useApp();
  const client = useQueryClient();
  const sayFailure = useSayFailure();
  if (job.state === 'undone' || job.created + job.updated === 0) return null;
  const run = async () => {
    try {
      await undoImport(job.id);
    } catch (error) {
      sayFailure(error);
    }
    await client.invalidateQueries({ queryKey: importQuery(job.id).queryKey });
  };
  return (
    <Button
      onClick={() =>
        modal.confirm({
          title: t('imports.undoAsk'),
          content: t('imports.undoNote'),
          okText: t('imports.undo'),
          okButtonProps: { danger: true },
          onOk: run,
        })
      }
    >
      {t('imports.undo')}
    </Button>
  );
}
