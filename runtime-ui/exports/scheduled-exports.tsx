import { DeleteOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { removeSchedule, type ScheduledExport, schedulesQuery } from '../api/exports.ts';
import { modelQuery } from '../api/queries.ts';
import { useTexts } from '../i18n/index.ts';
import { useSayFailure } from '../shell/failure.ts';
import { formatMoment } from '../values/format.ts';
import { useLocality } from '../values/locality.ts';

/** What is exported again and again, when next, and the way to end that. */
export function ScheduledExports() {
  const { t, label } = useTexts();
  const client = useQueryClient();
  const sayFailure = useSayFailure();
  const { timeZone } = useLocality();
  const model = useQuery(modelQuery).data;
  const schedules = useQuery(schedulesQuery).data?.schedules ?? [];
  const nameOf = ({ object }: ScheduledExport): string => {
    const meta = model?.objects.find(({ name }) => name === object);
    return meta ? label(meta.plural) : (object ?? '');
  };
  const remove = async (id: string) => {
    try {
      await removeSchedule(id);
    } catch (error) {
      sayFailure(error);
    }
    await client.invalidateQueries({ queryKey: schedulesQuery.queryKey });
  };
  return (
    <section className="gx-exports" hidden={schedules.length === 0}>
      <h3>{t('exports.schedules')}</h3>
      <ul>
        {schedules.map((one) => (
          <li key={one.id}>
            <div className="gx-export-job">
              <span className="gx-export-name">
                {nameOf(one)} · {t(`exports.formats.${one.format}`)}
              </span>
              <Button
                size="small"
                type="text"
                icon={<DeleteOutlined />}
                aria-label={t('exports.unschedule', { object: nameOf(one) })}
                onClick={() => void remove(one.id)}
              />
            </div>
            <p className="gx-soft">
              {[
                t(`exports.repeats.${one.schedule.every}`),
                one.schedule.at,
                t('exports.next', { time: formatMoment(one.next_at, timeZone) }),
              ].join(' · ')}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
