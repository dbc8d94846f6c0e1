import { Segmented } from 'antd';
import { lazy, Suspense, useEffect, useId, useMemo, useRef, useState } from 'react';
import { ExpressionInput, type ExpressionInputProps } from '../expressions/expression-input.tsx';
import { useScope } from '../expressions/queries.ts';
import { useTexts } from '../i18n/index.ts';
import { type Group, isGroup } from './condition.ts';
import { type Read, toRule, toText } from './rule-text.ts';
import { isComplete } from './subjects.ts';
import './conditions.css';

const Builder = lazy(async () => ({ default: (await import('./builder.tsx')).Builder }));

/** The conditions that say something already. */
const completed = (group: Group): Group => ({
  ...group,
  parts: group.parts
    .map((part) => (isGroup(part) ? completed(part) : part))
    .filter((part) => (isGroup(part) ? part.parts.length > 0 : isComplete(part))),
});

const whyKey = (read: Extract<Read, { ok: false }>) => `conditions.why.${read.why}` as const;

/** A condition as lines or as text, whichever one likes; as text alone where lines would not say exactly the same. */
export default function ConditionInput(props: ExpressionInputProps) {
  const { label, value, scope: place, onChange } = props;
  const { t } = useTexts();
  const own = useId();
  const { scope } = useScope(place);
  const read = useMemo(() => toRule(value), [value]);
  const [wanted, want] = useState<'lines' | 'text'>(() => (read.ok ? 'lines' : 'text'));
  const [group, setGroup] = useState<Group>(() => (read.ok ? read.group : { join: 'all', parts: [] }));
  const said = useRef(value);
  useEffect(() => {
    if (value === said.current || !read.ok) return;
    said.current = value;
    setGroup(read.group);
  }, [value, read]);
  const isText = wanted === 'text' || !read.ok;
  const change = (next: Group) => {
    setGroup(next);
    const text = toText(completed(next));
    said.current = text;
    if (text !== value) onChange(text);
  };
  return (
    <div className="gd-condition-input">
      <Segmented
        size="small"
        aria-label={t('conditions.as', { label })}
        value={isText ? 'text' : 'lines'}
        options={[
          { value: 'lines', label: t('conditions.lines'), disabled: !read.ok },
          { value: 'text', label: t('conditions.text') },
        ]}
        onChange={(next) => want(next as typeof wanted)}
      />
      {!read.ok && read.why !== 'unreadable' && (
        <p className="gx-soft gd-note" id={`${own}-why`}>
          {t(whyKey(read))} {read.part !== '' && <code>{read.part}</code>}
        </p>
      )}
      {isText ? (
        <ExpressionInput {...props} />
      ) : (
        scope && (
          <Suspense fallback={<p className="gx-soft">{t('app.loading')}</p>}>
            <Builder scope={scope} group={group} label={label} onChange={change} />
            {value !== '' && <code className="gd-condition-text">{value}</code>}
          </Suspense>
        )
      )}
    </div>
  );
}
