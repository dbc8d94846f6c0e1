import { type ProblemItem, problemItem } from '../errors.ts';
import type { WireValue } from '../field-types/index.ts';
import type { ModelField } from '../model/model.ts';
import { defaultOf } from './defaults.ts';
import { type ReadBody, readBody } from './read-body.ts';
import type { Situation, StageMove, Values, Verdict } from './situation.ts';
import { resolveStage } from './stages.ts';
import { checkWords } from './words.ts';

const isEmpty = (value: WireValue | undefined): boolean =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0);

const isSame = (a: WireValue | undefined, b: WireValue): boolean =>
  a === b || (isEmpty(a) && isEmpty(b)) || (typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b));

/** Judges a body against what the record holds: what would be written, or why nothing may be. Pure. */
export function judge(situation: Situation): Verdict {
  const { object, before, path, now } = situation;
  const body = readBody(situation);
  const problems: ProblemItem[] = [...body.problems];
  const values = new Map(body.values);
  if (!before) addDefaults(situation, values);

  const moves: StageMove[] = [];
  const after = valuesAfter(before, values);
  for (const field of object.fields.values()) {
    if (!field.type.hasStages) continue;
    const isRefused = body.problems.some((problem) => problem.path.startsWith(`${path}/${field.name}`));
    const { move, problem } = isRefused ? {} : resolveStage(situation, field, { ...body, values }, after);
    values.delete(field);
    if (problem) problems.push(problem);
    if (!move) continue;
    moves.push(move);
    values.set(field, move.to?.stage ?? null);
  }

  problems.push(...missing(situation, body, values, problems));
  const changes = new Map<ModelField, WireValue>();
  for (const field of object.fields.values()) {
    const value = values.get(field);
    if (value === undefined) continue;
    const isMoved = moves.some((move) => move.field === field);
    if (!isMoved && isSame(before?.get(field.name), value)) continue;
    problems.push(...checkWords(field, value, `${path}/${field.name}`, now));
    changes.set(field, value);
  }
  problems.push(...checkOwner(situation, changes));
  return { changes, moves, problems };
}

function addDefaults(situation: Situation, values: Map<ModelField, WireValue>): void {
  for (const field of situation.object.fields.values()) {
    if (values.has(field)) continue;
    const value = defaultOf(situation, field);
    if (value !== undefined) values.set(field, value);
  }
}

function valuesAfter(before: Values | undefined, values: ReadonlyMap<ModelField, WireValue>): Values {
  const after = new Map(before);
  for (const [field, value] of values) after.set(field.name, value);
  return after;
}

/** Required fields without a value: all of a new record, else those that the body clears. */
function missing(
  { object, before, path }: Situation,
  body: ReadBody,
  values: ReadonlyMap<ModelField, WireValue>,
  refused: readonly ProblemItem[],
): ProblemItem[] {
  const problems: ProblemItem[] = [];
  for (const field of object.fields.values()) {
    if (!field.required || field.system || field.engineWritten) continue;
    const isTouched = before === undefined || body.values.has(field);
    const at = `${path}/${field.name}`;
    const isRefused = refused.some((problem) => problem.path === at);
    const isStanding = field.type.hasStages && !values.has(field) && !isEmpty(before?.get(field.name));
    if (!isTouched || isRefused || isStanding || !isEmpty(values.get(field))) continue;
    problems.push({ ...problemItem(at, 'record.required'), message: requiredMessage(field) });
  }
  return problems;
}

/** The message in each language with the label of that language. */
function requiredMessage(field: ModelField) {
  const inLanguage = (locale: 'en' | 'zh-CN') =>
    problemItem('', 'record.required', { label: field.labels[locale] ?? field.labels.en ?? field.name })
      .message[locale]!;
  return { en: inLanguage('en'), 'zh-CN': inLanguage('zh-CN') };
}

/** Whoever may not assign makes records of their own. */
function checkOwner(
  { before, rights, userId, path }: Situation,
  changes: ReadonlyMap<ModelField, WireValue>,
): ProblemItem[] {
  if (before || rights.canAssign) return [];
  const owner = [...changes].find(([field]) => field.system && field.name === 'owner')?.[1];
  return owner === undefined || owner === userId ? [] : [problemItem(`${path}/owner`, 'record.owner')];
}
