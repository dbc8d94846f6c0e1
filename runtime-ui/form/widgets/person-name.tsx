import type { WidgetProps } from '@rjsf/utils';
import { Input } from 'antd';
import { fullNameOf } from '../../../engine/field-types/composed.ts';
import { useTexts } from '../../i18n/index.ts';
import { useDeferred } from '../pending.ts';
import { inputProps } from '../widget.ts';

interface Name {
  readonly family: string | null;
  readonly given: string | null;
  readonly middle: string | null;
  readonly title: string | null;
  readonly full: string;
}

type Part = 'family' | 'given' | 'middle' | 'title';

/** In which order names are written where the language is spoken. */
const ORDER: Readonly<Record<string, readonly Part[]>> = {
  'zh-CN': ['family', 'given', 'title'],
  en: ['title', 'given', 'middle', 'family'],
};

function PartInput(props: {
  input: ReturnType<typeof inputProps>;
  label: string;
  part: Part;
  value: string;
  onCommit: (text: string) => void;
}) {
  const { text, type, flush } = useDeferred<string>(props.value, props.onCommit);
  return (
    <Input
      {...props.input}
      className={`gx-name-${props.part}`}
      aria-label={props.label}
      placeholder={props.label}
      maxLength={80}
      autoComplete="off"
      value={text}
      onChange={(event) => type(event.target.value)}
      onBlur={flush}
    />
  );
}

/** A name in its parts. One of which nobody knows the parts stands as a whole in the given name. */
export default function PersonNameWidget(props: WidgetProps) {
  const { t, language } = useTexts();
  const value = props.value as Name | null | undefined;
  const isUnparted = value && !value.family && !value.given && !value.middle;
  const parts: Omit<Name, 'full'> = {
    family: value?.family ?? null,
    given: (isUnparted ? value.full : value?.given) ?? null,
    middle: value?.middle ?? null,
    title: value?.title ?? null,
  };
  const order = ORDER[language] ?? ORDER.en!;
  const shown = parts.middle && !order.includes('middle') ? [...order, 'middle' as const] : order;
  const input = inputProps(props);
  const commit = (part: Part, text: string) => {
    const next = { ...parts, [part]: text.trim() || null };
    const full = fullNameOf(next);
    props.onChange(full === '' && next.title === null ? null : { ...next, full });
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a frame and a legend of its own
    <div role="group" aria-labelledby={`${props.id}__label`} className="gx-name">
      {shown.map((part, index) => (
        <PartInput
          key={part}
          input={index === 0 ? input : { ...input, id: `${props.id}_${part}`, autoFocus: false }}
          label={t(`form.name_${part}`)}
          part={part}
          value={parts[part] ?? ''}
          onCommit={(text) => commit(part, text)}
        />
      ))}
    </div>
  );
}
