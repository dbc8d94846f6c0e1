import schema from '../../../schemas/pipeline.schema.json' with { type: 'json' };
import type { Body, Document } from '../document.ts';
import type { ModelPipeline, ModelStage } from '../model.ts';
import { defineKind, keyUnderObject, membersOf, reportTwice } from './define-kind.ts';

const CERTAINTY: Readonly<Record<string, string>> = { won: '1', lost: '0', open: '0' };

/** The stages through which the records of an object go. */
export const pipeline = defineKind({
  name: 'pipeline',
  labels: { en: 'pipeline', 'zh-CN': '阶段流程' },
  prefix: 'pip',
  folder: 'pipelines',
  schema,
  keyOf: keyUnderObject,
  parts: ({ stages }) =>
    membersOf(stages).map(([index, value]) => ({
      kind: 'stage',
      prefix: 'stg',
      name: String(value.name),
      path: ['stages', index],
      value,
    })),
  check: ({ body }, report) => {
    reportTwice(report, ['stages'], body.stages, 'name');
    const live = membersOf(body.stages).filter(([, stage]) => stage.archived !== true);
    if (live.length === 0) return;
    const kinds = new Set(live.map(([, stage]) => stage.kind));
    if (!kinds.has('open')) report(['stages'], 'document.pipeline_open');
    if (!kinds.has('won') && !kinds.has('lost')) report(['stages'], 'document.pipeline_end');
  },
});

const resolveStage = ({ id, name, labels, kind, probability, color, archived }: Body): ModelStage =>
  Object.freeze({
    id,
    name,
    labels,
    kind,
    probability: probability ?? CERTAINTY[kind],
    ...(color && { color }),
    ...(archived && { archived }),
  });

/** Without its condition, which is bound when the fields of the object are known. */
export const resolvePipeline = ({ id, body }: Document): ModelPipeline => ({
  id,
  name: body.name,
  labels: body.labels,
  stages: Object.freeze(body.stages.map(resolveStage)),
});

/** Pipelines of an object in the order in which they are asked: those with a condition first, then by name. */
export const pipelineOrder = (a: Document, b: Document): number =>
  Number(b.body.when !== undefined) - Number(a.body.when !== undefined) || (a.key < b.key ? -1 : 1);
