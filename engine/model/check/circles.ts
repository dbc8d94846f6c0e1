import { type ProblemItem, problemItem } from '../../errors.ts';
import { pathOf } from '../folder.ts';
import type { ModelField, ModelObject } from '../model.ts';
import { placeIn } from '../report.ts';
import type { Together } from './together.ts';

/** A relation without which no record can be made. */
interface Need {
  readonly object: ModelObject;
  readonly field: ModelField;
}

const needsOf = (object: ModelObject): Need[] =>
  [...object.fields.values()]
    .filter((field) => field.required && field.target !== undefined && field.default === undefined)
    .map((field) => ({ object, field }));

/** Required relations that lead in a circle: of none of these objects the first record could be made. */
export function checkCircles({ objects }: Together): ProblemItem[] {
  const problems: ProblemItem[] = [];
  const done = new Set<ModelObject>();
  const visit = (object: ModelObject, trail: readonly Need[]): void => {
    const at = trail.findIndex((need) => need.object === object);
    if (at >= 0) {
      const circle = trail.slice(at);
      const { object: first, field } = circle.at(-1)!;
      const path = placeIn(pathOf({ kind: 'object', key: first.name }), ['properties', field.name]);
      const steps = circle.map((need) => `${need.object.name}.${need.field.name}`);
      problems.push(
        problemItem(path, 'document.circle', { circle: [...steps, circle[0]!.object.name].join(' → ') }),
      );
      return;
    }
    if (done.has(object)) return;
    for (const need of needsOf(object)) {
      const target = objects.get(need.field.target!);
      if (target && !target.archived) visit(target, [...trail, need]);
    }
    done.add(object);
  };
  for (const object of objects.values()) if (!object.archived) visit(object, []);
  return problems;
}
