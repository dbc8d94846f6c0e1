import { CloseOutlined, DownloadOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Progress } from 'antd';
import { useEffect, useRef } from 'react';
import { cancelExport, type ExportJob, exportFile, exportsQuery, isUnderWay } from '../api/exports.ts';
import { useTexts } from '../i18n/index.ts';
import { useSayFailure } from '../shell/failure.ts';
import { fileSize } from '../values/file-size.ts';
import { groupDecimal } from '../values/format.ts';

/** So many of the last ones are shown. */
const SHOWN = 5;

/** Saves a file as a click on its link does. */
function save(job: ExportJob): void {
  const link = document.createElement('a');
  link.href = exportFile(job.id);
  link.download = job.name;
  link.click();
}

/** The exports of the last days, and how far those are that are under way. What was just begun is saved once it is done. */
export function RecentExports({ begun }: { begun: string | undefined }) {
  const { t } = useTexts();
  const found = useQuery(exportsQuery);
  const jobs = found.data?.exports ?? [];
  const mine = jobs.find(({ id }) => id === begun);
  const saved = useRef<string>(undefined);
  useEffect(() => {
    if (mine?.state !== 'done' || saved.current === mine.id) return;
    saved.current = mine.id;
    save(mine);
  }, [mine]);
  return (
    <section className="gx-exports" hidden={jobs.length === 0}>
      <h3>{t('exports.recent')}</h3>
      <p className="gx-hidden" role="status">
        {mine?.state === 'done' ? t('exports.done', { name: mine.name }) : ''}
      </p>
      <ul>
        {jobs.slice(0, SHOWN).map((job) => (
          <li key={job.id}>
            <Job job={job} />
          </li>
        ))}
      </ul>
      <p className="gx-soft">{t('exports.keptNote')}</p>
    </section>
  );
}

function Job({ job }: { job: ExportJob }) {
  const { t } = useTexts();
  const client = useQueryClient();
  const sayFailure = useSayFailure();
  const cancel = async () => {
    try {
      await cancelExport(job.id);
    } catch (error) {
      sayFailure(error);
    }
    await client.invalidateQueries({ queryKey: exportsQuery.queryKey });
  };
  return (
    <>
      <div className="gx-export-job">
        <span className="gx-export-name">{job.name}</span>
        {job.state === 'done' && (
          <Button
            size="small"
            icon={<DownloadOutlined />}
            href={exportFile(job.id)}
            download={job.name}
            aria-label={t('exports.downloadOf', { name: job.name })}
          >
            {t('exports.download')}
          </Button>
        )}
        {isUnderWay(job) && (
          <Button
            size="small"
            type="text"
            icon={<CloseOutlined />}
            aria-label={t('exports.cancel')}
            onClick={() => void cancel()}
          />
        )}
      </div>
      {isUnderWay(job) && (
        <Progress
          size="small"
          percent={job.total ? Math.floor((job.rows / job.total) * 100) : 0}
          aria-label={t('exports.progress', { name: job.name })}
        />
      )}
      <p className="gx-soft">
        <Said job={job} />
      </p>
    </>
  );
}

const MINUTE = 60;

/** What there is to say of one, in a line. */
function Said({ job }: { job: ExportJob }) {
  const { t, language } = useTexts();
  const { state, rows, total, secondsLeft, size, cut, failure } = job;
  const formatted = (count: number) => groupDecimal(String(count));
  if (state === 'failed') return <span className="gx-export-failure">{failure?.message}</span>;
  if (state === 'waiting' || state === 'cancelled') return t(`exports.states.${state}`);
  if (state === 'running') {
    const far =
      total === null ? [] : [t('exports.rowsOf', { rows: formatted(rows), total: formatted(total) })];
    const time =
      secondsLeft === undefined
        ? []
        : [
            t('exports.left', {
              time:
                secondsLeft < MINUTE
                  ? t('exports.seconds', { count: secondsLeft })
                  : t('exports.minutes', { count: Math.ceil(secondsLeft / MINUTE) }),
            }),
          ];
    return [t('exports.states.running'), ...far, ...time].join(' · ');
  }
  const told = [
    t('exports.rows', { count: rows, formatted: formatted(rows) }),
    fileSize(size ?? 0, language),
  ];
  return (
    <>
      {told.join(' · ')}
      {cut !== undefined && <span className="gx-export-failure"> {t('exports.cut', { count: cut })}</span>}
    </>
  );
}
