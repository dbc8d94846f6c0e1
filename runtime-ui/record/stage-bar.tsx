import { CheckOutlined } from '@ant-design/icons';
import { type CSSProperties, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { FieldMeta, ObjectMeta, RecordRow, StageMeta } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { colorOf } from '../values/colors.ts';
import type { Destination } from './use-move.ts';

/** The stages of the record's pipeline; a click moves the record there. */
export function StageBar(props: {
  object: ObjectMeta;
  field: FieldMeta;
  record: RecordRow;
  onMove?: (to: Destination) => Promise<boolean>;
}) {
  const { object, field, record, onMove } = props;
  const { t, label } = useTexts();
  const stored = record[field.name] as string | null;
  const [shown, setShown] = useState(stored);
  useEffect(() => setShown(stored), [stored]);
  const named = record[`${field.name}_pipeline`];
  const pipeline =
    object.pipelines.find(({ name }) => name === named) ??
    object.pipelines.find(({ stages }) => stages.some(({ name }) => name === stored)) ??
    object.pipelines[0]!;
  const at = pipeline.stages.findIndex(({ name }) => name === shown);
  const bar = useRef<HTMLOListElement>(null);
  // where the bar is wider than the page the record's stage comes into sight; the page itself stays
  useLayoutEffect(() => {
    const here = bar.current?.children[at];
    if (here instanceof HTMLElement)
      bar.current!.scrollLeft = here.offsetLeft - (bar.current!.clientWidth - here.offsetWidth) / 2;
  }, [at]);
  const isClosed = at >= 0 && pipeline.stages[at]!.kind !== 'open';
  const go = async (stage: StageMeta) => {
    setShown(stage.name);
    const several = object.pipelines.length > 1;
    const to = {
      value: stage.name,
      pipeline: several ? pipeline.name : undefined,
      label: label(stage.labels),
    };
    if (!(await onMove?.(to))) setShown(stored);
  };
  return (
    <ol ref={bar} className="gx-stages" aria-label={t('stage.bar')}>
      {pipeline.stages.map((stage, place) => {
        const isHere = place === at;
        const isPast = !isClosed && place < at && stage.kind === 'open';
        return (
          <li key={stage.name} className={isHere ? 'gx-stage-here' : isPast ? 'gx-stage-past' : undefined}>
            <button
              type="button"
              disabled={!onMove || isHere}
              aria-current={isHere ? 'step' : undefined}
              style={{ '--tag': colorOf(stage.color, stage.kind, place) } as CSSProperties}
              onClick={() => void go(stage)}
            >
              {isPast && <CheckOutlined aria-hidden="true" />}
              <span className="gx-clip">{label(stage.labels)}</span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
