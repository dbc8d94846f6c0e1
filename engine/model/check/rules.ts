import { nearest, type ProblemItem } from '../../errors.ts';
import { findReferences } from '../../expression/index.ts';
import type { Body } from '../document.ts';
import { membersOf } from '../kinds/define-kind.ts';
import type { ModelField, ModelObject } from '../model.ts';
import type { Path, Report } from '../report.ts';
import { circlesIn } from './circles-in.ts';
import { eachDocument, type Together } from './together.ts';

interface PlacedRule {
  readonly path: Path;
  readonly rule: Body;
}

type FieldNamed = (name: string) => ModelField | undefined;

type Reads = (source: unknown) => ReadonlySet<string>;

/** Names of the record itself that an expression reads, before the change or after it, by itself or in formulas. */
function readsIn(properties: Body = {}): Reads {
  const visit = (source: unknown, reads: Set<string>): Set<string> => {
    if (typeof source !== 'string') return reads;
    for (const { path } of findReferences(source)) {
      const name = path[0] === '$old' ? path[1]! : path[0]!;
      if (reads.has(name)) continue;
      reads.add(name);
      if (Object.hasOwn(properties, name)) visit(properties[name]['x-field']?.expression, reads);
    }
    return reads;
  };
  return (source) => visit(source, new Set());
}

/** A rule that hides what its own condition reads would hide the way back. */
function checkHide({ path, rule }: PlacedRule, readsOf: Reads, fieldOf: FieldNamed, report: Report): void {
  const reads = readsOf(rule.when);
  for (const [index, name] of (rule.hide ?? []).entries()) {
    const at = [...path, 'hide', index];
    const field = fieldOf(name);
    if (reads.has(name)) report(at, 'document.rule_hides_itself', { name });
    if (rule.clear === true && field && (field.system || field.engineWritten || field.type.hasStages))
      report(at, 'document.rule_clears', { name });
  }
}

/** Rules that hide what the conditions of others read, so that the last of them hides what the first reads. */
function checkCircles(rules: readonly PlacedRule[], readsOf: Reads, report: Report): void {
  const dependences = rules.flatMap(({ path, rule }) =>
    ((rule.hide ?? []) as readonly string[]).map((from) => ({
      path: [...path, 'hide'],
      from,
      // what a rule hides by itself is told where that rule stands
      to: new Set([...readsOf(rule.when)].filter((name) => name !== from)),
    })),
  );
  for (const { path, circle } of circlesIn(dependences)) {
    report(path, 'document.rule_circle', { circle: circle.join(' → ') });
  }
}

/** What a rule asks for must be something that people can do. */
function checkRequire({ path, rule }: PlacedRule, fieldOf: FieldNamed, report: Report): void {
  for (const [index, name] of (rule.require ?? []).entries()) {
    const field = fieldOf(name);
    if (field && (field.engineWritten || field.readOnly)) {
      report([...path, 'require', index], 'document.rule_impossible', { name });
    }
  }
}

const says = (when: unknown): string => (typeof when === 'string' ? when.replace(/\s+/g, '') : '');

/** Whether a condition holds wherever another one does, as far as that shows in their words. */
const alwaysWith = (one: Body, other: Body): boolean =>
  one.when === undefined || says(one.when) === says(other.when);

const hasDefault = (field: Body | undefined): boolean =>
  field?.default !== undefined || field?.['x-field']?.defaultExpression !== undefined;

/** What is asked for may not be hidden or locked by a rule under the same condition. */
function checkContradictions(rules: readonly PlacedRule[], body: Body, report: Report): void {
  const always = { path: [], rule: { require: body.required ?? [] } };
  const asking = [...rules, always].filter(({ rule }) => rule.require !== undefined);
  for (const { path, rule } of rules) {
    for (const second of ['hide', 'readOnly'] as const) {
      for (const [index, name] of ((rule[second] ?? []) as readonly string[]).entries()) {
        // a field that every record must have is asked for only where it is shown
        const among = second === 'hide' ? asking.filter((one) => one !== always) : asking;
        if (second === 'readOnly' && hasDefault(body.properties?.[name])) continue;
        const isAsked = among.some((one) => one.rule.require.includes(name) && alwaysWith(rule, one.rule));
        if (isAsked)
          report([...path, second, index], 'document.rule_contradiction', { name, first: 'require', second });
      }
    }
  }
}

function checkOptions({ path, rule }: PlacedRule, fieldOf: FieldNamed, report: Report): void {
  for (const [name, allowed] of Object.entries<readonly string[]>(rule.options ?? {})) {
    const field = fieldOf(name);
    if (!field) continue;
    if (!field.type.hasOptions) {
      report([...path, 'options', name], 'document.no_options_there', { name });
      continue;
    }
    const known = field.options.map(({ value }) => value);
    for (const [index, value] of allowed.entries()) {
      if (known.includes(value)) continue;
      const params = { name: value, field: name };
      report([...path, 'options', name, index], 'document.rule_options', params, nearest(value, known));
    }
  }
}

function checkObjectRules(object: ModelObject, body: Body, report: Report): void {
  const fieldOf: FieldNamed = (name) => object.fields.get(name);
  const readsOf = readsIn(body.properties);
  const rules = membersOf(body['x-rules']).map(([index, rule]) => ({ path: ['x-rules', index], rule }));
  for (const placed of rules) {
    checkHide(placed, readsOf, fieldOf, report);
    checkRequire(placed, fieldOf, report);
    checkOptions(placed, fieldOf, report);
  }
  checkCircles(rules, readsOf, report);
  checkContradictions(rules, body, report);
}

/** What rules ask of fields is possible. */
export const checkRuleFields = (together: Together): ProblemItem[] =>
  eachDocument(together, ({ kind, key, body }, report) => {
    const object = kind === 'object' ? together.objects.get(key) : undefined;
    if (object && !object.archived) checkObjectRules(object, body, report);
  });
