import { nearest, type ProblemItem, problemItem } from '../errors.ts';
import { evaluate } from '../expression/index.ts';
import { quoted, type WireValue } from '../field-types/index.ts';
import { timeOf } from '../model/index.ts';
import type { ModelField, ModelPipeline } from '../model/model.ts';
import type { ReadBody } from './read-body.ts';
import type { Situation, StageMove } from './situation.ts';

/** Where a record comes to stand, or why it cannot. */
export interface StageResolution {
  readonly move?: StageMove;
  readonly problem?: ProblemItem;
}

/** Names that a refusal tells; a long list by its beginning. */
const MOST_TOLD = 20;
const listed = (names: readonly string[]): string =>
  names.length > MOST_TOLD ? `${names.slice(0, MOST_TOLD).join(', ')}, …` : names.join(', ');

const live = (pipeline: ModelPipeline) => pipeline.stages.filter((stage) => !stage.archived);

/** The pipelines that take a record with these values, in the order of the documents. */
function pipelinesFor({ object, model, now }: Situation, after: ReadonlyMap<string, WireValue>) {
  const get = (path: readonly string[]): WireValue => after.get(path.join('.')) ?? null;
  const time = timeOf(model);
  return object.pipelines.filter(
    ({ when }) => when === undefined || evaluate(when, { get, now, ...time }) === true,
  );
}

/** The stage of a record after the change, given by the body or, for a new record, the first of its pipeline. */
export function resolveStage(
  situation: Situation,
  field: ModelField,
  body: ReadBody,
  after: ReadonlyMap<string, WireValue>,
): StageResolution {
  const { object, before, path } = situation;
  const wanted = body.values.get(field) as string | null | undefined;
  const named = body.pipelines.get(field);
  if (before && wanted === undefined && named === undefined) return {};
  const from = stageBefore(situation, field);
  const at = `${path}/${field.name}`;
  if (wanted === null) return from ? { move: { field, from, to: null } } : {};

  if (named !== undefined && !object.pipelines.some(({ name }) => name === named)) {
    const known = object.pipelines.map(({ name }) => name);
    const params = { given: quoted(named), known: listed(known) };
    const suggestion = nearest(named.slice(0, 80), known);
    return { problem: problemItem(`${at}_pipeline`, 'record.pipeline', params, suggestion) };
  }
  const fitting = pipelinesFor(situation, after);
  const current = object.pipelines.find(({ name }) => name === (named ?? from?.pipeline));
  const candidates =
    named !== undefined ? [current!] : [...new Set([current, ...fitting])].filter((one) => !!one);
  if (candidates.length === 0) return wanted ? { problem: problemItem(at, 'record.no_pipeline') } : {};
  const stage = wanted ?? from?.stage ?? live(candidates[0]!)[0]?.name;
  const pipeline = candidates.find(({ stages }) => stages.some(({ name }) => name === stage));
  if (!pipeline || stage === undefined) {
    const known = [...new Set(candidates.flatMap(live).map(({ name }) => name))];
    const params = { given: quoted(stage), known: listed(known) };
    return { problem: problemItem(at, 'record.stage', params, nearest(stage ?? '', known)) };
  }
  const isSame = from?.stage === stage && from.pipeline === pipeline.name;
  return isSame ? {} : { move: { field, from, to: { stage, pipeline: pipeline.name } } };
}

function stageBefore({ before }: Situation, field: ModelField): StageMove['from'] {
  const stage = before?.get(field.name);
  if (typeof stage !== 'string') return null;
  const pipeline = before?.get(`${field.name}_pipeline`);
  return { stage, pipeline: typeof pipeline === 'string' ? pipeline : null };
}
