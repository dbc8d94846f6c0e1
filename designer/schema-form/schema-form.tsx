import type { Ref } from 'react';
import type { FormDescription } from '../../runtime-ui/api/types.ts';
import { type FormHandle, RecordForm } from '../../runtime-ui/form/record-form.tsx';
import { schemaWidgets } from './widgets.ts';

/** A form over words of a document, as their schemas describe them. */
export default function SchemaForm(props: {
  description: FormDescription;
  values: Readonly<Record<string, unknown>>;
  /** what is wrong, by word */
  faults?: Readonly<Record<string, readonly string[]>>;
  onChange: (values: Readonly<Record<string, unknown>>) => void;
  onSubmit?: () => void;
  handle?: Ref<FormHandle>;
}) {
  const { description, values, faults, onChange, onSubmit, handle } = props;
  return (
    <RecordForm
      description={description}
      values={values}
      refusals={faults}
      widgets={schemaWidgets}
      onChange={onChange}
      onSubmit={() => onSubmit?.()}
      handle={handle}
    />
  );
}
