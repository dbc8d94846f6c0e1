import type { Access, ObjectAccess } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { Problem, type ProblemItem, problemItem } from '../errors.ts';
import { quoted, type WireValue } from '../field-types/index.ts';
import type { ModelField, ModelObject } from '../model/model.ts';
import { areAnswered, conclude, isWritable, type Reading } from '../rules/index.ts';
import { readDraft } from './draft.ts';
import { type Duplicates, findDuplicates } from './duplicates.ts';
import { readBehind, readFacts } from './facts.ts';
import { givenLines } from './given-lines.ts';
import { problemsBefore } from './judge-again.ts';
import { judgeLines } from './judge-lines.ts';
import { lackingLines, planLines } from './lines.ts';
import { objectAccessOf } from './plan.ts';
import type { Connection } from './postgres.ts';
import { recordIdOf } from './read.ts';
import { missingReferences, referencesIn, refusalsOf } from './references.ts';

/** What a write of these values would be told. Nothing is written, no value is shown that may not be seen. */
export interface CheckAnswer {
  readonly problems: readonly ProblemItem[];
  readonly required: readonly string[];
  readonly readOnly: readonly string[];
  readonly hidden: readonly string[];
  /** by field: the options that rules allow */
  readonly options: Readonly<Record<string, readonly string[]>>;
  readonly defaults: Readonly<Record<string, WireValue>>;
  readonly formulas: Readonly<Record<string, WireValue>>;
  readonly duplicates: readonly Duplicates[];
}

const named = (object: ModelObject, holds: (field: ModelField) => boolean): string[] =>
  [...object.fields.values()].filter(holds).map(({ name }) => name);

function readBody(body: unknown): { id?: string; values: unknown } {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Problem('record.invalid', {}, [problemItem('', 'record.shape', { given: quoted(body) })]);
  }
  const { id, values, ...others } = body as Record<string, unknown>;
  const unknown = Object.keys(others)[0];
  if (unknown !== undefined) {
    const params = { name: unknown, known: 'id, values' };
    throw new Problem('request.parameter', params, [problemItem(`/${unknown}`, 'request.parameter', params)]);
  }
  if (id !== undefined && id !== null && typeof id !== 'string') throw new Problem('record.not_found');
  return { ...(typeof id === 'string' && { id: recordIdOf(id) }), values: values ?? {} };
}

/**
 * Formulas that the actor may read, worked out for the record as it would be: by their SQL and with the actor's
 * rights, as a list of such records would show them.
 */
async function formulasOf(
  ctx: RequestContext,
  on: Connection,
  access: Access,
  object: ObjectAccess,
  { after }: Reading,
  id: string | undefined,
): Promise<Readonly<Record<string, WireValue>>> {
  const names = object.readable.flatMap(({ name, formula }) => (formula ? [name] : []));
  const reads = { facts: names.map((name) => [name]), macros: [], filters: [] };
  const [facts] = await readBehind(ctx, on, access, object.object, reads, [after], id ?? 'new');
  return Object.fromEntries(names.map((name) => [name, facts!.get(name) ?? null]));
}

/** Judges a form while it is filled in. */
export async function checkRecord(
  ctx: RequestContext,
  objectName: string,
  body: unknown,
): Promise<CheckAnswer> {
  const { access, object } = objectAccessOf(ctx, objectName);
  const { id, values } = readBody(body);
  const on = ctx.db.forWorkspace(ctx.workspace);
  const draft = { ...(id !== undefined && { id }), values };
  const { before, held, rights, reading } = await readDraft(ctx, on, access, object, draft);
  const { situation } = reading;
  const [facts] = await readFacts(ctx, on, object.object, [reading.after]);
  const verdict = conclude(reading, facts);
  const { states } = verdict;
  const missing = await missingReferences(
    ctx,
    access,
    on,
    referencesIn(ctx, object, verdict.changes, '/values'),
  );
  const lines = givenLines(access, verdict.changes, '/values', held);
  const plans = lines.map((one) => planLines(one, held.get(one.field) ?? []));
  const inLines = [
    ...lackingLines(plans, verdict, '/values'),
    ...plans.flatMap((plan) => plan.problems),
    ...(await judgeLines(ctx, on, access, plans)),
  ];
  const given = new Set(Object.keys(values as object));
  const defaults = before
    ? []
    : [...verdict.changes].filter(([field]) => !given.has(field.name) && rights.isKnown(field));
  const mayWrite = !before || (object.can('update') && before.isIn(object.rows('update')));
  return {
    problems: [
      ...(mayWrite ? [] : [problemItem('', 'record.forbidden')]),
      ...(areAnswered(object.object, reading.drafts ?? new Map())
        ? refusalsOf(verdict.problems, missing)
        : problemsBefore(object.object, lines, refusalsOf(verdict.problems, missing))),
      ...inLines,
    ],
    required: named(
      object.object,
      (field) =>
        rights.isKnown(field) &&
        (states.required.has(field.name) || (field.required && !states.hidden.has(field.name))),
    ),
    readOnly: named(
      object.object,
      (field) => rights.isKnown(field) && (states.readOnly.has(field.name) || !isWritable(situation, field)),
    ),
    hidden: named(object.object, (field) => rights.isKnown(field) && states.hidden.has(field.name)),
    options: Object.fromEntries(
      [...states.options]
        .filter(([name]) => rights.isKnown(object.object.fields.get(name)!))
        .map(([name, { allowed }]) => [name, allowed]),
    ),
    defaults: Object.fromEntries(defaults.map(([field, value]) => [field.name, value])),
    formulas: await formulasOf(ctx, on, access, object, reading, id),
    duplicates: await findDuplicates(ctx, on, access, object, {
      ...(id !== undefined && { id }),
      // of a record that is there, what is not being changed counts as far as it may be read
      said: (name) => (id === undefined || given.has(name) ? (reading.after.get(name) ?? null) : undefined),
    }),
  };
}
