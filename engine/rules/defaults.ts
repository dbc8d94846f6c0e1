import { evaluate } from '../expression/index.ts';
import type { WireValue } from '../field-types/index.ts';
import { pointingAt } from '../model/index.ts';
import type { ModelField, ModelObject } from '../model/model.ts';
import { isProblemItem, normalised } from './read-body.ts';
import type { Facts, Situation } from './situation.ts';
import { around } from './view.ts';

const orders = new WeakMap<ModelObject, readonly ModelField[]>();

/**
 * The fields of which an expression gives the first value, each behind those that its expression names.
 * Documents in which they name each other in a circle are refused.
 */
function computedDefaults(object: ModelObject): readonly ModelField[] {
  let order = orders.get(object);
  if (!order) {
    const placed = new Set<ModelField>();
    const visit = (field: ModelField | undefined): void => {
      if (!field?.defaultExpression || placed.has(field)) return;
      for (const [first] of field.defaultExpression.references) visit(object.fields.get(first!));
      placed.add(field);
    };
    for (const field of object.fields.values()) visit(field);
    order = [...placed];
    orders.set(object, order);
  }
  return order;
}

/** What a new record has in a field that nobody says anything of, before expressions are asked. */
function literalDefault({ object, user, portal }: Situation, field: ModelField): unknown {
  if (field.system) return field.name === 'owner' && !portal ? user.id : undefined;
  // what somebody outside brings in belongs to the record that they are bound to
  return portal && pointingAt(object, portal.object) === field ? portal.id : field.default;
}

function add(values: Map<ModelField, WireValue>, field: ModelField, given: unknown): void {
  if (given === undefined || given === null) return;
  const read = normalised(field, given, '');
  if (!isProblemItem(read)) values.set(field, read);
}

/** Adds what a new record begins with where its body says nothing: literals, and the owner. */
export function addLiterals(situation: Situation, values: Map<ModelField, WireValue>): void {
  for (const field of situation.object.fields.values()) {
    if (!values.has(field)) add(values, field, literalDefault(situation, field));
  }
}

/** Adds what expressions come to; facts are the values behind relations that they name. */
export function addComputed(
  situation: Situation,
  values: Map<ModelField, WireValue>,
  given: ReadonlySet<string>,
  facts: Facts,
): void {
  const fields = computedDefaults(situation.object).filter(({ name }) => !given.has(name));
  if (fields.length === 0) return;
  const after = new Map([...values].map(([{ name }, value]) => [name, value]));
  const surroundings = around(situation, after, facts);
  for (const field of fields) {
    add(values, field, evaluate(field.defaultExpression!, surroundings));
    const value = values.get(field);
    if (value !== undefined) after.set(field.name, value);
  }
}
