import { type FieldProps, getUiOptions, type WidgetProps } from '@rjsf/utils';
import { useCallback } from 'react';

/**
 * A value that one widget edits as a whole, whatever its shape is: rjsf would take an object apart into the
 * inputs of its members. Named by `ui:field` of the fields that need it.
 */
export function ValueField(props: FieldProps) {
  const { schema, uiSchema, formData, fieldPathId, registry, name, onChange } = props;
  const { widget, title, placeholder, ...options } = getUiOptions(uiSchema, registry.globalUiOptions);
  const Widget = registry.widgets[String(widget)]!;
  const { path, $id } = fieldPathId;
  const change = useCallback(
    (value: unknown, errors?: WidgetProps['errorSchema'], id?: string) =>
      onChange(value, path, errors, id ?? $id),
    [onChange, path, $id],
  );
  return (
    <Widget
      id={$id}
      name={name}
      schema={schema}
      uiSchema={uiSchema ?? {}}
      label={String(title ?? schema.title ?? name)}
      hideLabel={false}
      placeholder={String(placeholder ?? '')}
      value={formData}
      required={props.required === true}
      disabled={props.disabled === true}
      readonly={props.readonly === true}
      autofocus={props.autofocus === true}
      options={options as WidgetProps['options']}
      rawErrors={props.rawErrors ?? []}
      registry={registry}
      formContext={registry.formContext}
      onChange={change}
      onBlur={props.onBlur}
      onFocus={props.onFocus}
    />
  );
}
