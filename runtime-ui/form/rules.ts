import type { WireValue } from '../../engine/expression/index.ts';
import { keptValue } from '../../engine/expression/keep.ts';
import { plainValue } from '../../engine/field-types/plain-values.ts';
import {
  type Breach,
  breachesOf,
  type Change,
  type Rule,
  type RuleStates,
  settledStates,
} from '../../engine/rules/states.ts';
import {
  type DraftRecords,
  type LineRollup,
  type RecordView,
  rollupQuestion,
  surroundingsOf,
  type ViewPipeline,
} from '../../engine/rules/surroundings.ts';
import type { ProblemDetail } from '../api/problem.ts';
import type { Duplicates, FormDescription, Labels } from '../api/types.ts';
import type { WidgetOptions } from './widget.ts';

type Values = Readonly<Record<string, unknown>>;

/** Who fills in the form, when, and what the record held. */
export interface Filling {
  readonly user: Readonly<Record<string, unknown>>;
  readonly timeZone: string;
  readonly now: Date;
  /** of a record that is changed */
  readonly before?: Values | undefined;
}

/** What the server makes of what the form cannot judge by itself: the answer of `check`. */
export interface Checked {
  readonly problems: readonly ProblemDetail[];
  readonly defaults: Values;
  readonly required: readonly string[];
  readonly readOnly: readonly string[];
  readonly hidden: readonly string[];
  readonly options: Readonly<Record<string, readonly string[]>>;
  readonly formulas: Values;
  readonly duplicates: readonly Duplicates[];
}

/** What rules make of a form at this moment. */
export interface FormVerdict {
  readonly required: ReadonlySet<string>;
  readonly readOnly: ReadonlySet<string>;
  readonly hidden: ReadonlySet<string>;
  readonly options: Readonly<Record<string, readonly string[]>>;
  readonly formulas: Values;
  readonly breaches: readonly Breach[];
}

const optionsIn = (description: FormDescription, field: string): WidgetOptions =>
  ((description.uiSchema[field] as Values | undefined)?.['ui:options'] ?? {}) as WidgetOptions;

const propertyIn = ({ schema }: FormDescription, field: string): { readonly type?: string } | undefined =>
  ((schema.properties ?? {}) as Readonly<Record<string, { readonly type?: string }>>)[field];

const asText = (value: unknown): string | null =>
  value === null || value === undefined || value === '' ? null : String(value);

/** A record as rules see it. The pipeline of a stage follows from the stage where the form does not say it. */
function valuesOf(description: FormDescription, values: Values): ReadonlyMap<string, WireValue> {
  const known = new Map<string, WireValue>(
    Object.entries(values).map(([name, value]) => [name, (value ?? null) as WireValue]),
  );
  for (const name of Object.keys(description.uiSchema)) {
    const pipelines = optionsIn(description, name).stages;
    const stage = asText(values[name]);
    if (!pipelines || stage === null || known.get(`${name}_pipeline`)) continue;
    const found = pipelines.find(({ stages }) => stages.some(({ value }) => value === stage));
    if (found) known.set(`${name}_pipeline`, found.pipeline);
  }
  return known;
}

const views = new WeakMap<FormDescription, RecordView>();

function viewOf(description: FormDescription): RecordView {
  let view = views.get(description);
  if (!view) {
    view = {
      pipelinesOf: (field) =>
        optionsIn(description, field).stages?.map(
          ({ pipeline, stages }): ViewPipeline => ({
            name: pipeline,
            stages: stages.map(({ value, kind = 'open', probability = '0' }) => ({
              name: value,
              kind,
              probability,
            })),
          }),
        ),
      emptyOf: (field) => (propertyIn(description, field)?.type === 'array' ? [] : null),
      bareOf: (field) => optionsIn(description, field).bare,
      formulaOf: (field) => {
        const expression = description.formulas?.[field];
        const digits = expression?.digits;
        return expression && { expression, keep: (value) => (digits ? keptValue(value, digits) : value) };
      },
      rollupOf: (field) => rollupsIn(description).get(field),
      plain: (field, value) => {
        const { plain } = optionsIn(description, field);
        return plain ? plainValue(plain, value) : value;
      },
    };
    views.set(description, view);
  }
  return view;
}

/** A roll-up over lines of the form, spelled as the form holds it. */
function rollupOf(description: FormDescription, name: string): LineRollup | undefined {
  const { rollsUp } = optionsIn(description, name);
  if (!rollsUp) return undefined;
  const { function: asked, lines, field, digits } = rollsUp;
  const question = rollupQuestion(asked, lines, field);
  const isNumber = [propertyIn(description, name)?.type].flat().includes('integer');
  const keep = (value: WireValue) => {
    const kept = keptValue(value, digits);
    return isNumber && kept !== null ? Number(kept) : kept;
  };
  return question && { lines, question, keep };
}

const rollups = new WeakMap<FormDescription, ReadonlyMap<string, LineRollup>>();

/** All of a form. */
function rollupsIn(description: FormDescription): ReadonlyMap<string, LineRollup> {
  let known = rollups.get(description);
  if (!known) {
    const all = Object.keys(description.uiSchema).map((name) => [name, rollupOf(description, name)] as const);
    known = new Map(all.flatMap(([name, rollup]) => (rollup ? [[name, rollup] as const] : [])));
    rollups.set(description, known);
  }
  return known;
}

/** The line items that a form holds, as its rules ask them. */
function draftsIn(description: FormDescription, values: Values): ReadonlyMap<string, DraftRecords> {
  const drafts = new Map<string, DraftRecords>();
  for (const name of Object.keys(description.uiSchema)) {
    const { lines } = optionsIn(description, name);
    if (!lines) continue;
    const held = (values[name] ?? []) as readonly Values[];
    drafts.set(name, { view: viewOf(lines.form), records: held.map((line) => valuesOf(lines.form, line)) });
  }
  return drafts;
}

const isSame = (a: unknown, b: unknown): boolean =>
  JSON.stringify(a ?? null) === JSON.stringify(b ?? null) ||
  (typeof a !== 'object' && typeof b !== 'object' && asText(a) === asText(b)) ||
  (asText(a) === null && asText(b) === null);

/** Fields whose values differ from before; of a new record those that have one. */
function changedNames(values: Values, before: Values | undefined): ReadonlySet<string> {
  const names = new Set([...Object.keys(values), ...Object.keys(before ?? {})]);
  return new Set([...names].filter((name) => !isSame(values[name], before?.[name])));
}

/**
 * What the server adds: states by rules that the form cannot judge, and what may not be written in this record.
 * Where the form judges all rules itself, an older answer says nothing of what it holds by now.
 */
function withChecked({ rulesAsk }: FormDescription, states: RuleStates, checked: Checked | undefined) {
  const union = (own: Iterable<string>, others: readonly string[] = []) => new Set([...own, ...others]);
  const asked = rulesAsk === false ? undefined : checked;
  const hidden = union(states.hidden.keys(), asked?.hidden);
  const required = union(states.required.keys(), asked?.required);
  for (const name of hidden) required.delete(name);
  const own = Object.fromEntries([...states.options].map(([name, { allowed }]) => [name, allowed]));
  return {
    required,
    readOnly: union(states.readOnly.keys(), checked?.readOnly),
    hidden,
    options: { ...own, ...asked?.options },
  };
}

/** Judges what the form holds by the rules that came with it, and adds what the server said of the others. */
export function formVerdict(
  description: FormDescription,
  values: Values,
  filling: Filling,
  checked?: Checked,
): FormVerdict {
  const { before, user, now, timeZone } = filling;
  const rules = description.rules as readonly Rule[];
  const view = viewOf(description);
  const stored = before && valuesOf(description, before);
  const drafts = draftsIn(description, values);
  const around = (after: ReadonlyMap<string, WireValue>) =>
    surroundingsOf(view, {
      after,
      before: stored,
      facts: new Map(),
      drafts,
      user: user as Readonly<Record<string, WireValue>>,
      now,
      timeZone,
    });
  const { states, values: after } = settledStates(
    rules,
    valuesOf(description, values),
    around,
    (name, { clear }, value) => {
      // an owner and a stage the engine gives where nobody sees them
      if (!before && (name === 'owner' || view.pipelinesOf(name))) return value;
      return (clear ? undefined : stored?.get(name)) ?? view.emptyOf(name);
    },
  );
  const totals = Object.fromEntries(
    [...rollupsIn(description).keys()].map((name) => [name, around(after).get([name])]),
  );
  const coming = { ...Object.fromEntries(after), ...totals };
  const moved = changedNames(coming, stored && Object.fromEntries(stored));
  const changed = new Set([...moved].filter((name) => !states.hidden.has(name)));
  const change: Change = {
    isNew: before === undefined,
    given: changed,
    changed,
    moved,
    value: (field) => after.get(field) ?? null,
  };
  const formulas = Object.fromEntries(
    Object.keys(description.formulas ?? {}).map((name) => [name, around(after).get([name])]),
  );
  return {
    ...withChecked(description, states, checked),
    formulas: { ...checked?.formulas, ...formulas, ...totals },
    breaches: breachesOf(states, change),
  };
}

/** The message of a rule in the language of the page. */
export const messageOf = (message: Labels | undefined, language: string): string | undefined =>
  message && (message[language] ?? message.en ?? Object.values(message)[0]);

/** The form with what the verdict says: hidden fields are not there, but keep what they hold. */
export function withVerdict(description: FormDescription, verdict: FormVerdict): FormDescription {
  const { schema, uiSchema } = description;
  const { required, readOnly, hidden, options } = verdict;
  const all = Object.entries((schema.properties ?? {}) as Values);
  const isAsked = (name: string) => optionsIn(description, name).onDemand !== true || required.has(name);
  const shown = all.filter(([name]) => !hidden.has(name) && isAsked(name));
  const stated = ((schema.required ?? []) as readonly string[]).filter((name) => !hidden.has(name));
  const names = new Set(shown.map(([name]) => name));
  const added = [...required].filter((name) => names.has(name));
  const changes = [...new Set([...readOnly, ...Object.keys(options)])]
    .filter((name) => names.has(name))
    .map((name) => {
      const ui = (uiSchema[name] ?? {}) as Values;
      const own = (ui['ui:options'] ?? {}) as WidgetOptions;
      const allowed = options[name];
      const offered = allowed && {
        options: own.options?.map((option) =>
          allowed.includes(option.value) ? option : { ...option, archived: true },
        ),
      };
      const changed = {
        ...ui,
        ...(readOnly.has(name) && { 'ui:readonly': true }),
        'ui:options': { ...own, ...offered },
      };
      return [name, changed] as const;
    });
  return {
    ...description,
    schema: {
      ...schema,
      properties: Object.fromEntries(shown),
      required: [...new Set([...stated, ...added])],
    },
    uiSchema: { ...uiSchema, ...Object.fromEntries(changes) },
  };
}
