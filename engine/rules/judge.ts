import { type ProblemItem, problemItem } from '../errors.ts';
import type { WireValue } from '../field-types/index.ts';
import type { ModelField } from '../model/model.ts';
import { defaultOf } from './defaults.ts';
import { readBody } from './read-body.ts';
import type { Facts, Reading, Situation, StageMove, Values, Verdict } from './situation.ts';
import { resolveStage } from './stages.ts';
import { type Breach, breachesOf, type Change, ruleStates } from './states.ts';
import { around } from './view.ts';
import { checkWords } from './words.ts';

const isEmpty = (value: WireValue | undefined): boolean =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0);

const isSame = (a: WireValue | undefined, b: WireValue): boolean =>
  a === b || (isEmpty(a) && isEmpty(b)) || (typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b));

const emptyOf = (field: ModelField): WireValue => (field.type.kind === 'list' ? [] : null);

/** Reads a body: the values that it, defaults and pipelines give. Facts are looked up with what it comes to. */
export function readChange(situation: Situation): Reading {
  const { object, before, path } = situation;
  const body = readBody(situation);
  const problems: ProblemItem[] = [...body.problems];
  const values = new Map(body.values);
  if (!before) addDefaults(situation, values);
  const moves: StageMove[] = [];
  const after = new Map(before);
  for (const [field, value] of values) after.set(field.name, value);
  for (const field of object.fields.values()) {
    if (!field.type.hasStages) continue;
    const isRefused = body.problems.some((problem) => problem.path.startsWith(`${path}/${field.name}`));
    const { move, problem } = isRefused ? {} : resolveStage(situation, field, { ...body, values }, after);
    values.delete(field);
    if (problem) problems.push(problem);
    if (!move) continue;
    moves.push(move);
    values.set(field, move.to?.stage ?? null);
    enterStage(after, field, move, situation);
  }
  return { situation, values, moves, given: body.given, after, problems };
}

/** The members of a stage that is entered, or left for none. */
function enterStage(
  after: Map<string, WireValue>,
  { name }: ModelField,
  { to }: StageMove,
  { now }: Situation,
): void {
  after.set(name, to?.stage ?? null);
  after.set(`${name}_pipeline`, to?.pipeline ?? null);
  after.set(`${name}_since`, to ? now.toISOString() : null);
}

/** Judges what a body comes to: what would be written, or why nothing may be. Pure. */
export function conclude(reading: Reading, facts: Facts = new Map()): Verdict {
  const { situation, moves, after } = reading;
  const { object, before, path, now } = situation;
  const states = ruleStates(object.rules, around(situation, after, facts));
  const values = withoutHidden(reading, states);
  const problems = [...reading.problems, ...missing(reading, values)];
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
  const told = new Set(problems.map((problem) => problem.path));
  const breaches = object.rules.length > 0 ? breachesOf(states, changeOf(reading, changes)) : [];
  for (const breach of breaches) {
    const problem = breachProblem(situation, breach);
    if (breach.code === 'record.rule' || !told.has(problem.path)) problems.push(problem);
  }
  return { changes, moves, states, problems };
}

/** Judges a body where no rule needs facts. */
export const judge = (situation: Situation): Verdict => conclude(readChange(situation));

/** What nobody sees gets no default, and loses its value where its rule says so. */
function withoutHidden(
  { situation: { object, before }, values: read, given, after }: Reading,
  { hidden }: Verdict['states'],
): Map<ModelField, WireValue> {
  const values = new Map(read);
  for (const [name, rule] of hidden) {
    const field = object.fields.get(name);
    if (!field) continue;
    if (!before && !given.has(name)) values.delete(field);
    if (rule.clear && !isEmpty(after.get(name))) values.set(field, emptyOf(field));
  }
  return values;
}

function changeOf({ situation, given, after }: Reading, changes: ReadonlyMap<ModelField, WireValue>): Change {
  const moved = new Set([...changes.keys()].map(({ name }) => name));
  const values: Values = new Map([
    ...after,
    ...[...changes].map(([{ name }, value]) => [name, value] as const),
  ]);
  return {
    isNew: situation.before === undefined,
    given,
    changed: new Set([...moved].filter((name) => given.has(name))),
    moved,
    value: (name) => values.get(name) ?? null,
  };
}

/** The words of a problem, in each language with the label of that language. */
function toldOf(path: string, code: Breach['code'], field: ModelField | undefined): ProblemItem {
  const inLanguage = (locale: 'en' | 'zh-CN') =>
    problemItem(path, code, { label: field?.labels[locale] ?? field?.labels.en ?? field?.name ?? '' })
      .message[locale]!;
  return {
    ...problemItem(path, code, { label: '' }),
    message: { en: inLanguage('en'), 'zh-CN': inLanguage('zh-CN') },
  };
}

/** A breach in the rule's own words, else in those of its kind. */
function breachProblem({ object, path }: Situation, { field, code, rule }: Breach): ProblemItem {
  const told = toldOf(field === '' ? path : `${path}/${field}`, code, object.fields.get(field));
  return rule.message ? { ...told, message: rule.message } : told;
}

function addDefaults(situation: Situation, values: Map<ModelField, WireValue>): void {
  for (const field of situation.object.fields.values()) {
    if (values.has(field)) continue;
    const value = defaultOf(situation, field);
    if (value !== undefined) values.set(field, value);
  }
}

/** Required fields without a value: all of a new record, else those that the body clears. */
function missing(
  { situation: { object, before, path }, given, problems: refused }: Reading,
  values: ReadonlyMap<ModelField, WireValue>,
): ProblemItem[] {
  const problems: ProblemItem[] = [];
  for (const field of object.fields.values()) {
    if (!field.required || field.system || field.engineWritten) continue;
    const isTouched = before === undefined || given.has(field.name);
    const at = `${path}/${field.name}`;
    const isRefused = refused.some((problem) => problem.path === at);
    const isStanding = field.type.hasStages && !values.has(field) && !isEmpty(before?.get(field.name));
    if (!isTouched || isRefused || isStanding || !isEmpty(values.get(field))) continue;
    problems.push(toldOf(at, 'record.required', field));
  }
  return problems;
}

/** Whoever may not assign makes records of their own. */
function checkOwner(
  { before, rights, user, path }: Situation,
  changes: ReadonlyMap<ModelField, WireValue>,
): ProblemItem[] {
  if (before || rights.canAssign) return [];
  const owner = [...changes].find(([field]) => field.system && field.name === 'owner')?.[1];
  return owner === undefined || owner === user.id ? [] : [problemItem(`${path}/owner`, 'record.owner')];
}
