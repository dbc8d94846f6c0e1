import { type Schema, Validator } from '@cfworker/json-schema';
import type { WidgetProps } from '@rjsf/utils';
import { Button, Input } from 'antd';
import { useMemo, useState } from 'react';
import { useTexts } from '../../i18n/index.ts';
import { useDeferred } from '../pending.ts';
import { inputProps, optionsOf, orNull } from '../widget.ts';

const SHOWN = 5;

/** Patterns run in linear time on the server; here they would run in JavaScript's own engine. */
const withoutPatterns = (schema: unknown): Schema =>
  JSON.parse(JSON.stringify(schema, (word, value) => (word === 'pattern' ? undefined : value)));

const textOf = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : value === null || value === undefined
      ? ''
      : JSON.stringify(value, null, 2);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What the field's own JSON Schema says against a value. */
function useFaults(schema: unknown, value: unknown): readonly string[] {
  const validator = useMemo(
    () => (schema ? new Validator(withoutPatterns(schema), '2020-12', false) : undefined),
    [schema],
  );
  return useMemo(() => {
    if (!validator || typeof value !== 'object' || value === null) return [];
    const { errors } = validator.validate(value);
    const deepest = errors.filter(({ keyword }) => keyword !== 'properties' && keyword !== 'items');
    return deepest
      .slice(0, SHOWN)
      .map(({ instanceLocation, error }) => `${instanceLocation.slice(1)} ${error}`);
  }, [validator, value]);
}

/** JSON as text. What is no JSON stays as typed, for its fault to be said. */
export default function JsonWidget(props: WidgetProps) {
  const { t } = useTexts();
  const { type, flush } = useDeferred<unknown>(props.value ?? null, props.onChange);
  const [typed, setTyped] = useState<string>();
  const text = typed ?? textOf(props.value);
  const value = parsed(text);
  const faults = useFaults(optionsOf(props).settings?.schema, value);
  const input = inputProps(props);
  return (
    <>
      <Input.TextArea
        {...input}
        className="gx-growing gx-code"
        rows={4}
        spellCheck={false}
        value={text}
        onChange={({ target }) => {
          setTyped(target.value);
          type(parsed(target.value) ?? orNull(target.value.trim()));
        }}
        onBlur={flush}
      />
      {faults.length > 0 && (
        <ul className="gx-notes">
          {faults.map((fault) => (
            <li key={fault}>{fault}</li>
          ))}
        </ul>
      )}
      {!input.disabled && typeof value === 'object' && value !== null && (
        <Button size="small" type="text" onClick={() => setTyped(JSON.stringify(value, null, 2))}>
          {t('form.tidy')}
        </Button>
      )}
    </>
  );
}
