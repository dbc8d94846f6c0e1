import type { Surroundings } from '../expression/index.ts';
import { isCellProblem } from '../field-types/index.ts';
import { partsOf } from '../model/index.ts';
import type { ModelObject } from '../model/model.ts';
import type { Facts, Situation, Values } from './situation.ts';
import { type RecordView, surroundingsOf } from './surroundings.ts';

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
        const keep: NonNullable<ReturnType<RecordView['formulaOf']>>['keep'] = (value) => {
          const kept = field.type.normalise(value, field);
          return isCellProblem(kept) ? null : kept;
        };
        return { expression: field.formula, keep };
      },
    };
    known.set(object, view);
  }
  return view;
}

/** What expressions about a change are evaluated with. */
export const around = (situation: Situation, after: Values, facts: Facts): Surroundings => {
  const { object, before, user, now, model } = situation;
  const { timeZone } = model.settings;
  return surroundingsOf(viewOf(object), { after, before, facts, user: { ...user }, now, timeZone });
};
