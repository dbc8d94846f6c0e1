import type { WidgetProps } from '@rjsf/utils';
import type { Rate } from '../../engine/field-types/composed.ts';
import type { PlainName } from '../../engine/field-types/plain-values.ts';
import type { FormDescription, Labels, LinesMeta } from '../api/types.ts';

/** What `/form` says about a field beside its schema. */
export interface WidgetOptions {
  readonly fieldType?: string;
  /** the object of the form, where other records have values worth offering */
  readonly suggests?: string;
  readonly target?: string;
  readonly titleField?: string;
  /** of relations to one of several objects */
  readonly targets?: readonly {
    readonly name: string;
    readonly label: string;
    readonly titleField: string;
    readonly canCreate?: true;
  }[];
  /** what the record holds decides which ones may be chosen */
  readonly filtered?: boolean;
  /** the caller may make records of the target; a new one begins with these: its field -> the field of this form */
  readonly canCreate?: boolean;
  readonly presets?: Readonly<Record<string, string>>;
  readonly options?: readonly WidgetOption[];
  readonly stages?: readonly {
    readonly pipeline: string;
    readonly label: string;
    readonly stages: readonly (WidgetOption & { readonly kind?: string; readonly probability?: string })[];
  }[];
  /** line items, and the form of one */
  readonly lines?: LinesMeta & { readonly form: FormDescription };
  /** of links that have fields of their own: their object, and its relations to this record and to the others */
  readonly linkedBy?: LinkedBy;
  /** of a roll-up over line items that the form holds */
  readonly rollsUp?: RollsUp;
  /** has no place in the layout: shown as long as a rule asks for it */
  readonly onDemand?: boolean;
  /** how rules see its value, where that is less than what the form holds */
  readonly plain?: PlainName;
  /** words of the field's document that its widget needs */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** of files: the object for which they are sent, how many there may be, and the kinds that the type takes */
  readonly files?: { readonly object: string; readonly most: number; readonly accepts?: readonly string[] };
  readonly scale?: number;
  /** of composites: the part that the bare name stands for in expressions */
  readonly bare?: string;
  readonly currency?: string;
  /** of several addresses: what an input of one is for */
  readonly input?: string;
  /** of amounts in any currency: what other currencies come to */
  readonly rates?: readonly Rate[];
}

export interface RollsUp {
  readonly function: string;
  readonly lines: string;
  readonly field?: string;
  readonly digits: readonly [before: number, after: number];
}

export interface LinkedBy {
  readonly object: string;
  readonly via: string;
  readonly to: string;
}

export interface WidgetOption {
  readonly value: string;
  readonly label: string | Labels;
  readonly color?: string;
  readonly archived?: boolean;
  /** values of the field that its field depends on for which it is offered */
  readonly parents?: readonly string[];
}

export const optionsOf = (props: WidgetProps): WidgetOptions => props.options as WidgetOptions;

/** What every input of a form carries: identity, state, and the texts that belong to it. */
export function inputProps(props: WidgetProps) {
  const { id, disabled, readonly, autofocus, placeholder, rawErrors, required } = props;
  const isInvalid = (rawErrors?.length ?? 0) > 0;
  return {
    id,
    disabled: disabled || readonly,
    autoFocus: autofocus,
    placeholder: placeholder || undefined,
    status: isInvalid ? ('error' as const) : undefined,
    'aria-invalid': isInvalid || undefined,
    'aria-required': required || undefined,
    'aria-describedby': `${id}__error ${id}__help`,
  };
}

/** Empty is null, never an empty text. */
export const orNull = <T>(value: T | '' | undefined | null): T | null =>
  value === '' || value === undefined ? null : value;
