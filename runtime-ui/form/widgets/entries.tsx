import { DeleteOutlined, PlusOutlined, StarFilled, StarOutlined } from '@ant-design/icons';
import type { WidgetProps } from '@rjsf/utils';
import { AutoComplete, Button, Input } from 'antd';
import { useRef } from 'react';
import { useTexts } from '../../i18n/index.ts';
import { useDeferred } from '../pending.ts';
import { inputProps, optionsOf } from '../widget.ts';

interface Entry {
  readonly value: string;
  readonly label: string | null;
  readonly primary: boolean;
}

/** A line of the widget: an entry, or one that is not filled in yet. */
const BLANK: Entry = { value: '', label: null, primary: false };
const MOST = 20;

function Line(props: {
  input: ReturnType<typeof inputProps>;
  type: string;
  name: string;
  entry: Entry;
  suggestions: readonly string[];
  isAlone: boolean;
  onChange: (entry: Entry) => void;
  onPrimary: () => void;
  onRemove: () => void;
}) {
  const { input, entry, name, suggestions, isAlone, onChange, onPrimary, onRemove } = props;
  const { t } = useTexts();
  const value = useDeferred<string>(entry.value, (text) => onChange({ ...entry, value: text.trim() }));
  const label = useDeferred<string>(entry.label ?? '', (text) =>
    onChange({ ...entry, label: text.trim() || null }),
  );
  return (
    <div className="gx-entry">
      <Input
        {...input}
        type={props.type === 'url' ? 'text' : props.type}
        inputMode={props.type as 'email' | 'tel' | 'url'}
        autoComplete="off"
        aria-label={name}
        value={value.text}
        onChange={(event) => value.type(event.target.value)}
        onBlur={value.flush}
      />
      <AutoComplete
        className="gx-entry-label"
        disabled={input.disabled}
        aria-label={t('form.entryLabel', { field: name })}
        placeholder={t('form.label')}
        maxLength={40}
        options={suggestions.map((one) => ({ value: one }))}
        value={label.text}
        onChange={(text: string) => label.type(text ?? '')}
        onBlur={label.flush}
      />
      <Button
        type="text"
        disabled={input.disabled || entry.value === ''}
        aria-pressed={entry.primary}
        aria-label={t('form.primary', { field: name })}
        title={t('form.primary', { field: name })}
        icon={entry.primary ? <StarFilled /> : <StarOutlined />}
        onClick={onPrimary}
      />
      <Button
        type="text"
        disabled={input.disabled || (isAlone && entry.value === '')}
        aria-label={t('form.removeEntry', { field: name })}
        title={t('form.removeEntry', { field: name })}
        icon={<DeleteOutlined />}
        onClick={onRemove}
      />
    </div>
  );
}

/** Several addresses, one below the other; a star marks the primary one. */
export default function EntriesWidget(props: WidgetProps) {
  const { t } = useTexts();
  const { input: type = 'text' } = optionsOf(props);
  const input = inputProps(props);
  const held = Array.isArray(props.value) ? (props.value as readonly Entry[]) : [];
  const lines = held.length > 0 ? held : [BLANK];
  const box = useRef<HTMLDivElement>(null);
  const suggestions = [t('form.labelWork'), t('form.labelHome'), t('form.labelMobile'), t('form.labelOther')];
  /** the first that is filled in is primary where nobody chose one */
  const commit = (next: readonly Entry[]) => {
    const chosen = Math.max(
      next.findIndex(({ primary }) => primary),
      0,
    );
    props.onChange(next.map((entry, index) => ({ ...entry, primary: index === chosen })));
  };
  const add = () => {
    props.onChange([...lines, BLANK]);
    requestAnimationFrame(() => {
      const inputs = box.current?.querySelectorAll<HTMLInputElement>('.gx-entry > input');
      inputs?.[inputs.length - 1]?.focus();
    });
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a frame and a legend of its own
    <div role="group" aria-labelledby={`${props.id}__label`} className="gx-entries-input" ref={box}>
      {lines.map((entry, index) => (
        <Line
          // biome-ignore lint/suspicious/noArrayIndexKey: while it is typed a line is its place
          key={index}
          input={index === 0 ? input : { ...input, id: `${props.id}_${index}`, autoFocus: false }}
          type={type}
          name={lines.length > 1 ? `${props.label} ${index + 1}` : props.label}
          entry={entry}
          suggestions={suggestions}
          isAlone={lines.length === 1}
          onChange={(changed) => commit(lines.with(index, changed))}
          onPrimary={() => commit(lines.map((one, place) => ({ ...one, primary: place === index })))}
          onRemove={() => commit(lines.toSpliced(index, 1))}
        />
      ))}
      {!input.disabled && lines.length < MOST && lines.at(-1)!.value !== '' && (
        <Button type="link" size="small" icon={<PlusOutlined />} onClick={add}>
          {t('form.addEntry')}
        </Button>
      )}
    </div>
  );
}
