import { Templates } from '@rjsf/antd';
import { withTheme } from '@rjsf/core';
import type {
  ErrorSchema,
  RegistryWidgetsType,
  RJSFSchema,
  RJSFValidationError,
  UiSchema,
} from '@rjsf/utils';
import { App } from 'antd';
import { type KeyboardEvent, type Ref, useImperativeHandle, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { FormDescription } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { FormValuesContext } from './form-values.ts';
import { InnerFormContext } from './inner-form.ts';
import { PendingTexts, PendingTextsContext } from './pending.ts';
import { AttemptContext } from './sections.tsx';
import { SteadyField } from './steady-field.tsx';
import { FieldTemplate, ObjectFieldTemplate } from './templates.tsx';
import { createValidator, type Explain } from './validator.ts';
import { ValueField } from './value-field.tsx';
import { widgets } from './widgets.ts';

/** rjsf as this product wears it: antd's parts, our widgets, labels and sections. The designer uses it too. */
export const ThemedForm = withTheme({
  widgets,
  fields: { value: ValueField },
  templates: { ...Templates, FieldTemplate, ObjectFieldTemplate },
});

const FIELDS = { SchemaField: SteadyField };

/** Faults of a form in the language of the page. */
export function useExplain(): Explain {
  const { t } = useTexts();
  return useMemo(() => {
    const say: Readonly<Record<string, (schema: any, field: string) => string>> = {
      required: (_, field) => t('form.required', { field }),
      maxLength: ({ maxLength }) => t('form.tooLong', { n: maxLength }),
      minLength: ({ minLength }) => t('form.tooShort', { n: minLength }),
      minimum: ({ minimum }) => t('form.tooSmall', { n: minimum }),
      maximum: ({ maximum }) => t('form.tooLarge', { n: maximum }),
      enum: () => t('form.option'),
      uniqueItems: () => t('form.duplicate'),
      type: ({ type }) => t([type].flat().includes('object') ? 'form.json' : 'form.format'),
    };
    return ({ keyword, schema, field }) => (say[keyword] ?? (() => t('form.format')))(schema ?? {}, field);
  }, [t]);
}

export function useValidator() {
  const explain = useExplain();
  return useMemo(() => createValidator(explain), [explain]);
}

export interface FormHandle {
  /** hands over what is being typed, then validates and submits */
  submit(): void;
  /** hands over what is being typed */
  flush(): void;
}

export interface RecordFormProps {
  description: FormDescription;
  values: Readonly<Record<string, unknown>>;
  /** messages of the server by field */
  refusals?: Readonly<Record<string, readonly string[]>>;
  /** what rules say of fields that are empty, in place of the usual words */
  complaints?: Readonly<Record<string, readonly string[]>>;
  isDisabled?: boolean;
  /** beside those that every form has */
  widgets?: RegistryWidgetsType;
  onChange: (values: Readonly<Record<string, unknown>>) => void;
  onSubmit: (values: Readonly<Record<string, unknown>>) => void;
  onInvalid?: () => void;
  /** of the ids of its inputs, where another form is on the page */
  idPrefix?: string;
  handle?: Ref<FormHandle>;
}

/** The form of one record, as `/api/model/{object}/form` describes it. The server stays the authority. */
export function RecordForm(props: RecordFormProps) {
  const { description, values, refusals, complaints, isDisabled, onChange, onSubmit, onInvalid, handle } =
    props;
  const validator = useValidator();
  const pending = useMemo(() => new PendingTexts(), []);
  const form = useRef<{ submit: () => void }>(null);
  const { message } = App.useApp();
  const { t } = useTexts();
  const [attempt, setAttempt] = useState(0);
  const tried = () => setAttempt((n) => n + 1);
  const flush = () => flushSync(() => pending.flush());
  useImperativeHandle(handle, () => ({
    flush,
    submit: () => {
      flush();
      form.current?.submit();
    },
  }));
  /** Enter submits: what is being typed goes first. In a calendar it only picks the day. */
  const enter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    if ((event.target as Element).closest('.ant-picker')) event.preventDefault();
    else flush();
  };
  const extraErrors = useMemo(
    () =>
      Object.fromEntries(
        Object.entries(refusals ?? {}).map(([field, messages]) => [field, { __errors: [...messages] }]),
      ) as ErrorSchema,
    [refusals],
  );
  const inRulesWords = (errors: RJSFValidationError[]) =>
    errors.map((error) => {
      const [said] = complaints?.[error.property?.replace(/^\./, '') ?? ''] ?? [];
      return error.name === 'required' && said ? { ...error, message: said, stack: said } : error;
    });
  return (
    <PendingTextsContext value={pending}>
      <InnerFormContext value={RecordForm}>
        <AttemptContext value={attempt}>
          <FormValuesContext value={values}>
            <div onKeyDownCapture={enter}>
              <ThemedForm
                ref={form as Ref<any>}
                className="gx-form"
                schema={description.schema as RJSFSchema}
                uiSchema={description.uiSchema as UiSchema}
                formData={values}
                validator={validator}
                widgets={props.widgets}
                fields={FIELDS}
                extraErrors={extraErrors}
                transformErrors={inRulesWords}
                extraErrorsBlockSubmit={false}
                disabled={isDisabled}
                noHtml5Validate
                showErrorList={false}
                focusOnFirstError
                idPrefix={props.idPrefix ?? 'field'}
                onChange={({ formData }) => onChange(formData ?? {})}
                onSubmit={({ formData }) => {
                  tried();
                  if (pending.isBusy) void message.warning(t('files.waiting'));
                  else onSubmit(formData ?? {});
                }}
                onError={() => {
                  tried();
                  onInvalid?.();
                }}
              >
                {/* the buttons stand outside of the form; without one of its own it would have rjsf's */}
                <button type="submit" hidden tabIndex={-1} aria-hidden="true" />
              </ThemedForm>
            </div>
          </FormValuesContext>
        </AttemptContext>
      </InnerFormContext>
    </PendingTextsContext>
  );
}
