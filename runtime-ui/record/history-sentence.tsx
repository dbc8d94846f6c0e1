import { Fragment, type ReactNode } from 'react';
import { Link } from 'react-router';
import { fieldOf } from '../api/model.ts';
import type { FieldMeta, HistoryChange, ObjectMeta, Titles } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { isEmptyValue, Value } from '../values/display.tsx';

/** Marks where a part of a sentence goes that is more than text. */
const MARK = '\u0001';
const FIELD = { field: `${MARK}field${MARK}` };
const VALUES = { ...FIELD, from: `${MARK}from${MARK}`, to: `${MARK}to${MARK}` };
const RECORDS = { ...FIELD, records: `${MARK}records${MARK}` };

/** A sentence of the language's own order, with elements in it. */
function filled(sentence: string, parts: Readonly<Record<string, ReactNode>>): ReactNode {
  return sentence.split(MARK).map((piece, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a sentence have no other name
    <Fragment key={index}>{index % 2 === 0 ? piece : parts[piece]}</Fragment>
  ));
}

interface Told {
  readonly object: ObjectMeta;
  readonly change: HistoryChange;
  readonly titles: Titles;
}

/** What became of one field, as one says it. */
export function HistorySentence(told: Told) {
  const { change } = told;
  if (change.records || change.moved) return <BesideSentences {...told} />;
  return <FieldSentence {...told} />;
}

function Label({ change }: { change: HistoryChange }) {
  const { label } = useTexts();
  return <b className={change.archived ? 'gx-history-archived' : undefined}>{label(change.labels)}</b>;
}

function FieldSentence(told: Told) {
  const { object, change } = told;
  const { t } = useTexts();
  const field = change.field === undefined ? undefined : fieldOf(object, change.field);
  const parts = {
    field: <Label change={change} />,
    from: <Shown {...told} field={field} side="from" />,
    to: <Shown {...told} field={field} side="to" />,
  };
  if (change.erased) return filled(t('record.historyErased', VALUES), parts);
  if (change.masked) return filled(t('record.historyTouched', VALUES), parts);
  if (field?.long && !isEmptyValue(change.from)) {
    return (
      <>
        {filled(t('record.historyTouched', VALUES), parts)}
        <details>
          <summary>{t('record.historyBefore')}</summary>
          {parts.from}
        </details>
        <details>
          <summary>{t('record.historyAfter')}</summary>
          {parts.to}
        </details>
      </>
    );
  }
  if (isEmptyValue(change.from)) return filled(t('record.historySet', VALUES), parts);
  if (isEmptyValue(change.to)) return filled(t('record.historyCleared', VALUES), parts);
  return filled(t('record.historyChanged', VALUES), parts);
}

/** The ids that a value names. */
const idsOf = (value: unknown): readonly string[] =>
  [value].flat().flatMap((one) => {
    if (typeof one === 'string') return [one];
    const id = (one as { id?: unknown } | null)?.id;
    return typeof id === 'string' ? [id] : [];
  });

function Shown(props: Told & { field: FieldMeta | undefined; side: 'from' | 'to' }) {
  const { object, change, titles, field, side } = props;
  const value = change[side];
  if (isEmptyValue(value)) return <span className="gx-empty-value">—</span>;
  const targets =
    field?.target === undefined ? (field?.targets ?? []).map(({ name }) => name) : [field.target];
  const ids = targets.length > 0 ? idsOf(value) : [];
  if (ids.length > 0) return <Records ids={ids} objects={targets} titles={titles} />;
  if (!field) return <span className="gx-history-value">{plain(value)}</span>;
  const pipeline = change.pipelines?.[side === 'from' ? 0 : 1];
  const record = { id: '', [field.name]: value, ...(pipeline && { [`${field.name}_pipeline`]: pipeline }) };
  return (
    <span className="gx-history-value">
      <Value object={object} field={field} record={record} isPlain />
    </span>
  );
}

const plain = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));

/** Records by their titles, each leading there; those that the reader does not see as a number. */
function Records(props: { ids: readonly (string | null)[]; objects: readonly string[]; titles: Titles }) {
  const { ids, objects, titles } = props;
  const { t, language } = useTexts();
  const shown = ids.flatMap((id) => {
    const object = objects.find((name) => id !== null && titles[name] && id in titles[name]);
    return id !== null && object !== undefined ? [{ id, object, title: titles[object]![id] }] : [];
  });
  const others = ids.length - shown.length;
  const separator = language === 'zh-CN' ? '、' : ', ';
  return (
    <span className="gx-history-value">
      {shown.map(({ id, object, title }, index) => (
        <Fragment key={id}>
          {index > 0 && separator}
          <Link to={`/o/${object}/${id}`}>{title ?? t('list.noTitle')}</Link>
        </Fragment>
      ))}
      {others > 0 && (
        <>
          {shown.length > 0 && separator}
          {t('record.historyOthers', { count: others })}
        </>
      )}
    </span>
  );
}

const WORDS = {
  added: 'record.historyAdded',
  changed: 'record.historyRecords',
  removed: 'record.historyRemoved',
} as const;

/** What became of line items and links: a sentence for what came, what changed and what went. */
function BesideSentences({ change, titles }: Told) {
  const { t } = useTexts();
  const field = <Label change={change} />;
  const told = (['added', 'changed', 'removed'] as const).flatMap((word) => {
    const ids = change.records?.[word];
    if (!ids || ids.length === 0) return [];
    const objects = change.object ? [change.object] : [];
    return [
      <span key={word}>
        {filled(t(WORDS[word], RECORDS), {
          field,
          records: <Records ids={ids} objects={objects} titles={titles} />,
        })}
      </span>,
    ];
  });
  return (
    <span className="gx-history-beside">
      {told}
      {told.length === 0 && change.moved && filled(t('record.historyMoved', FIELD), { field })}
    </span>
  );
}
