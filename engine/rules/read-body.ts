import { nearest, type ProblemItem, problemItem } from '../errors.ts';
import { type CellProblem, isCellProblem, quoted, type WireValue } from '../field-types/index.ts';
import type { ModelField } from '../model/model.ts';
import type { Situation } from './situation.ts';

/** A body whose names are resolved and whose values are spelled as they are stored. */
export interface ReadBody {
  readonly values: ReadonlyMap<ModelField, WireValue>;
  /** `<stage field>_pipeline`, by stage field */
  readonly pipelines: ReadonlyMap<ModelField, string>;
  /** names of the fields that the body gives, refused ones included */
  readonly given: ReadonlySet<string>;
  readonly problems: readonly ProblemItem[];
}

const PIPELINE = '_pipeline';
/** Names that a refusal tells: looking for the nearest of each costs, and a body may hold a hundred thousand. */
const MOST_UNKNOWN = 20;

const isBody = (given: unknown): given is Readonly<Record<string, unknown>> =>
  typeof given === 'object' && given !== null && !Array.isArray(given);

/** Names that a body may use, for suggestions: only what the actor may write. */
const writableNames = ({ object, rights }: Situation): string[] =>
  [...object.fields.values()].filter((field) => rights.canWrite(field)).map(({ name }) => name);

/** What a field holds that says nothing: who is not marked may be contacted. */
const emptyOf = (field: ModelField): WireValue => {
  if (field.isConsent) return false;
  return field.type.kind === 'list' ? [] : null;
};

const pipelineNames = ({ object }: Situation): string => object.pipelines.map(({ name }) => name).join(', ');

/** Whether a body may hold the field. */
export const isWritable = (situation: Situation, field: ModelField): boolean =>
  !field.engineWritten &&
  !field.readOnly &&
  situation.rights.canWrite(field) &&
  (!field.system || situation.before === undefined || situation.rights.canTransfer);

/** The canonical value of `value`, or why it cannot be taken. */
export function normalised(field: ModelField, value: unknown, path: string): WireValue | ProblemItem {
  if (value === null) return emptyOf(field);
  return problemOfCell(field.type.normalise(value, field), path);
}

/** A value, or why it was not taken as a problem of the request. */
export function problemOfCell(read: WireValue | CellProblem, path: string): WireValue | ProblemItem {
  if (!isCellProblem(read)) return read;
  const { code, problem: message, suggestion } = read;
  return { path, code, message, ...(suggestion && { suggestion }) };
}

export const isProblemItem = (read: WireValue | ProblemItem): read is ProblemItem =>
  typeof read === 'object' && read !== null && 'code' in read && 'message' in read;

/** Reads a body: unknown names and names that the actor may not know are refused alike. */
export function readBody(situation: Situation): ReadBody {
  const { object, rights, given, path } = situation;
  const values = new Map<ModelField, WireValue>();
  const pipelines = new Map<ModelField, string>();
  const named = new Set<string>();
  const problems: ProblemItem[] = [];
  const spelledAs = new Map<ModelField, string>();
  let unknown = 0;
  if (!isBody(given)) {
    return {
      values,
      pipelines,
      given: named,
      problems: [problemItem(path, 'record.shape', { given: quoted(given) })],
    };
  }
  const fieldOf = (name: string): ModelField | undefined => {
    const field = object.fields.get(object.aliases.get(name) ?? name);
    return field && rights.isKnown(field) ? field : undefined;
  };
  for (const [name, value] of Object.entries(given)) {
    const at = `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const field = fieldOf(name);
    if (field) named.add(field.name);
    const follows = !field && name.endsWith(PIPELINE) ? fieldOf(name.slice(0, -PIPELINE.length)) : undefined;
    if (follows?.type.hasStages) {
      named.add(follows.name);
      if (!isWritable(situation, follows)) problems.push(problemItem(at, 'record.read_only', { name }));
      else if (typeof value === 'string') pipelines.set(follows, value);
      else if (value !== null)
        problems.push(
          problemItem(at, 'record.pipeline', { given: quoted(value), known: pipelineNames(situation) }),
        );
    } else if (!field) {
      if (++unknown > MOST_UNKNOWN) continue;
      const suggestion = nearest(name.slice(0, 80), writableNames(situation));
      problems.push(problemItem(at, 'record.field', { name: quoted(name) }, suggestion));
    } else if (!isWritable(situation, field)) {
      problems.push(problemItem(at, 'record.read_only', { name }));
    } else if (spelledAs.has(field)) {
      problems.push(problemItem(at, 'record.twice', { name, other: spelledAs.get(field)! }));
    } else {
      spelledAs.set(field, name);
      const read = normalised(rights.told(field), value, at);
      if (isProblemItem(read)) problems.push(read);
      else values.set(field, read);
    }
  }
  return { values, pipelines, given: named, problems };
}
