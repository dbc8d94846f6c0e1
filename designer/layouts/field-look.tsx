import type { WidgetProps } from '@rjsf/utils';
import { widgets } from '../../runtime-ui/form/widgets.ts';
import '../../runtime-ui/form/form.css';
import type { Look } from './use-looks.ts';

const registry = { widgets, formContext: {} } as WidgetProps['registry'];
const nothing = () => undefined;

/** A field as end users will see it: the widget of their form, to be looked at and not to be used. */
export default function FieldLook({ field, label, look }: { field: string; label: string; look: Look }) {
  const { schema, widget, options, isReadOnly } = look;
  const Widget = registry.widgets[widget];
  if (!Widget) return null;
  return (
    <div className="gd-look" inert>
      <Widget
        key={JSON.stringify(look)}
        id={`look-${field}`}
        name={field}
        label={label}
        schema={schema as WidgetProps['schema']}
        uiSchema={{}}
        options={options as WidgetProps['options']}
        value={schema.default ?? null}
        readonly={isReadOnly}
        registry={registry}
        formContext={registry.formContext}
        onChange={nothing}
        onBlur={nothing}
        onFocus={nothing}
      />
    </div>
  );
}
