import type { ProblemItem } from '../../errors.ts';
import { findReferences } from '../../expression/index.ts';
import { propertiesOf } from '../kinds/object.ts';
import { circlesIn } from './circles-in.ts';
import { eachDocument, type Together } from './together.ts';

/**
 * Default expressions are worked out in the order in which they name each other, so they may not do so in a
 * circle. What stands behind a relation is looked up before any of them: the relation must be there by then.
 */
export const checkDefaults = (together: Together): ProblemItem[] =>
  eachDocument(together, ({ kind, key, body }, report) => {
    if (kind !== 'object' || together.objects.get(key)?.archived !== false) return;
    const computed = propertiesOf(body).flatMap(([name, { 'x-field': field }]) => {
      const { defaultExpression: source, archived } = field;
      if (typeof source !== 'string' || archived === true) return [];
      const path = ['properties', name, 'x-field', 'defaultExpression'];
      return [{ path, from: name, paths: findReferences(source).map((found) => found.path) }];
    });
    const names = new Set(computed.map(({ from }) => from));
    for (const { path, paths } of computed) {
      const behind = paths.find((steps) => steps.length > 1 && names.has(steps[0]!));
      if (behind) report(path, 'document.default_behind', { name: behind[0]! });
    }
    const dependences = computed.map(({ path, from, paths }) => ({
      path,
      from,
      to: new Set(
        paths.flatMap(([first, ...rest]) => (rest.length === 0 && names.has(first!) ? [first!] : [])),
      ),
    }));
    for (const { path, circle } of circlesIn(dependences)) {
      report(path, 'document.default_circle', { circle: circle.join(' → ') });
    }
  });
