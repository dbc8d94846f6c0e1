import type { ErrorSchema, FieldTemplateProps, ObjectFieldTemplateProps } from '@rjsf/utils';
import { Fragment, type ReactNode } from 'react';
import { Masked } from '../values/masked.tsx';
import { type FormSection, type FormTab, Sections } from './sections.tsx';
import './form.css';

/** Label above, help and faults below, tied to the input by id. */
export function FieldTemplate(props: FieldTemplateProps) {
  const { id, label, required, hidden, displayLabel, rawErrors, rawHelp, rawDescription, children } = props;
  if (hidden) return <div hidden>{children}</div>;
  const help = rawHelp || rawDescription;
  const isWhole = props.uiSchema?.['ui:field'] !== undefined;
  const isMasked = props.uiSchema?.['ui:options']?.masked === true;
  const isGroup = props.schema.type === 'object' && !isWhole;
  return (
    <div className={rawErrors?.length ? 'gx-field gx-field-wrong' : 'gx-field'}>
      {(displayLabel !== false || isWhole) && label && !isGroup && (
        <label htmlFor={id} id={`${id}__label`}>
          {label}
          {required && (
            <span className="gx-required" aria-hidden="true">
              *
            </span>
          )}
          {isMasked && <Masked />}
        </label>
      )}
      {children}
      {help && (
        <div id={`${id}__help`} className="gx-field-help">
          {help}
        </div>
      )}
      {/* said when the reader pauses: rules speak while one types */}
      <div
        id={`${id}__error`}
        className="gx-field-error"
        aria-live="polite"
        role={rawErrors?.length ? 'alert' : undefined}
      >
        {rawErrors?.map((error) => (
          <div key={error}>{error}</div>
        ))}
      </div>
    </div>
  );
}

/** The form's own level is laid out by its sections; what no section names comes last. Deeper levels stand below one another. */
export function ObjectFieldTemplate(props: ObjectFieldTemplateProps) {
  const { properties, uiSchema, title, fieldPathId } = props;
  const sections = uiSchema?.['ui:sections'] as readonly FormSection[] | undefined;
  const shown = properties.filter(({ hidden }) => !hidden);
  const isRoot = fieldPathId.path.length === 0;
  if (!sections) {
    return (
      <div className="gx-section">
        {!isRoot && title && <h3>{title}</h3>}
        <div className="gx-section-grid">
          {shown.map(({ name, content }) => (
            <Fragment key={name}>{content}</Fragment>
          ))}
        </div>
      </div>
    );
  }
  const byName = new Map<string, ReactNode>(shown.map(({ name, content }) => [name, content]));
  const placed = new Set(sections.flatMap(({ fields }) => fields.map(({ field }) => field)));
  const rest = shown.filter(({ name }) => !placed.has(name)).map(({ name }) => ({ field: name, span: 1 }));
  const all = rest.length > 0 ? [...sections, { id: 'rest', label: '', columns: 2, fields: rest }] : sections;
  const tabs = (uiSchema?.['ui:tabs'] ?? []) as readonly FormTab[];
  return <Sections sections={all} tabs={tabs} contents={byName} wrong={wrongIn(props.errorSchema)} />;
}

/** Names of the fields that have faults, in themselves or in what they hold. */
const wrongIn = (errors: ErrorSchema | undefined): ReadonlySet<string> =>
  new Set(Object.entries(errors ?? {}).flatMap(([name, inside]) => (hasErrors(inside) ? [name] : [])));

const hasErrors = (errors: unknown): boolean =>
  Array.isArray(errors)
    ? errors.length > 0
    : typeof errors === 'object' && errors !== null && Object.values(errors).some(hasErrors);
