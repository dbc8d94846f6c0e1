import type { Body, Document } from '../document.ts';
import { isSame } from '../document.ts';
import { systemFieldId } from '../kinds/object-model.ts';
import { type Draft, layOver, liftAll, readOverlay } from './overlays.ts';
import { isOverlay, statementsOf } from './statements.ts';

const isOf = (home: string, part: Body): boolean => part.package === home;

/** A copy of a body without what a package added to it and laid over it. */
export function withoutPackage(given: Body, home: string): Draft {
  const body: Draft = structuredClone(given);
  liftAll(body, home);
  const properties = Object.entries<Draft>(body.properties ?? {});
  const gone = new Set(properties.filter(([, one]) => isOf(home, one['x-field'])).map(([name]) => name));
  body.properties = Object.fromEntries(properties.filter(([name]) => !gone.has(name)));
  for (const property of Object.values<Draft>(body.properties)) {
    const { options } = property['x-field'];
    if (options) property['x-field'].options = options.filter((option: Body) => !isOf(home, option));
  }
  if (body.required) body.required = body.required.filter((name: string) => !gone.has(name));
  if (body['x-rules']) body['x-rules'] = body['x-rules'].filter((rule: Body) => !isOf(home, rule));
  return body;
}

/** The names in the order in which they stood; new ones behind the one before them in `own`. */
export function weave(before: readonly string[], own: readonly string[], all: readonly string[]): string[] {
  const there = new Set(all);
  const kept = before.filter((name) => there.has(name));
  const isOwn = new Set(own);
  const isMoved = !isSame(
    kept.filter((name) => isOwn.has(name)),
    own.filter((name) => kept.includes(name)),
  );
  // whoever changed the order of their own fields wants to see it: the others follow where they can
  const result = isMoved ? [...own] : kept;
  const missing = isMoved
    ? kept.filter((name) => !isOwn.has(name))
    : own.filter((name) => !kept.includes(name));
  const order = isMoved ? kept : own;
  for (const name of missing) {
    const previous = order.slice(0, order.indexOf(name)).findLast((one) => result.includes(one));
    result.splice(previous === undefined ? result.length : result.indexOf(previous) + 1, 0, name);
  }
  return [...result, ...all.filter((name) => !result.includes(name))];
}

/** The body with its fields in another order. */
export const inFieldOrder = (body: Body, order: readonly string[]): Body => ({
  ...body,
  properties: Object.fromEntries(order.map((name) => [name, body.properties[name]])),
});

const marked = (part: Body, home: string): Body => {
  const { id, ...rest } = part;
  return { ...(id !== undefined && { id }), ...rest, package: home };
};

/**
 * An object with what an extension says of it: its own fields, options and rules added, labels and bounds
 * laid over. What the same package said before and does not say any more is taken back. What an extension
 * must not say, `checkExtension` tells; here it is not asked again.
 */
export function mergeExtension(base: Document, extension: Document): Document {
  const home = extension.package;
  const body = withoutPackage(base.body, home);
  const { overlays, options } = statementsOf(body, extension.body);
  for (const { overlay, value } of overlays) {
    if (overlay.word === 'required' || !isSame(readOverlay(body, overlay), value)) {
      layOver(body, home, overlay, value);
    }
  }
  for (const { field, option } of options) {
    const there = body.properties[field]['x-field'];
    there.options = [...(there.options ?? []), marked(option, home)];
  }
  const added = Object.entries<Body>(extension.body.properties ?? {}).filter(
    ([name, property]) => !isOverlay(property) && !Object.hasOwn(body.properties, name),
  );
  for (const [name, property] of added) {
    const { system, id = system && systemFieldId(base.id, name), ...words } = property['x-field'];
    const field = { ...(id && { id }), ...(system && { system }), ...words };
    body.properties[name] = { ...property, 'x-field': marked(field, home) };
  }
  const names = new Set(added.map(([name]) => name));
  const required = (extension.body.required ?? []).filter((name: string) => names.has(name));
  if (required.length > 0) body.required = [...(body.required ?? []), ...required];
  const rules = (extension.body['x-rules'] ?? []).map((rule: Body) => marked(rule, home));
  if (rules.length > 0) body['x-rules'] = [...(body['x-rules'] ?? []), ...rules];
  const order = weave(Object.keys(base.body.properties ?? {}), [...names], Object.keys(body.properties));
  return Object.freeze({ ...base, body: inFieldOrder(body, order) });
}
