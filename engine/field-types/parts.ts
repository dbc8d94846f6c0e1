import { nearest, type ProblemCode } from '../errors.ts';
import {
  type CellProblem,
  type FieldFacts,
  type FieldType,
  type Part,
  quoted,
  refuse,
  type ValueFacts,
  type WireValue,
} from './define-field-type.ts';

/** An object of parts as a body spells it; one with other members is refused. */
export function readParts(
  value: unknown,
  names: readonly string[],
  code: ProblemCode,
): Readonly<Record<string, unknown>> | CellProblem {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse(code, { given: quoted(value) });
  }
  const stray = Object.keys(value).find((name) => !names.includes(name));
  return stray === undefined
    ? (value as Readonly<Record<string, unknown>>)
    : refuse(
        'value.part',
        { given: quoted(stray), known: names.join(', ') },
        nearest(stray.slice(0, 80), names),
      );
}

/** What the type of a part may know of its field. */
export const partFacts = (field: FieldFacts, { labels, settings = {} }: Part): FieldFacts => ({
  name: field.name,
  labels,
  settings,
  schema: {},
  options: [],
});

/** SQL of a composite on the wire: an object of its parts, null where none of them has a value. */
export function partsSql(
  parts: readonly Part[],
  source: (part: string) => string,
  field: FieldFacts,
): string {
  const members = parts.map((part) => {
    const wire = part.type.wire(() => source(part.column), partFacts(field, part));
    return `'${part.name}', ${wire}`;
  });
  const columns = [...new Set(parts.map(({ column }) => source(column)))];
  return `CASE WHEN num_nonnulls(${columns.join(', ')}) > 0 THEN json_build_object(${members.join(', ')}) END`;
}

/** What the bare name of a field stands for: of a composite one of its parts, of any other type the value itself. */
export function bareFacts(facts: ValueFacts): ValueFacts {
  const { type, settings, options } = facts;
  const part = type
    .parts?.({ name: '', labels: {}, settings, schema: {}, options })
    .find(({ name }) => name === type.bare);
  return part ? { type: part.type, settings: part.settings ?? {}, options: [] } : facts;
}

/** A value as expressions see it: of a composite the part that stands for it. */
export function bareValue({ bare }: Pick<FieldType, 'bare'>, value: WireValue): WireValue {
  if (bare === undefined || typeof value !== 'object' || value === null) return value;
  const of = (one: unknown) => ((one as Readonly<Record<string, unknown>>)[bare] ?? null) as WireValue;
  return Array.isArray(value) ? (value.map(of) as string[]) : of(value);
}
