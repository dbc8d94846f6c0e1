import type { WidgetProps } from '@rjsf/utils';
import { later } from '../../shell/later.tsx';
import { useDeferred } from '../pending.ts';
import { inputProps, orNull } from '../widget.ts';

const RichTextEditor = later(
  () => import('../rich-text-editor.tsx'),
  <div className="gx-editor gx-editor-coming" aria-busy="true" />,
);

/** Text with headings, lists, emphasis and links. The editor comes when a form first needs it. */
export default function RichTextWidget(props: WidgetProps) {
  const { text, type, flush } = useDeferred<string>(props.value ?? '', (value) =>
    props.onChange(orNull(value)),
  );
  const { id, disabled, status, ...aria } = inputProps(props);
  return (
    <RichTextEditor
      id={id}
      html={text}
      isDisabled={disabled === true}
      isInvalid={status === 'error'}
      isRequired={aria['aria-required'] === true}
      describedBy={aria['aria-describedby']}
      onChange={type}
      onBlur={flush}
    />
  );
}
