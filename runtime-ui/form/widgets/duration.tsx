import type { WidgetProps } from '@rjsf/utils';
import { Input } from 'antd';
import { useState } from 'react';
import { type DurationUnit, durationText, readDuration } from '../../../engine/field-types/durations.ts';
import { useTexts } from '../../i18n/index.ts';
import { useDeferred } from '../pending.ts';
import { inputProps, optionsOf, orNull } from '../widget.ts';

/** A length of time as people write it. What is no length stays as typed, for its fault to be said. */
export default function DurationWidget(props: WidgetProps) {
  const { language, t } = useTexts();
  const unit = (optionsOf(props).settings?.unit ?? 'minute') as DurationUnit;
  const [typed, setTyped] = useState<string>();
  const { text, type, flush } = useDeferred<unknown>(props.value ?? null, props.onChange);
  const shown = typeof text === 'number' ? durationText(text, unit, language) : String(text ?? '');
  return (
    <Input
      {...inputProps(props)}
      placeholder={props.placeholder || t('form.duration')}
      value={typed ?? shown}
      onChange={({ target }) => {
        setTyped(target.value);
        type(readDuration(target.value, unit) ?? orNull(target.value.trim()));
      }}
      onBlur={() => {
        flush();
        setTyped(undefined);
      }}
    />
  );
}
