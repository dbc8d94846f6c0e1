import { type Schema, Validator } from '@cfworker/json-schema';
import type { WidgetProps } from '@rjsf/utils';
import { Button, Input } from 'antd';
import { useMemo, useState } from 'react';
import { useTexts } from '../../i18n/index.ts';
import { useDeferred } from '../pending.ts';
import { inputProps, optionsOf, orNull } from '../widget.ts';

const SHOWN = 5;
const LONGEST_LIMIT = 60;

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

/** What stands at a pointer of a schema, as a message quotes it. */
function limitAt(schema: unknown, pointer: string): string {
  const steps = pointer.split('/').slice(1);
  const named = steps.map((step) => decodeURI(step).replaceAll('~1', '/').replaceAll('~0', '~'));
  const limit = named.reduce<any>((at, step) => at?.[step], schema);
  return (JSON.stringify(limit) ?? '').slice(0, LONGEST_LIMIT);
}

/** A word of a schema that a value breaks: where, which, and what it asks. */
interface Fault {
  readonly at: string;
  readonly word: string;
  readonly limit: string;
}

/** What the field's own JSON Schema says against a value. */
function useFaults(schema: unknown, value: unknown): readonly Fault[] {
  const validator = useMemo(
    () => (schema ? new Validator(withoutPatterns(schema), '2020-12', false) : undefined),
    [schema],
  );
  return useMemo(() => {
    if (!validator || typeof value !== 'object' || value === null) return [];
    const { errors } = validator.validate(value);
    const deepest = errors.filter(({ keyword }) => keyword !== 'properties' && keyword !== 'items');
    return deepest.slice(0, SHOWN).map(({ instanceLocation, keywordLocation, keyword }) => ({
      at: instanceLocation.slice(1) || '/',
      word: keyword,
      limit: limitAt(schema, keywordLocation),
    }));
  }, [validator, schema, value]);
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
            <li key={`${fault.at} ${fault.word}`}>{t('form.jsonFault', { ...fault })}</li>
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
