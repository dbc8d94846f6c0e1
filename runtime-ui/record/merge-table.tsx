import { type CSSProperties, type ReactNode, useId } from 'react';
import type { MergePreview } from '../api/merge.ts';
import { fieldOf } from '../api/model.ts';
import type { ObjectMeta, RecordRow } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { useTitleOf, Value } from '../values/display.tsx';
import { formatMoment } from '../values/format.ts';
import { useLocality } from '../values/locality.ts';
import { type Choices, chosenIn } from './merge-choices.ts';

interface Comparing {
  object: ObjectMeta;
  /** in the order in which they stand */
  ids: readonly string[];
  preview: MergePreview;
  stays: string;
  onStays: (id: string) => void;
  choices: Choices;
  onChoose: (field: string, id: string) => void;
  /** messages by field */
  faults: Readonly<Record<string, readonly string[]>>;
}

/** Records side by side, a choice in each row; on a phone the choices stand below each other. */
export function MergeTable(props: Comparing) {
  const { object, ids, preview, stays, onStays, choices, onChoose, faults } = props;
  const { t, label } = useTexts();
  const titleOf = useTitleOf(object);
  const { timeZone } = useLocality();
  const records = ids.flatMap((id) => preview.records.find((record) => record.id === id) ?? []);
  const rowOf = (name: string): ReactNode => {
    const field = fieldOf(object, name);
    if (!field) return null;
    return (
      <Row
        key={name}
        name={label(field.labels)}
        records={records}
        titleOf={titleOf}
        chosen={chosenIn(preview, stays, choices, name)}
        onChoose={(id) => onChoose(name, id)}
        faults={faults[name]}
        isNamed={name === object.titleField}
      >
        {(record) => <Value object={object} field={field} record={record} isPlain />}
      </Row>
    );
  };
  const stillOf = (name: string): ReactNode => {
    const field = fieldOf(object, name);
    const [record] = records;
    return field && record ? (
      <StillRow key={name} name={label(field.labels)}>
        <Value object={object} field={field} record={record} isPlain />
      </StillRow>
    ) : null;
  };
  const different = preview.fields.filter(({ isDifferent }) => isDifferent);
  const same = preview.fields.filter(({ isDifferent }) => !isDifferent);
  return (
    <div className="gx-merge-table" style={{ '--gx-merged': ids.length } as CSSProperties}>
      <Row
        name={t('merge.stays')}
        isHead
        records={records}
        titleOf={titleOf}
        chosen={stays}
        onChoose={onStays}
        faults={undefined}
      >
        {(record) => (
          <span className="gx-merge-title">
            <strong>{titleOf(record)}</strong>
            <span className="gx-soft">{formatMoment(String(record.created_at), timeZone)}</span>
          </span>
        )}
      </Row>
      <p className="gx-soft">{t('merge.staysNote')}</p>
      <h3>{t('merge.values')}</h3>
      {different.length === 0 && <p className="gx-soft">{t('merge.nothing')}</p>}
      {different.map(({ name }) => rowOf(name))}
      {same.length > 0 && (
        <details>
          <summary>{t('merge.showSame', { count: same.length })}</summary>
          {same.map(({ name }) => stillOf(name))}
        </details>
      )}
      <MovesNote preview={preview} />
    </div>
  );
}

/** How much comes to the record that stays. */
function MovesNote({ preview: { moved, team } }: { preview: MergePreview }) {
  const { t, label } = useTexts();
  return (
    <section>
      <h3>{t('merge.moves')}</h3>
      {moved.length === 0 && team === 0 ? (
        <p className="gx-soft">{t('merge.movesNothing')}</p>
      ) : (
        <ul className="gx-merge-moves">
          {moved.map(({ object, via, labels, count }) => (
            <li key={`${object}.${via}`}>{t('merge.count', { label: label(labels), count })}</li>
          ))}
          {team > 0 && <li>{t('merge.count', { label: t('merge.team'), count: team })}</li>}
        </ul>
      )}
      <p className="gx-soft">{t('merge.unseen')}</p>
    </section>
  );
}

/** A value that all of them have. */
function StillRow({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="gx-merge-row">
      <div className="gx-merge-name">{name}</div>
      <div className="gx-merge-choice">{children}</div>
    </div>
  );
}

function Row(props: {
  name: string;
  isHead?: boolean;
  /** the choices say themselves which record they are of */
  isNamed?: boolean;
  records: readonly RecordRow[];
  titleOf: (record: RecordRow) => string;
  chosen: string;
  onChoose: (id: string) => void;
  faults: readonly string[] | undefined;
  children: (record: RecordRow) => ReactNode;
}) {
  const {
    name,
    isHead = false,
    isNamed = isHead,
    records,
    titleOf,
    chosen,
    onChoose,
    faults,
    children,
  } = props;
  const id = useId();
  return (
    <div className={isHead ? 'gx-merge-row gx-merge-head' : 'gx-merge-row'}>
      <div className="gx-merge-name" id={id}>
        {name}
      </div>
      <div
        className="gx-merge-choices"
        role="radiogroup"
        aria-labelledby={id}
        aria-describedby={faults ? `${id}-faults` : undefined}
      >
        {records.map((record) => (
          <label key={record.id} className="gx-merge-choice" data-chosen={record.id === chosen || undefined}>
            <input
              type="radio"
              name={id}
              checked={record.id === chosen}
              onChange={() => onChoose(record.id)}
            />
            <span>
              {children(record)}
              {!isNamed && <span className="gx-merge-of">{titleOf(record)}</span>}
            </span>
          </label>
        ))}
      </div>
      {faults && (
        <p id={`${id}-faults`} className="gx-merge-faults" role="alert">
          {faults.join(' ')}
        </p>
      )}
    </div>
  );
}
