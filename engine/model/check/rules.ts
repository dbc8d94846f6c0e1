import { nearest, type ProblemItem } from '../../errors.ts';
import { findReferences } from '../../expression/index.ts';
import type { Body } from '../document.ts';
import { membersOf } from '../kinds/define-kind.ts';
import type { ModelField, ModelObject } from '../model.ts';
import type { Path, Report } from '../report.ts';
import { eachDocument, type Together } from './together.ts';

/** Names of the record itself that an expression reads. */
const readsOf = (source: unknown): ReadonlySet<string> =>
  new Set(
    typeof source === 'string'
      ? findReferences(source).map(({ path: [first, second] }) => (first === '$old' ? second! : first!))
      : [],
  );

/** A rule that hides what its own condition reads would hide the way back. */
function checkHide(rule: Body, path: Path, report: Report): void {
  const reads = readsOf(rule.when);
  for (const [index, name] of (rule.hide ?? []).entries()) {
    if (reads.has(name)) report([...path, 'hide', index], 'document.rule_hides_itself', { name });
  }
}

/** What a rule asks for must be something that people can do. */
function checkRequire(
  rule: Body,
  path: Path,
  fieldOf: (name: string) => ModelField | undefined,
  report: Report,
): void {
  for (const [index, name] of (rule.require ?? []).entries()) {
    const field = fieldOf(name);
    if (field && (field.engineWritten || field.readOnly)) {
      report([...path, 'require', index], 'document.rule_impossible', { name });
    }
  }
}

function checkOptions(
  rule: Body,
  path: Path,
  fieldOf: (name: string) => ModelField | undefined,
  report: Report,
): void {
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
      report(
        [...path, 'options', name, index],
        'document.rule_options',
        { name: value, field: name },
        nearest(value, known),
      );
    }
  }
}

function checkObjectRules(object: ModelObject, rules: unknown, report: Report): void {
  const fieldOf = (name: string) => object.fields.get(name);
  for (const [index, rule] of membersOf(rules)) {
    const path = ['x-rules', index];
    checkHide(rule, path, report);
    checkRequire(rule, path, fieldOf, report);
    checkOptions(rule, path, fieldOf, report);
  }
}

/** What rules ask of fields is possible. */
export const checkRuleFields = (together: Together): ProblemItem[] =>
  eachDocument(together, ({ kind, key, body }, report) => {
    const object = kind === 'object' ? together.objects.get(key) : undefined;
    if (object && !object.archived) checkObjectRules(object, body['x-rules'], report);
  });
