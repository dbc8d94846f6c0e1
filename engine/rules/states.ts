import { evaluate } from '../expression/evaluate.ts';
import type { CheckedExpression, WireValue } from '../expression/index.ts';
import type { ModelRule } from '../model/model.ts';

/**
 * What the rules of an object make of a record. The server judges writes by it and the browser forms, on
 * the same data: of what runs this file imports nothing but the evaluation of expressions.
 */

type Around = Parameters<typeof evaluate>[1];

export const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

/** A rule of an object document: the same data on the server and in the browser. */
export type Rule = Omit<ModelRule, 'states'>;

/** What the rules that are met say of the fields, and which checks do not hold. */
export interface RuleStates {
  readonly required: ReadonlyMap<string, Rule>;
  readonly readOnly: ReadonlyMap<string, Rule>;
  readonly hidden: ReadonlyMap<string, Rule>;
  readonly options: ReadonlyMap<string, { readonly rule: Rule; readonly allowed: readonly string[] }>;
  readonly broken: readonly Rule[];
}

/** The states of all fields. A condition that is null is not met; a check that is null passes. */
export function ruleStates(rules: readonly Rule[], around: Around): RuleStates {
  const required = new Map<string, Rule>();
  const readOnly = new Map<string, Rule>();
  const hidden = new Map<string, Rule>();
  const options = new Map<string, { rule: Rule; allowed: readonly string[] }>();
  const broken: Rule[] = [];
  const first = (states: Map<string, Rule>, names: readonly string[] | undefined, rule: Rule): void => {
    for (const name of names ?? []) if (!states.has(name)) states.set(name, rule);
  };
  for (const rule of rules) {
    if (rule.when && evaluate(rule.when, around) !== true) continue;
    first(required, rule.require, rule);
    first(readOnly, rule.readOnly, rule);
    first(hidden, rule.hide, rule);
    for (const [name, given] of Object.entries(rule.options ?? {})) {
      const known = options.get(name);
      const allowed = known ? known.allowed.filter((value) => given.includes(value)) : given;
      options.set(name, { rule, allowed });
    }
    if (rule.check && evaluate(rule.check, around) === false) broken.push(rule);
  }
  for (const name of hidden.keys()) required.delete(name);
  return { required, readOnly, hidden, options, broken };
}

type Values = ReadonlyMap<string, WireValue>;

/** What a hidden field has from then on, given what it has; the same value where it keeps it. */
export type HiddenValue = (field: string, rule: Rule, value: WireValue) => WireValue;

/**
 * The states of all fields once hidden ones have what they keep: what a rule empties, other rules find empty.
 * No field's hiding depends on itself (documents in which it does are refused), so this comes to an end.
 */
export function settledStates(
  rules: readonly Rule[],
  values: Values,
  around: (values: Values) => Around,
  hiddenValue: HiddenValue,
): { readonly states: RuleStates; readonly values: Values } {
  let settled = values;
  let states = ruleStates(rules, around(settled));
  for (let round = 0; round < rules.length; round++) {
    const changes = [...states.hidden].flatMap(([name, rule]): [string, WireValue][] => {
      const value = settled.get(name) ?? null;
      const kept = hiddenValue(name, rule, value);
      return kept === value || (isEmpty(kept) && isEmpty(value)) ? [] : [[name, kept]];
    });
    if (changes.length === 0) break;
    settled = new Map([...settled, ...changes]);
    states = ruleStates(rules, around(settled));
  }
  return { states, values: settled };
}

/** A rule that a change breaks, and the field at which that is told ('': the record as a whole). */
export interface Breach {
  readonly field: string;
  readonly code:
    | 'record.rule'
    | 'record.required'
    | 'record.hidden'
    | 'record.rule_read_only'
    | 'record.rule_option';
  readonly rule: Rule;
}

/** What is known of a change while rules judge it. */
export interface Change {
  readonly isNew: boolean;
  /** fields that the body names */
  readonly given: ReadonlySet<string>;
  /** fields that get another value; of a new record those that get one from the body */
  readonly changed: ReadonlySet<string>;
  /** fields whose values differ from before in any way: by the body, a default, a stage entered */
  readonly moved: ReadonlySet<string>;
  /** value after the change */
  value(field: string): unknown;
}

/** Fields of the record itself that an expression reads, and whether it reads anything besides. */
function readsOf(expressions: readonly (CheckedExpression | undefined)[]): {
  readonly own: ReadonlySet<string>;
  readonly others: boolean;
} {
  const paths = expressions.flatMap((expression) => expression?.references ?? []);
  const own = paths.filter(([first]) => !first!.startsWith('$'));
  const isOther = (path: readonly string[]): boolean => path.length > 1 || path[0]!.startsWith('$user');
  const asksRecords = expressions.some((expression) => (expression?.children.length ?? 0) > 0);
  // line items are a field of the record: what asks them is stirred when they change
  const asked = expressions.flatMap((expression) => expression?.children.map(({ path }) => path) ?? []);
  const lines = asked.filter(({ length }) => length === 1);
  return {
    own: new Set([...own, ...lines].map(([first]) => first!)),
    others: asksRecords || paths.some(isOther),
  };
}

const inputs = new WeakMap<Rule, ReturnType<typeof readsOf>>();

function inputsOf(rule: Rule): ReturnType<typeof readsOf> {
  let known = inputs.get(rule);
  if (!known) {
    known = readsOf(rule.check ? [rule.when, rule.check] : [rule.when]);
    inputs.set(rule, known);
  }
  return known;
}

const isStirred = (rule: Rule, { moved }: Change): boolean =>
  [...inputsOf(rule).own].some((name) => moved.has(name));

/**
 * Whether a check is asked of this change. A record that broke a rule before the rule was there stays
 * editable: what only its own fields decide is asked again when one of them changes.
 */
function isAsked(rule: Rule, change: Change): boolean {
  const { own, others } = inputsOf(rule);
  return change.isNew || others || own.size === 0 || isStirred(rule, change);
}

/** Everything that a change breaks, in the order of the rules' kinds. */
export function breachesOf(states: RuleStates, change: Change): Breach[] {
  const { isNew, given, changed, value } = change;
  const breaches: Breach[] = [];
  for (const rule of states.broken) {
    if (isAsked(rule, change)) breaches.push({ field: rule.field ?? '', code: 'record.rule', rule });
  }
  for (const [field, rule] of states.required) {
    const isDue = isNew || given.has(field) || isStirred(rule, change);
    if (isDue && isEmpty(value(field))) breaches.push({ field, code: 'record.required', rule });
  }
  for (const [field, rule] of states.hidden) {
    if (changed.has(field) && !rule.clear && !isEmpty(value(field)))
      breaches.push({ field, code: 'record.hidden', rule });
  }
  for (const [field, rule] of states.readOnly) {
    if (changed.has(field)) breaches.push({ field, code: 'record.rule_read_only', rule });
  }
  for (const [field, { rule, allowed }] of states.options) {
    const isDue = isNew || changed.has(field) || isStirred(rule, change);
    const values = [value(field)].flat().filter((one) => !isEmpty(one));
    if (isDue && values.some((one) => !allowed.includes(String(one))))
      breaches.push({ field, code: 'record.rule_option', rule });
  }
  return breaches;
}
