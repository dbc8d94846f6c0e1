import type { RequestContext } from '../context.ts';
import { type InsertColumn, insertionSql } from '../db/index.ts';
import type { WireValue } from '../field-types/index.ts';
import { foldedOf, keysOf, matchedFields, matchRulesOf, matchText } from '../matching/index.ts';
import type { ModelField, ModelMatchRule, ModelObject } from '../model/model.ts';
import { systemTable } from './frame.ts';

/** Under which numbers a match rule finds a record. */
export interface MatchEntry {
  readonly rule: string;
  readonly keys: readonly string[];
}

type Values = (field: string) => WireValue;

/** Whether a write of these fields changes how a record is found by match rules. */
export const touchesMatches = (
  { model }: RequestContext,
  object: ModelObject,
  changed: Iterable<ModelField>,
): boolean => {
  const compared = matchedFields(model, object);
  return [...changed].some(({ name }) => compared.includes(name));
};

/** The texts of what a rule compares, of a record with these values. */
export const comparedTexts = (
  { compared }: ModelMatchRule,
  { fields }: ModelObject,
  said: Values,
): readonly (string | null)[] =>
  compared.map(({ field }) => {
    const value = said(field);
    return value === null || value === undefined ? null : matchText(fields.get(field)!, value);
  });

/** How the rules of its object find a record with these values. */
export const matchEntries = ({ model }: RequestContext, object: ModelObject, said: Values): MatchEntry[] =>
  matchRulesOf(model, object).map((rule) => ({
    rule: rule.id,
    keys: keysOf(rule.id, rule, foldedOf(rule, comparedTexts(rule, object, said))),
  }));

interface MatchRow extends MatchEntry {
  readonly record: string;
}

const COLUMNS: readonly InsertColumn<MatchRow>[] = [
  ['record', 'uuid', ({ record }) => record],
  ['rule', 'text', ({ rule }) => rule],
  ['keys', 'text', ({ keys }) => `{${keys.join()}}`, (bound) => `${bound}::bigint[]`],
];

/** The CTE of a write by which match rules find its records from then on. */
export function matchesSql(
  { model }: RequestContext,
  rows: readonly MatchRow[],
  values: unknown[],
): string | undefined {
  if (rows.length === 0) return undefined;
  const insert = insertionSql(systemTable(model, '_match'), COLUMNS, rows, values);
  return `matches AS (${insert} ON CONFLICT (record, rule) DO UPDATE SET keys = excluded.keys)`;
}
