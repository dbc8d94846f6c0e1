import { nearest, type ProblemItem, problemItem } from '../errors.ts';
import { macroKey } from '../expression/index.ts';
import type { WireValue } from '../field-types/index.ts';
import type { ModelField } from '../model/model.ts';
import { completeValues } from './complete.ts';
import { addComputed, addLiterals } from './defaults.ts';
import { type DependentField, misfits } from './dependents.ts';
import { dependentsOf } from './dependents-of.ts';
import { type LookupFilter, unfit } from './fits.ts';
import { readBody } from './read-body.ts';
import { ruleReads } from './reads.ts';
import type { Facts, Reading, Situation, StageMove, Values, Verdict } from './situation.ts';
import { resolveStage } from './stages.ts';
import {
  type Breach,
  breachesOf,
  type Change,
  isEmpty,
  type Rule,
  type RuleStates,
  settledStates,
} from './states.ts';
import { around, rollupIn } from './view.ts';
import { checkWords } from './words.ts';

/** Whether two values are one; nothing and an empty list are. */
export const isSame = (a: WireValue | undefined, b: WireValue): boolean =>
  a === b || (isEmpty(a) && isEmpty(b)) || (typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b));

/** The same of two values of a field: its type may know better. */
export const isSameIn = ({ type }: ModelField, a: WireValue | undefined, b: WireValue): boolean =>
  isSame(a, b) || (!isEmpty(a) && b !== null && type.isSame?.(a!, b) === true);

const emptyOf = (field: ModelField): WireValue => (field.type.kind === 'list' ? [] : null);

/** A new record as its body and literal defaults give it: what default expressions read behind relations begins here. */
export function firstValues(situation: Situation): Values {
  const values = new Map(readBody(situation).values);
  addLiterals(situation, values);
  return new Map([...values].map(([{ name }, value]) => [name, value]));
}

/**
 * Reads a body: the values that it, defaults and pipelines give; `facts` are those that defaults name. The
 * facts of rules are looked up with what it comes to.
 */
export function readChange(situation: Situation, facts: Facts = new Map()): Reading {
  const { object, before, path } = situation;
  const body = readBody(situation);
  const problems: ProblemItem[] = [...body.problems];
  const values = new Map(body.values);
  if (!before) {
    addLiterals(situation, values);
    addComputed(situation, values, body.given, facts);
  }
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
  problems.push(...completeValues(situation, values, after));
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
export function conclude(reading: Reading, found: Facts = new Map()): Verdict {
  const { situation, moves } = reading;
  const facts = withoutAnswered(reading, found);
  const { object, before, path, now } = situation;
  const { states, values, after, problems: unsettled } = settle(reading, facts);
  const problems = [...unsettled, ...missing(reading, values, states)];
  const changes = new Map<ModelField, WireValue>();
  for (const field of object.fields.values()) {
    const value = values.get(field);
    if (value === undefined) continue;
    const isMoved = moves.some((move) => move.field === field);
    if (!isMoved && isSameIn(field, before?.get(field.name), value)) continue;
    problems.push(...checkWords(field, value, `${path}/${field.name}`, now));
    changes.set(field, value);
  }
  problems.push(...checkOwner(situation, values), ...checkMark(situation, changes));
  const told = new Set([...reading.problems, ...problems].map((problem) => problem.path));
  const breaches = object.rules.length > 0 ? breachesOf(states, changeOf(reading, after, changes)) : [];
  for (const breach of breaches) {
    const problem = breachProblem(situation, breach, after, states);
    if (breach.code === 'record.rule' || !told.has(problem.path)) problems.push(problem);
  }
  for (const problem of misfitProblems(reading, changes)) if (!told.has(problem.path)) problems.push(problem);
  for (const one of unfit(object, after, changes, facts)) {
    const problem = unfitProblem(situation, one);
    if (!told.has(problem.path)) problems.push(problem);
  }
  const seen = unique([...reading.problems, ...problems.map((problem) => withoutUnseen(situation, problem))]);
  return { changes, moves, states, problems: seen };
}

/** What is asked of line items that the body gives is not answered by those that are stored. */
function withoutAnswered({ situation: { object }, drafts }: Reading, facts: Facts): Facts {
  if (!drafts) return facts;
  const left = new Map(facts);
  for (const macro of ruleReads(object).macros) {
    if ('path' in macro.over && drafts.has(macro.over.path[0]!)) left.delete(macroKey(macro));
  }
  return left;
}

/** Roll-ups over line items that the body gives, where these change them. */
function movedRollups({ situation, drafts }: Reading, after: Values): string[] {
  if (!drafts) return [];
  const { object, before } = situation;
  const { get } = around(situation, after, new Map(), drafts);
  return ruleReads(object).own.filter((name) => {
    const rollup = rollupIn(object, name);
    return rollup && drafts.has(rollup.lines) && !isSame(before?.get(name), get([name]));
  });
}

/** A problem at a field of which the actor may not know says that there is something, not what. */
function withoutUnseen({ object, rights, path }: Situation, problem: ProblemItem): ProblemItem {
  const [name = ''] = problem.path.slice(path.length + 1).split('/');
  const field = object.fields.get(name);
  return !field || rights.isKnown(field) ? problem : problemItem(path, 'record.unseen');
}

const unique = (problems: readonly ProblemItem[]): ProblemItem[] => {
  const key = ({ path, code, message }: ProblemItem) => JSON.stringify([path, code, message]);
  return [...new Map(problems.map((problem) => [key(problem), problem])).values()];
};

/** Options that do not go with what the field holds on which theirs depends; asked when either changes. */
function misfitProblems(
  { situation: { object, before, path, rights }, after }: Reading,
  changes: ReadonlyMap<ModelField, WireValue>,
): ProblemItem[] {
  const dependents = dependentsOf(object);
  if (dependents.length === 0) return [];
  const changed = new Map([...changes].map(([{ name }, value]) => [name, value]));
  const held = (name: string): WireValue => (changed.has(name) ? changed.get(name) : after.get(name)) ?? null;
  const isStirred = ({ field, on }: DependentField) => !before || changed.has(field) || changed.has(on);
  return misfits(dependents.filter(isStirred), held).map(({ field, on }) => {
    const other = object.fields.get(on)!;
    const code = rights.isKnown(other) ? 'record.option_parent' : 'record.rule_option';
    return toldOf(`${path}/${field}`, code, object.fields.get(field), other);
  });
}

/** Judges a body where no rule needs facts. */
export const judge = (situation: Situation): Verdict => conclude(readChange(situation));

interface Settled {
  readonly states: RuleStates;
  readonly values: ReadonlyMap<ModelField, WireValue>;
  readonly after: Values;
  readonly problems: readonly ProblemItem[];
}

const NO_STATES: RuleStates = {
  required: new Map(),
  readOnly: new Map(),
  hidden: new Map(),
  options: new Map(),
  broken: [],
};

/** Whether a field may stand without a value because a rule hides it: a record keeps its owner and its stage. */
const canLose = ({ system, engineWritten, isConsent, type }: ModelField): boolean =>
  !system && !engineWritten && !isConsent && !type.hasStages;

/** What nobody sees gets no default, and loses its value where its rule says so. */
function settle({ situation, values: read, given, after, drafts }: Reading, facts: Facts): Settled {
  const { object, before } = situation;
  if (object.rules.length === 0) return { states: NO_STATES, values: read, after, problems: [] };
  const isDefault = (name: string) => !before && !given.has(name);
  const settled = settledStates(
    object.rules,
    after,
    (values) => around(situation, values, facts, drafts),
    (name, rule, value) => {
      const field = object.fields.get(name);
      return field && canLose(field) && (rule.clear || isDefault(name)) ? emptyOf(field) : value;
    },
  );
  if (settled.values === after) return { states: settled.states, values: read, after, problems: [] };
  const values = new Map(read);
  for (const name of settled.states.hidden.keys()) {
    const value = settled.values.get(name) ?? null;
    const field = object.fields.get(name)!;
    if (value === (after.get(name) ?? null)) continue;
    if (isDefault(name)) values.delete(field);
    else values.set(field, value);
  }
  const completed = new Map(settled.values);
  const problems = completeValues(situation, values, completed);
  return { states: settled.states, values, after: completed, problems };
}

function changeOf(reading: Reading, after: Values, changes: ReadonlyMap<ModelField, WireValue>): Change {
  const { situation, given } = reading;
  const own = new Set([...changes.keys()].map(({ name }) => name));
  const moved = new Set([...own, ...movedRollups(reading, after)]);
  const values: Values = new Map([
    ...after,
    ...[...changes].map(([{ name }, value]) => [name, value] as const),
  ]);
  return {
    isNew: situation.before === undefined,
    given,
    changed: new Set([...own].filter((name) => given.has(name))),
    moved,
    value: (name) => values.get(name) ?? null,
  };
}

/** The words of a problem, in each language with the label of that language. */
function toldOf(
  path: string,
  code: Breach['code'] | 'record.option_parent',
  field: ModelField | undefined,
  other?: ModelField,
): ProblemItem {
  const labelOf = (of: ModelField | undefined, locale: 'en' | 'zh-CN') =>
    of?.labels[locale] ?? of?.labels.en ?? of?.name ?? '';
  const inLanguage = (locale: 'en' | 'zh-CN') =>
    problemItem(path, code, { label: labelOf(field, locale), other: labelOf(other, locale) }).message[
      locale
    ]!;
  return {
    ...problemItem(path, code, { label: '', other: '' }),
    message: { en: inLanguage('en'), 'zh-CN': inLanguage('zh-CN') },
  };
}

/** What is told of a field that has to be filled, in the words of the rule that asks for it where there is one. */
export const requiredProblem = (path: string, field: ModelField, rule?: Rule): ProblemItem => ({
  ...toldOf(`${path}/${field.name}`, 'record.required', field),
  ...(rule?.message && { message: rule.message }),
});

/** What is chosen does not fit: by which fields of the record, as far as the actor may know them. */
function unfitProblem({ object, rights, path }: Situation, { field, by }: LookupFilter): ProblemItem {
  const known = by.map((name) => object.fields.get(name)).filter((one) => one && rights.isKnown(one));
  const code = known.length > 0 ? 'record.misfit_by' : 'record.misfit';
  const labelIn = (one: ModelField, locale: 'en' | 'zh-CN') =>
    one.labels[locale] ?? one.labels.en ?? one.name;
  const said = (locale: 'en' | 'zh-CN') => {
    const fields = known.map((one) => labelIn(one!, locale)).join(locale === 'en' ? ', ' : '、');
    return problemItem('', code, { label: labelIn(field, locale), fields }).message[locale]!;
  };
  const item = problemItem(`${path}/${field.name}`, code, { label: '', fields: '' });
  return { ...item, message: { en: said('en'), 'zh-CN': said('zh-CN') } };
}

/** A breach in the rule's own words, else in those of its kind; with the choice that may have been meant. */
function breachProblem(
  { object, path, rights }: Situation,
  { field, code, rule }: Breach,
  after: Values,
  { options }: RuleStates,
): ProblemItem {
  const one = object.fields.get(field);
  if (one && !rights.isKnown(one)) {
    const unseen = problemItem(path, rule.message ? 'record.rule' : 'record.unseen');
    return { ...unseen, ...(rule.message && { message: rule.message }) };
  }
  const told = toldOf(field === '' ? path : `${path}/${field}`, code, one);
  const allowed = code === 'record.rule_option' ? (options.get(field)?.allowed ?? []) : [];
  const refused = [after.get(field) ?? []].flat().find((one) => !allowed.includes(String(one)));
  const suggestion = nearest(String(refused), allowed) ?? allowed[0];
  return {
    ...told,
    ...(rule.message && { message: rule.message }),
    ...(suggestion !== undefined && { suggestion }),
  };
}

/**
 * Required fields without a value: all of a new record, else those that the body clears. What is hidden is
 * asked of nobody.
 */
function missing(
  { situation: { object, before, path }, given, problems: refused }: Reading,
  values: ReadonlyMap<ModelField, WireValue>,
  { hidden }: RuleStates,
): ProblemItem[] {
  const problems: ProblemItem[] = [];
  for (const field of object.fields.values()) {
    if (!field.required || field.system || field.engineWritten || hidden.has(field.name)) continue;
    const isTouched = before === undefined || given.has(field.name);
    const at = `${path}/${field.name}`;
    // of what is no body at all only that is told
    const places = [path, at, ...(field.type.hasStages ? [`${at}_pipeline`] : [])];
    const isRefused = refused.some((problem) => places.includes(problem.path));
    const isStanding = field.type.hasStages && !values.has(field) && !isEmpty(before?.get(field.name));
    if (!isTouched || isRefused || isStanding || !isEmpty(values.get(field))) continue;
    problems.push(toldOf(at, 'record.required', field));
  }
  return problems;
}

/** Whoever may not assign makes records of their own: neither for others nor for nobody. */
function checkOwner(
  { before, rights, user, path }: Situation,
  values: ReadonlyMap<ModelField, WireValue>,
): ProblemItem[] {
  if (before || rights.canAssign) return [];
  const owner = [...values].find(([field]) => field.system && field.name === 'owner')?.[1];
  return owner === undefined || owner === user.id ? [] : [problemItem(`${path}/owner`, 'record.owner')];
}

/** That somebody must not be contacted is never taken back: what they agree to later is written down by itself. */
function checkMark({ before, path }: Situation, changes: ReadonlyMap<ModelField, WireValue>): ProblemItem[] {
  return [...changes.keys()]
    .filter(({ isConsent, name }) => isConsent && before?.get(name) === true)
    .map(({ name }) => problemItem(`${path}/${name}`, 'record.mark_stays'));
}
