import { keptValue, type Surroundings } from '../expression/index.ts';
import { isCellProblem, plainValue, type WireValue } from '../field-types/index.ts';
import { partsOf, timeOf } from '../model/index.ts';
import type { ModelField, ModelObject } from '../model/model.ts';
import type { Facts, LineDrafts, Situation, Values } from './situation.ts';
import { type LineRollup, type RecordView, rollupQuestion, surroundingsOf } from './surroundings.ts';

/** What a formula comes to as its field keeps and spells it. */
function keptBy(field: ModelField, value: WireValue): WireValue {
  const digits = field.type.digits?.(field);
  if (!digits) return value;
  const kept = keptValue(value, digits);
  const spelled = kept === null ? null : field.type.normalise(kept, field);
  return isCellProblem(spelled) ? null : spelled;
}

const rollups = new WeakMap<ModelField, LineRollup | undefined>();

/** A roll-up over line items of the object itself, where a question about them gives its value. */
export function rollupIn(object: ModelObject, name: string): LineRollup | undefined {
  const field = object.fields.get(name);
  if (!field?.rollup || field.rollup.filter || !field.type.digits) return undefined;
  if (!rollups.has(field)) {
    const { function: asked, object: child, via, field: summed } = field.rollup;
    const lines = [...object.fields.values()].find(
      (one) => one.lines && one.lines.to === undefined && one.lines.object === child && one.lines.via === via,
    );
    const question = lines && rollupQuestion(asked, lines.name, summed);
    const keep = (value: WireValue) => keptBy(field, value);
    rollups.set(field, question && { lines: lines!.name, question, keep });
  }
  return rollups.get(field);
}

const known = new WeakMap<ModelObject, RecordView>();

/** An object of the Model as expressions about one of its records want it. */
function viewOf(object: ModelObject): RecordView {
  let view = known.get(object);
  if (!view) {
    view = {
      pipelinesOf: (name) => (object.fields.get(name)?.type.hasStages ? object.pipelines : undefined),
      emptyOf: (name) => (object.fields.get(name)?.type.kind === 'list' ? [] : null),
      bareOf: (name) => {
        const field = object.fields.get(name);
        return field && partsOf(field).size > 0 ? field.type.bare : undefined;
      },
      formulaOf: (name) => {
        const field = object.fields.get(name);
        if (!field?.formula) return undefined;
        return { expression: field.formula, keep: (value) => keptBy(field, value) };
      },
      rollupOf: (name) => rollupIn(object, name),
      plain: (name, value) => {
        const plain = object.fields.get(name)?.type.plain;
        return plain ? plainValue(plain, value) : value;
      },
    };
    known.set(object, view);
  }
  return view;
}

/** What expressions about a change are evaluated with. */
export const around = (
  situation: Situation,
  after: Values,
  facts: Facts,
  drafts?: LineDrafts,
): Surroundings => {
  const { object, before, user, now, model } = situation;
  const time = timeOf(model);
  const lines =
    drafts &&
    new Map(
      [...drafts].map(([name, records]) => {
        const child = model.objects.get(object.fields.get(name)!.lines!.object)!;
        return [name, { view: viewOf(child), records }];
      }),
    );
  return surroundingsOf(viewOf(object), {
    after,
    before,
    facts,
    user: { ...user },
    now,
    drafts: lines,
    ...time,
  });
};
