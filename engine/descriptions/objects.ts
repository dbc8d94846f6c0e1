import { ACTIONS, type Action, accessOf, type ObjectAccess } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { Problem } from '../errors.ts';
import { DO_NOT_CONTACT, isMergeable } from '../model/index.ts';
import type { ModelField, ModelPipeline } from '../model/model.ts';
import { recordSchema } from '../model/record-schema.ts';
import { isPortalHome } from '../people/index.ts';
import { describeField, titleFieldOf } from './fields.ts';
import { cutLayout, layoutsAsked } from './layouts.ts';
import { describeRelated } from './related.ts';

/** What the UIs know of the model: cut to what the actor may see, nothing says that there is more. */

/** Who merges puts the others into the bin. */
const may = (access: ObjectAccess, action: Action): boolean =>
  access.can(action) && (action !== 'merge' || (access.can('delete') && isMergeable(access.object)));

const rights = (object: ObjectAccess) =>
  Object.fromEntries(ACTIONS.map((action) => [action, may(object, action)])) as Record<Action, boolean>;

const stageFieldOf = (object: ObjectAccess): ModelField | undefined =>
  object.readable.find((field) => field.type.hasStages);

/** One line of the model's index. */
function describeSummary(access: ObjectAccess) {
  const { name, labels, plural, icon, system } = access.object;
  const stageField = stageFieldOf(access)?.name;
  return {
    name,
    labels,
    plural,
    icon,
    system,
    titleField: titleFieldOf(access),
    ...(stageField && { stageField }),
    can: rights(access),
  };
}

/** `GET /api/model`: the objects that the actor may read or create. */
export function describeModel(ctx: RequestContext) {
  const access = accessOf(ctx.model, ctx.actor);
  const objects = [...ctx.model.objects.values()]
    .filter(({ isLink }) => !isLink)
    .flatMap(({ name }) => access.object(name) ?? []);
  return { version: ctx.model.version, objects: objects.map(describeSummary) };
}

const describePipeline = ({ name, labels, stages }: ModelPipeline) => ({
  name,
  labels,
  stages: stages
    .filter((stage) => !stage.archived)
    .map(({ name: stage, labels: text, kind, probability, color }) => ({
      name: stage,
      labels: text,
      kind,
      probability,
      ...(color && { color }),
    })),
});

export function accessTo(ctx: RequestContext, name: string): ObjectAccess {
  const access = accessOf(ctx.model, ctx.actor).object(name);
  if (!access) throw new Problem('query.object', { name });
  return access;
}

const described = new WeakMap<ObjectAccess, Map<string | undefined, ReturnType<typeof makeDescription>>>();

function makeDescription(ctx: RequestContext, access: ObjectAccess, layoutName: string | undefined) {
  const { object, shown } = access;
  const names = new Set(shown.map(({ name }) => name));
  const layouts = layoutsAsked(ctx, object, layoutName);
  const { name, labels, plural, description, icon, ownership } = object;
  return {
    name,
    labels,
    plural,
    ...(description && { description }),
    icon,
    titleField: titleFieldOf(access),
    ownership,
    ...(object.capabilities.singleton === true && { isSingle: true }),
    // for who may invite somebody to the portal for a record
    ...(isPortalHome(object) &&
      accessOf(ctx.model, ctx.actor).hasAdminRight('people') && { hasPortal: true }),
    ...(object.tree !== undefined && names.has(object.tree) && { tree: object.tree }),
    ...(object.capabilities.consent === true &&
      access.readableRows(DO_NOT_CONTACT).length > 0 && { hasConsents: true }),
    can: rights(access),
    fields: shown.map((field) => describeField(ctx, access, field)),
    schema: recordSchema(object, {
      ...{ mode: 'answer', told: access.told },
      includes: (field) => names.has(field.name),
    }),
    pipelines: stageFieldOf(access) ? object.pipelines.map(describePipeline) : [],
    layouts: layouts.map((layout) => cutLayout(layout, names)),
    buttons: [] as readonly unknown[],
    related: describeRelated(ctx, object, layouts[0]),
  };
}

/** `GET /api/model/{object}` but for its views, which are content. Remembered per model version and set of roles. */
export function describeObject(ctx: RequestContext, name: string, layout?: string) {
  const access = accessTo(ctx, name);
  const known = described.get(access) ?? new Map();
  described.set(access, known);
  let description: ReturnType<typeof makeDescription> | undefined = known.get(layout);
  if (!description) {
    description = makeDescription(ctx, access, layout);
    known.set(layout, description);
  }
  return description;
}
