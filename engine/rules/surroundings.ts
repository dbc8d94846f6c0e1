import { evaluate } from '../expression/evaluate.ts';
import type { CheckedExpression, Clock, Surroundings, Tree, Type, WireValue } from '../expression/index.ts';

/**
 * What expressions about a change are evaluated with. Shared with the browser, as `states.ts` is: nothing
 * here knows a Model.
 */

/** What is known of an object besides the values of a record. */
export interface RecordView {
  /** of a stage field: its pipelines with their stages in order */
  pipelinesOf(field: string): readonly ViewPipeline[] | undefined;
  /** what stands in a field without a value: of a list no members */
  emptyOf(field: string): WireValue;
  /** of a composite: the part that its bare name stands for */
  bareOf(field: string): string | undefined;
  /** of a formula: its expression, and how its field keeps what that comes to */
  formulaOf(field: string): ViewFormula | undefined;
  /** of a roll-up over line items of the record itself */
  rollupOf?(field: string): LineRollup | undefined;
  /** what expressions see of a value, where that is less than what the wire holds */
  plain(field: string, value: WireValue): WireValue;
}

export interface ViewPipeline {
  readonly name: string;
  readonly stages: readonly { readonly name: string; readonly kind: string; readonly probability: string }[];
}

export interface ViewFormula {
  readonly expression: Pick<CheckedExpression, 'tree'>;
  keep(value: WireValue): WireValue;
}

/** A roll-up over records that are edited with this one: the question that its value answers. */
export interface LineRollup {
  readonly lines: string;
  readonly question: { readonly tree: Tree };
  keep(value: WireValue): WireValue;
}

/** Values by field name; of a stage also `<field>_pipeline` and `<field>_since`. */
export type RecordValues = ReadonlyMap<string, WireValue>;

/** A change of a record, and who makes it. */
export interface ChangedRecord extends Clock {
  readonly after: RecordValues;
  /** undefined of a new record */
  readonly before?: RecordValues | undefined;
  /** values behind paths over relations, by the path joined with dots; answers about related records, by `macroKey` */
  readonly facts: ReadonlyMap<string, WireValue>;
  readonly user: Readonly<Record<string, WireValue>>;
  /** line items as they will be, by the field that they are edited in: what is asked of them is asked of these */
  readonly drafts?: ReadonlyMap<string, DraftRecords> | undefined;
}

/** Records that are edited with another one. */
export interface DraftRecords {
  readonly view: RecordView;
  readonly records: readonly RecordValues[];
}

/** Roll-up functions by the question that gives the same; what has an order or a list has none. */
const QUESTIONS: Readonly<Record<string, string>> = {
  sum: 'sum',
  avg: 'avg',
  min: 'min',
  max: 'max',
  count: 'size',
};

const NUMBER: Type = { kind: 'decimal', digits: [24, 12], nullable: true };

/** What a roll-up of numbers asks of line items; undefined where a question cannot say it. */
export function rollupQuestion(
  name: string,
  lines: string,
  field: string | undefined,
): LineRollup['question'] | undefined {
  const question = QUESTIONS[name];
  if (question === undefined || (field === undefined && question !== 'size')) return undefined;
  const body: Tree | undefined =
    question === 'size' ? undefined : { op: 'reference', path: ['@0', field!], type: NUMBER };
  return {
    tree: {
      op: 'macro',
      name: question,
      depth: 0,
      over: { path: [lines] },
      where: [],
      ...(body && { body }),
      type: NUMBER,
    },
  };
}

const NOTHING: RecordValues = new Map();
const NO_FACTS: ReadonlyMap<string, WireValue> = new Map();

type StageAttribute = (pipelines: readonly ViewPipeline[], field: string, values: RecordValues) => WireValue;

function stageIn(pipelines: readonly ViewPipeline[], field: string, values: RecordValues) {
  const pipeline = pipelines.find(({ name }) => name === values.get(`${field}_pipeline`));
  const order = pipeline?.stages.findIndex(({ name }) => name === values.get(field)) ?? -1;
  return order < 0 ? undefined : { ...pipeline!.stages[order]!, order };
}

const STAGE: Readonly<Record<string, StageAttribute>> = {
  kind: (...given) => stageIn(...given)?.kind ?? null,
  probability: (...given) => stageIn(...given)?.probability ?? null,
  order: (...given) => stageIn(...given)?.order ?? null,
  pipeline: (_pipelines, field, values) => values.get(`${field}_pipeline`) ?? null,
  since: (_pipelines, field, values) => values.get(`${field}_since`) ?? null,
};

/** A part of a composite; of a list of them that of each. */
function partIn(value: WireValue, part: string): WireValue {
  if (typeof value !== 'object' || value === null) return null;
  const of = (one: unknown) => ((one as Readonly<Record<string, unknown>>)[part] ?? null) as WireValue;
  return Array.isArray(value) ? (value.map(of) as string[]) : of(value);
}

/** The record after and before a change, what stands behind its relations, who acts, and when. */
export function surroundingsOf(view: RecordView, record: ChangedRecord): Surroundings {
  const { after, before, facts, user, drafts, ...clock } = record;
  const children = (path: readonly string[]) => {
    const known = path.length === 1 ? drafts?.get(path[0]!) : undefined;
    return known?.records.map((values) =>
      surroundingsOf(known.view, { ...clock, after: values, facts: NO_FACTS, user }),
    );
  };
  const valueIn = (values: RecordValues, path: readonly string[]): WireValue => {
    const [first, second] = path as [string, string?];
    const bare = view.bareOf(first);
    if (bare !== undefined) return partIn(values.get(first) ?? view.emptyOf(first), second ?? bare);
    if (second !== undefined) {
      const pipelines = view.pipelinesOf(first);
      if (pipelines) return STAGE[second]?.(pipelines, first, values) ?? null;
      // a relation that a rule has emptied leads nowhere, whatever was found behind it
      return values.get(first) === null ? null : (facts.get(path.join('.')) ?? null);
    }
    const rollup = values === after && drafts ? view.rollupOf?.(first) : undefined;
    if (rollup && drafts!.has(rollup.lines)) {
      return rollup.keep(evaluate(rollup.question, { ...clock, get: () => null, children }));
    }
    const formula = view.formulaOf(first);
    if (!formula) return view.plain(first, values.get(first) ?? view.emptyOf(first));
    const get = (inside: readonly string[]) => valueIn(values, inside);
    const around = { ...clock, facts, get, ...(values === after && { children }) };
    const value = evaluate(formula.expression, around);
    return value === null ? null : formula.keep(value);
  };
  return {
    ...clock,
    facts,
    children,
    get: (path) => {
      const [first, ...others] = path as [string, ...string[]];
      if (first === '$isNew') return before === undefined;
      if (first === '$user') return user[others[0]!] ?? null;
      return first === '$old' ? valueIn(before ?? NOTHING, others) : valueIn(after, path);
    },
  };
}
