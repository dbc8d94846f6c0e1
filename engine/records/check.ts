import type { RequestContext } from '../context.ts';
import { Problem, type ProblemItem, problemItem } from '../errors.ts';
import { quoted, type WireValue } from '../field-types/index.ts';
import type { ModelField, ModelObject } from '../model/model.ts';
import { isWritable, judge, type Situation } from '../rules/index.ts';
import { membersOf } from './members.ts';
import { fieldRights, readNarrow } from './narrow.ts';
import { assertCan, objectAccessOf } from './plan.ts';
import { recordIdOf } from './read.ts';
import { missingReferences, referencesIn } from './references.ts';

/** What a write of these values would be told. Nothing is written, no value is shown that may not be seen. */
export interface CheckAnswer {
  readonly problems: readonly ProblemItem[];
  readonly required: readonly string[];
  readonly readOnly: readonly string[];
  readonly hidden: readonly string[];
  readonly defaults: Readonly<Record<string, WireValue>>;
  readonly formulas: Readonly<Record<string, WireValue>>;
  readonly duplicates: readonly unknown[];
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

/** Judges a form while it is filled in. */
export async function checkRecord(
  ctx: RequestContext,
  objectName: string,
  body: unknown,
): Promise<CheckAnswer> {
  const { access, object } = objectAccessOf(ctx, objectName);
  const { id, values } = readBody(body);
  assertCan(object, id === undefined ? 'create' : 'update');
  const on = ctx.db.forWorkspace(ctx.workspace);
  const names = [...membersOf(object)].filter(([, { part }]) => part !== 'since').map(([name]) => name);
  const before = id === undefined ? undefined : await readNarrow(ctx, on, { access, object, id, names });
  if (id !== undefined && !before) throw new Problem('record.not_found');
  const rights = before
    ? fieldRights(object, 'update', before.isIn)
    : fieldRights(object, 'create', (scopes) => scopes.length > 0);
  const situation: Situation = {
    model: ctx.model,
    object: object.object,
    userId: ctx.actor.userId,
    rights,
    now: ctx.now,
    ...(before && { before: before.values }),
    given: values,
    path: '/values',
  };
  const verdict = judge(situation);
  const missing = await missingReferences(ctx, access, on, referencesIn(ctx, verdict.changes, '/values'));
  const given = new Set(Object.keys(values as object));
  const defaults = before
    ? []
    : [...verdict.changes].filter(([field]) => !given.has(field.name) && rights.isKnown(field));
  return {
    problems: [...verdict.problems, ...missing.map(({ problem }) => problem)],
    required: named(object.object, (field) => field.required && rights.isKnown(field)),
    readOnly: named(object.object, (field) => rights.isKnown(field) && !isWritable(situation, field)),
    hidden: [],
    defaults: Object.fromEntries(defaults.map(([field, value]) => [field.name, value])),
    formulas: {},
    duplicates: [],
  };
}
