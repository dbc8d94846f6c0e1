import { accessOf, type ObjectAccess } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { textIn } from '../errors.ts';
import type { CheckedExpression } from '../expression/index.ts';
import type { JsonSchema } from '../field-types/index.ts';
import { matchRulesOf } from '../matching/index.ts';
import { targetOf } from '../model/index.ts';
import type { LayoutSection, Model, ModelField, ModelLayout, ModelObject } from '../model/model.ts';
import { recordSchema } from '../model/record-schema.ts';
import { presetsOf, rollupIn } from '../rules/index.ts';
import { isReadOnly, linesTold, targetsFor, tellsOf, titlePath } from './fields.ts';
import { followsLines, rulesOf } from './form-rules.ts';
import { cutLayout, layoutsAsked } from './layouts.ts';
import { accessTo } from './objects.ts';

export interface FormRequest {
  readonly layout?: string;
  readonly locale: string;
}

/** Fields that rules ask for now and then: a form that has no place for them shows them as long as they are asked for. */
const askedByRules = ({ rules }: ModelObject): ReadonlySet<string> =>
  new Set(rules.flatMap(({ require }) => require ?? []));

/** The sections of a form: of its layout, and behind them what must be filled in and stands in none. */
function sectionsOf(access: ObjectAccess, layout: ModelLayout | undefined): readonly LayoutSection[] {
  const names = new Set(access.shown.map(({ name }) => name));
  const own = access.shown.filter((field) => !field.system);
  if (!layout) {
    const fields = own.map(({ name, type }) => ({ field: name, span: type.isLong ? 2 : 1 }));
    return [{ id: 'fields', labels: {}, columns: 2, fields }];
  }
  const sections = cutLayout(layout, names).sections.filter(({ fields }) => fields.length > 0);
  const placed = new Set(sections.flatMap(({ fields }) => fields.map(({ field }) => field)));
  const asked = askedByRules(access.object);
  const isWanted = ({ required, name }: ModelField) => required || asked.has(name);
  const rest = own.filter((field) => isWanted(field) && !placed.has(field.name) && !isReadOnly(field));
  if (rest.length === 0) return sections;
  return [
    ...sections,
    { id: 'rest', labels: {}, columns: 2, fields: rest.map(({ name }) => ({ field: name, span: 1 })) },
  ];
}

function choices(field: ModelField, object: ModelObject, locale: string) {
  const { type } = field;
  const options = field.options.map(({ value, labels, color, archived, parents }) => ({
    value,
    label: textIn(labels, locale),
    ...(color && { color }),
    ...(archived && { archived }),
    ...(parents && { parents }),
  }));
  const stages = object.pipelines.map(({ name, labels, stages: all }) => ({
    pipeline: name,
    label: textIn(labels, locale),
    stages: all
      .filter((stage) => !stage.archived)
      .map((stage) => ({
        value: stage.name,
        label: textIn(stage.labels, locale),
        kind: stage.kind,
        probability: stage.probability,
        ...(stage.color && { color: stage.color }),
      })),
  }));
  return { ...(type.hasOptions && { options }), ...(type.hasStages && { stages }) };
}

/** Whether a value may be an object or a list of some, which one widget edits as a whole. */
const isWhole = ({ type, items }: JsonSchema): boolean =>
  [type, (items as JsonSchema | undefined)?.type].flat().includes('object');

/** Line items are filled in by the form of their object. */
function linesForm(
  ctx: RequestContext,
  access: ObjectAccess,
  field: ModelField,
  locale: string,
): { lines?: object } {
  const told = linesTold(ctx, access, field).lines;
  if (!told) return {};
  const form: FormAnswer = describeForm(ctx, told.object, { locale });
  const { properties, required, ...schema } = form.schema as Record<string, any>;
  const { [told.via]: _, ...others } = properties;
  const asked = required?.filter((name: string) => name !== told.via);
  return {
    lines: {
      ...told,
      form: { ...form, schema: { ...schema, properties: others, ...(asked && { required: asked }) } },
    },
  };
}

/**
 * Links that say more than that they are there: the object of theirs. Its own form is asked for when somebody
 * opens one.
 */
function linkedBy(ctx: RequestContext, { lines }: ModelField): { linkedBy?: object } {
  if (lines?.to === undefined) return {};
  const { object, via, to } = lines;
  const told = accessOf(ctx.model, ctx.actor).object(object);
  const says =
    told?.can('read') && told.readable.some(({ name, system }) => !system && name !== via && name !== to);
  return says ? { linkedBy: { object, via, to } } : {};
}

/** A roll-up over line items of the form: it follows them while they are edited. */
function rollsUp(access: ObjectAccess, field: ModelField): { rollsUp?: object } {
  const { name, rollup, type } = field;
  if (!rollup || !followsLines(access, field)) return {};
  return {
    rollsUp: {
      function: rollup.function,
      lines: rollupIn(access.object, name)!.lines,
      ...(rollup.field !== undefined && { field: rollup.field }),
      digits: type.digits!(field),
    },
  };
}

/** What a new record of a filtered relation begins with: its field -> the field of this form. */
const presetsFor = (access: ObjectAccess, filter: CheckedExpression) =>
  Object.fromEntries(
    [...presetsOf(filter)].filter(([, from]) => access.readable.some(({ name }) => name === from)),
  );

function uiOf(
  ctx: RequestContext,
  access: ObjectAccess,
  named: ModelField,
  locale: string,
  isOnDemand: boolean,
): JsonSchema {
  const field = access.told(named);
  const { type } = field;
  const targetName = targetOf(field) ?? field.lines?.target;
  const target = targetName === undefined ? undefined : accessOf(ctx.model, ctx.actor).object(targetName);
  const canWrite = access.right(field.name) === 'write' && !isReadOnly(field);
  return {
    'ui:widget': type.widget,
    ...((type.parts || isWhole(type.valueSchema(field))) && { 'ui:field': 'value' }),
    ...(!canWrite && { 'ui:readonly': true }),
    ...(field.help && { 'ui:help': textIn(field.help, locale) }),
    'ui:options': {
      fieldType: type.name,
      ...(access.readableRows(field.name).length === 0 && { masked: true }),
      ...(isOnDemand && { onDemand: true }),
      ...(target?.can('read') && { target: target.object.name, titleField: titlePath(target) }),
      ...(type.suggests && { suggests: access.object.name }),
      ...(type.plain && { plain: type.plain }),
      ...(type.files && {
        files: { object: access.object.name, most: type.valueSchema(field).maxItems ?? 1, ...type.files },
      }),
      ...(target?.can('create') && { canCreate: true }),
      ...(field.filter && { filtered: true, presets: presetsFor(access, field.filter) }),
      ...(field.objects && {
        targets: targetsFor(ctx, field).map(({ labels: text, ...target }) => ({
          ...target,
          label: textIn(text, locale),
        })),
      }),
      ...choices(field, access.object, locale),
      ...(type.digits && { scale: type.digits(field)[1] }),
      ...(type.bare !== undefined && { bare: type.bare }),
      ...tellsOf(field),
      ...(type.summable && { currency: ctx.model.settings.currency }),
      ...type.widgetOptions?.(field, ctx.model.settings),
      ...linesForm(ctx, access, field, locale),
      ...linkedBy(ctx, field),
      ...rollsUp(access, field),
    },
  };
}

/** What a form is answered with; line items hold one of their own. */
type FormAnswer = ReturnType<typeof rulesOf> & {
  readonly schema: JsonSchema;
  readonly uiSchema: JsonSchema;
  /** whether `check` is asked for duplicates while one types */
  readonly matches?: boolean;
};

const forms = new WeakMap<Model, Map<string, FormAnswer>>();

/** `GET /api/model/{object}/form`: what rjsf renders. */
export function describeForm(ctx: RequestContext, name: string, request: FormRequest): FormAnswer {
  const access = accessTo(ctx, name);
  const key = JSON.stringify([
    access.object.name,
    accessOf(ctx.model, ctx.actor).key,
    ctx.actor.roles,
    request.layout,
    request.locale,
  ]);
  const known = forms.get(ctx.model) ?? new Map();
  forms.set(ctx.model, known);
  let form = known.get(key);
  if (!form) {
    form = makeForm(ctx, access, request);
    known.set(key, form);
  }
  return form;
}

function makeForm(
  ctx: RequestContext,
  access: ObjectAccess,
  { layout: layoutName, locale }: FormRequest,
): FormAnswer {
  const { object } = access;
  const [layout] = layoutsAsked(ctx, object, layoutName);
  const sections = sectionsOf(access, layout);
  const shown = new Set(sections.flatMap(({ fields }) => fields.map(({ field }) => field)));
  const fields = access.shown.filter(({ name }) => shown.has(name));
  const placed = new Set(layout?.sections.flatMap((section) => section.fields.map(({ field }) => field)));
  const isOnDemand = ({ name, required }: ModelField) =>
    layout !== undefined && !required && !placed.has(name);
  const schema = recordSchema(object, {
    ...{ mode: 'form', locale, told: access.told },
    includes: (field) => shown.has(field.name),
  });
  const uiSchema = {
    'ui:order': [...shown],
    'ui:sections': sections.map(({ labels, ...section }) => ({ ...section, label: textIn(labels, locale) })),
    'ui:tabs': (layout?.tabs ?? []).map(({ name, labels }) => ({ name, label: textIn(labels, locale) })),
    ...Object.fromEntries(
      fields.map((field) => [field.name, uiOf(ctx, access, field, locale, isOnDemand(field))]),
    ),
  };
  return {
    ...{ schema: withFirstStage(schema, object, fields), uiSchema },
    ...rulesOf(access),
    matches: matchRulesOf(ctx.model, object).length > 0,
  };
}

/** A new record stands in the first stage unless its maker says otherwise. */
function withFirstStage(schema: JsonSchema, object: ModelObject, fields: readonly ModelField[]): JsonSchema {
  const first = object.pipelines
    .find(({ when }) => when === undefined)
    ?.stages.find((stage) => !stage.archived);
  const properties = schema.properties as Readonly<Record<string, JsonSchema>>;
  const stages = fields.filter(({ name, type }) => type.hasStages && properties[name]?.default === undefined);
  if (!first || stages.length === 0) return schema;
  const added = stages.map(({ name }) => [name, { ...properties[name], default: first.name }] as const);
  return { ...schema, properties: { ...properties, ...Object.fromEntries(added) } };
}
