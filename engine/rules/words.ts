import { type ProblemItem, problemItem } from '../errors.ts';
import { type CheckedExpression, checkExpression, evaluate, type Scope } from '../expression/index.ts';
import { bareValue, isMatch, quoted, type WireValue } from '../field-types/index.ts';
import type { ModelField } from '../model/model.ts';

const length = (value: WireValue): number => [...String(value)].length;

/**
 * JSON Schema's words that judge a canonical value; type, format and options are judged by the field
 * type when it normalises. Numbers that are text on the wire are judged by the type's `checks`.
 */
const WORDS: Readonly<
  Record<string, (value: WireValue, limit: any, path: string) => ProblemItem | undefined>
> = {
  minLength: (value, limit, path) =>
    length(value) < limit ? problemItem(path, 'record.too_short', { limit }) : undefined,
  maxLength: (value, limit, path) =>
    length(value) > limit ? problemItem(path, 'record.too_long', { limit, given: length(value) }) : undefined,
  minimum: (value, limit, path) =>
    typeof value === 'number' && value < limit ? problemItem(path, 'record.least', { limit }) : undefined,
  maximum: (value, limit, path) =>
    typeof value === 'number' && value > limit ? problemItem(path, 'record.most', { limit }) : undefined,
};

/** A long pattern is shown by its beginning. */
const shown = (pattern: string): string => (pattern.length > 80 ? `${pattern.slice(0, 80)}…` : pattern);

/** A field's own conditions, compiled once for as long as its Model lives. */
interface FieldChecks {
  readonly schema: Readonly<Record<string, unknown>>;
  readonly expressions: readonly CheckedExpression[];
}

const known = new WeakMap<ModelField, FieldChecks>();

/** A record of which only the field itself is in scope. */
const scopeOf = (field: ModelField): Scope => ({
  record: {
    member: (name) =>
      name === field.name
        ? {
            name,
            kind: field.type.kind,
            nullable: true,
            ...(field.type.digits && { digits: field.type.digits(field) }),
          }
        : undefined,
    names: () => [field.name],
  },
  variables: new Map(),
});

function checksOf(field: ModelField): FieldChecks {
  let checks = known.get(field);
  if (!checks) {
    const expressions = (field.type.checks?.(field) ?? []).map((source) => {
      const checked = checkExpression(source, scopeOf(field), { returns: 'bool' });
      if (!checked.ok) throw new Error(`the check of ${field.name} is no expression: ${source}`);
      return checked.expression;
    });
    checks = { schema: field.type.valueSchema(field), expressions };
    known.set(field, checks);
  }
  return checks;
}

/** What is wrong with a canonical value by the words of its property. */
export function checkWords(field: ModelField, value: WireValue, path: string, now: Date): ProblemItem[] {
  // what is sealed has been judged before
  if (value === null || field.type.kind === 'encrypted') return [];
  const { schema, expressions } = checksOf(field);
  const problems: ProblemItem[] = [];
  for (const [word, limit] of Object.entries(schema)) {
    const problem = WORDS[word]?.(value, limit, path);
    if (problem) problems.push(problem);
  }
  const { pattern } = field.schema;
  // what is too long has been told so; a pattern may take its time in proportion
  const isJudged = typeof pattern === 'string' && typeof value === 'string' && problems.length === 0;
  if (isJudged && !isMatch(pattern, value)) {
    problems.push(problemItem(path, 'record.pattern', { given: quoted(value), pattern: shown(pattern) }));
  }
  for (const expression of expressions) {
    const holds = evaluate(expression, { get: () => bareValue(field.type, value), now, timeZone: 'UTC' });
    if (holds === false) {
      const check = expression.source.slice(field.name.length).trim();
      problems.push(
        problemItem(path, 'record.range', { given: quoted(bareValue(field.type, value)), check }),
      );
    }
  }
  return problems;
}
