import type { ProblemItem } from '../errors.ts';
import { fieldType } from '../field-types/index.ts';
import { type Bound, boundKey, checkTogether } from './check/index.ts';
import { withConsentFields } from './consent-fields.ts';
import { type Document, type Documents, documentsOf } from './document.ts';
import { PLAIN_CALENDAR, resolveCalendar } from './kinds/calendar.ts';
import { resolveMatchRule } from './kinds/match-rule.ts';
import { navigationOrder, resolveNavigation } from './kinds/navigation.ts';
import { resolvePackage } from './kinds/package.ts';
import { resolveRestrictionRule } from './kinds/restriction-rule.ts';
import { resolveRole } from './kinds/role.ts';
import { resolveSettings } from './kinds/settings.ts';
import { resolveSharingRule } from './kinds/sharing-rule.ts';
import { withLinkObjects } from './links.ts';
import type { Model, ModelField, ModelObject, ModelPipeline, ModelRollup, ModelRule } from './model.ts';
import { resolveObjects } from './resolve-objects.ts';
import type { Alias } from './store.ts';

export interface ResolveOptions {
  readonly version: number;
  /** name of the workspace in addresses, and its Postgres schema */
  readonly workspace: string;
  readonly schema: string;
  /** frozen names: of the column of `${fieldId}/${part}`, of the table of `${objectId}/` */
  readonly physical: ReadonlyMap<string, string>;
  /** old names that still lead to what they named */
  readonly aliases: readonly Alias[];
}

export type Resolution = { readonly model: Model } | { readonly problems: readonly ProblemItem[] };

/** The object with its checked expressions. */
function bindObject(object: ModelObject, bound: Bound): ModelObject {
  const withExpressions = (field: ModelField): ModelField => {
    const word = fieldType(field.declared)?.expressionWord;
    const formula = word === undefined ? undefined : bound.get(boundKey(field.id, word));
    const defaultExpression = bound.get(boundKey(field.id, 'defaultExpression'));
    const filter = field.target === undefined ? undefined : bound.get(boundKey(field.id, 'filter'));
    return Object.freeze({
      ...field,
      ...(formula && { formula }),
      ...(defaultExpression && { defaultExpression }),
      ...(filter && { filter }),
      ...(field.rollup && { rollup: withFilter(field) }),
    });
  };
  const withFilter = ({ id, rollup }: ModelField): ModelRollup => {
    const filter = bound.get(boundKey(id, 'filter'));
    return Object.freeze({ ...rollup!, ...(filter && { filter }) });
  };
  const withWhen = (pipeline: ModelPipeline): ModelPipeline => {
    const when = bound.get(boundKey(pipeline.id, 'when'));
    return Object.freeze(when ? { ...pipeline, when } : pipeline);
  };
  const withConditions = (rule: ModelRule): ModelRule => {
    const when = bound.get(boundKey(rule.id, 'when'));
    const check = bound.get(boundKey(rule.id, 'check'));
    return Object.freeze({ ...rule, ...(when && { when }), ...(check && { check }) });
  };
  // a rule of which a later engine can read only half says nothing
  const isWhole = (rule: ModelRule): boolean =>
    rule.states.every((word) => bound.has(boundKey(rule.id, word)));
  const fieldsById = new Map([...object.fieldsById].map(([id, field]) => [id, withExpressions(field)]));
  return Object.freeze({
    ...object,
    fieldsById,
    fields: new Map([...object.fields].map(([name, { id }]) => [name, fieldsById.get(id)!])),
    pipelines: Object.freeze(object.pipelines.map(withWhen)),
    rules: Object.freeze(object.rules.filter(isWhole).map(withConditions)),
  });
}

const named = <T extends { readonly name: string }>(list: readonly T[]): ReadonlyMap<string, T> =>
  new Map(list.map((one) => [one.name, one]));

const liveNamed = (objects: readonly ModelObject[]): ReadonlyMap<string, ModelObject> =>
  named(objects.filter(({ archived }) => !archived));

/**
 * The Model that a whole set of documents, system documents included, comes to; or every problem that
 * they have with each other. Each by itself they have been checked when they were read.
 */
export function resolveModel(stated: Documents, options: ResolveOptions): Resolution {
  const documents = withConsentFields(withLinkObjects(stated));
  const unbound = resolveObjects(documents, options.physical, options.aliases);
  const { problems, bound } = checkTogether(documents, unbound, options.aliases);
  return problems.length > 0 ? { problems } : { model: modelOf(documents, unbound, bound, options) };
}

/**
 * The Model of what was published. It stood every check of its time; what a later engine would refuse, or
 * what names content that is gone, is resolved as far as it goes.
 */
export function resolvePublished(stated: Documents, options: ResolveOptions): Model {
  const documents = withConsentFields(withLinkObjects(stated));
  const unbound = resolveObjects(documents, options.physical, options.aliases);
  return modelOf(documents, unbound, checkTogether(documents, unbound, options.aliases).bound, options);
}

function modelOf(
  documents: Documents,
  unbound: readonly ModelObject[],
  bound: Bound,
  { version, workspace, schema }: ResolveOptions,
): Model {
  const objects = unbound.map((object) => bindObject(object, bound));
  const live = liveNamed(objects);
  const all = (kind: Document['kind']): Document[] => documentsOf(documents, kind);
  const at = ({ id }: Document, way: string) => bound.get(boundKey(id, way));
  const settings = resolveSettings(all('settings')[0]);
  const calendars = named(all('calendar').map(resolveCalendar));
  return Object.freeze({
    version,
    workspace,
    schema,
    settings,
    calendar: calendars.get(settings.calendar ?? '') ?? PLAIN_CALENDAR,
    calendars,
    objects: live,
    objectsById: new Map(objects.map((object) => [object.id, object])),
    roles: named(all('role').map((document) => resolveRole(document, (way) => at(document, way)))),
    sharingRules: Map.groupBy(
      all('sharing-rule').flatMap((document) => resolveSharingRule(document, at(document, 'where')) ?? []),
      ({ object }) => object,
    ),
    restrictionRules: Map.groupBy(
      all('restriction-rule').map((document) => resolveRestrictionRule(document, at(document, 'allow'))),
      ({ object }) => object,
    ),
    matchRules: Map.groupBy(
      all('match-rule').flatMap(
        (document) => resolveMatchRule(document, live.get(document.body.object)) ?? [],
      ),
      ({ object }) => object,
    ),
    navigations: all('navigation')
      .sort(navigationOrder)
      .map((document) => resolveNavigation(document, (name) => live.has(name))),
    packages: named(all('package').map(resolvePackage)),
  });
}
