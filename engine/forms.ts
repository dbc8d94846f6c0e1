import { type Action, accessOf, type ObjectAccess } from './access/index.ts';
import type { RequestContext } from './context.ts';
import { Problem, textIn } from './errors.ts';
import { type CheckedExpression, calendarCalls } from './expression/index.ts';
import { cellOf, type JsonSchema } from './field-types/index.ts';
import { linkTargetsOf, memberNamed, partsOf, targetOf } from './model/index.ts';
import type {
  LayoutSection,
  Model,
  ModelField,
  ModelLayout,
  ModelObject,
  ModelPipeline,
  ModelRule,
  RelatedList,
} from './model/model.ts';
import { recordSchema } from './model/record-schema.ts';
import { presetsOf } from './rules/index.ts';

/** What the UIs know of the model: cut to what the actor may see, nothing says that there is more. */

const ACTIONS: readonly Action[] = ['create', 'read', 'update', 'delete', 'restore', 'import', 'export'];

const rights = (object: ObjectAccess) =>
  Object.fromEntries(ACTIONS.map((action) => [action, object.can(action)])) as Record<Action, boolean>;

const stageFieldOf = (object: ObjectAccess): ModelField | undefined =>
  object.readable.find((field) => field.type.hasStages);

/** One line of the model's index. */
function describeSummary(access: ObjectAccess) {
  const { name, labels, plural, icon, system, titleField } = access.object;
  const stageField = stageFieldOf(access)?.name;
  return {
    name,
    labels,
    plural,
    icon,
    system,
    titleField,
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

const isReadOnly = (field: ModelField): boolean => field.readOnly || field.engineWritten;

/** The settings of a field that its widget and its cells need. */
const tellsOf = ({ type, settings }: ModelField) => {
  const told = (type.tells ?? []).filter((word) => settings[word] !== undefined);
  return told.length > 0 && { settings: Object.fromEntries(told.map((word) => [word, settings[word]])) };
};

/** Of a relation to one of several objects: those whose records the actor may read. */
function targetsFor(ctx: RequestContext, field: ModelField) {
  const access = accessOf(ctx.model, ctx.actor);
  return linkTargetsOf(field).flatMap((name) => {
    const target = access.object(name);
    if (!target?.can('read')) return [];
    const { labels, icon } = target.object;
    const canCreate = target.can('create') && { canCreate: true };
    return [{ name, labels, titleField: titlePath(target.object), icon, ...canCreate }];
  });
}

/** Line items, as far as the caller may know them: the fields of theirs that a table of them shows. */
function linesTold(ctx: RequestContext, access: ObjectAccess, { lines }: ModelField): { lines?: LinesMeta } {
  if (!lines || lines.to !== undefined) return {};
  const child = accessOf(ctx.model, ctx.actor).object(lines.object);
  if (!child?.can('read')) return {};
  const fields = child.readable.filter(
    ({ name, system, type }) => !system && !type.apart && name !== lines!.via,
  );
  return {
    lines: {
      object: lines!.object,
      via: lines!.via,
      labels: child.object.labels,
      fields: fields.map((field) => describeField(ctx, child, field)),
      totals: totalsOver(access, lines!),
    },
  };
}

interface LinesMeta {
  readonly object: string;
  readonly via: string;
  readonly labels: ModelObject['labels'];
  readonly fields: readonly object[];
  readonly totals: readonly string[];
}

/** The fields of line items of which the record itself holds the sum: their totals are worth showing. */
const totalsOver = (
  { readable }: ObjectAccess,
  { object, via }: NonNullable<ModelField['lines']>,
): string[] =>
  readable.flatMap(({ rollup }) =>
    rollup?.function === 'sum' && rollup.object === object && rollup.via === via && !rollup.filter
      ? [rollup.field!]
      : [],
  );

function describeField(ctx: RequestContext, access: ObjectAccess, field: ModelField) {
  const { id, name, type, labels, help, required, system, unique } = field;
  const targetName = targetOf(field) ?? field.lines?.target;
  const target = targetName === undefined ? undefined : accessOf(ctx.model, ctx.actor).object(targetName);
  const isChoice = type.hasOptions === true || type.hasStages === true;
  const isDay = type.kind === 'date' || type.kind === 'timestamp';
  return {
    id,
    name,
    type: type.name,
    ...(field.declared !== type.name && { declared: field.declared }),
    // what no expression reads is not filtered
    kind: type.apart ? 'null' : type.kind,
    ...(!type.apart && type.memberKind && { memberKind: type.memberKind }),
    labels,
    ...(help && { help }),
    widget: type.widget,
    cell: cellOf(type),
    required,
    readOnly: isReadOnly(field),
    system,
    unique,
    can: access.right(name) === 'write' && !isReadOnly(field) ? 'write' : 'read',
    ...(type.hasOptions && {
      options: field.options.map(({ value, labels: text, color, archived, parents }) => ({
        value,
        labels: text,
        ...(color && { color }),
        ...(archived && { archived }),
        ...(parents && { parents }),
      })),
    }),
    ...(target?.can('read') && { target: target.object.name, targetTitle: titlePath(target.object) }),
    ...(field.filter && { filtered: true }),
    ...(field.objects && { targets: targetsFor(ctx, field) }),
    ...(type.digits && { scale: type.digits(field)[1] }),
    ...(type.link !== undefined && { link: type.link }),
    ...(type.isLong && { long: true }),
    ...linesTold(ctx, access, field),
    ...tellsOf(field),
    ...(type.bare !== undefined && { bare: type.bare }),
    summable: type.summable === true,
    groupable:
      type.kind !== 'list' && (isChoice || isDay || type.kind === 'bool' || targetName !== undefined),
  };
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

const isFor = (roles: readonly string[], ctx: RequestContext): boolean =>
  roles.length === 0 || roles.some((role) => ctx.actor.roles.includes(role));

function cutLayout(
  layout: ModelLayout,
  readable: ReadonlySet<string>,
): Omit<ModelLayout, 'roles' | 'related'> {
  const { id, name, labels, highlights, tabs, sections } = layout;
  return {
    id,
    name,
    labels,
    highlights: highlights.filter((field) => readable.has(field)),
    tabs,
    sections: sections.map((section) => ({
      ...section,
      fields: section.fields.filter(({ field }) => readable.has(field)),
    })),
  };
}

/** What names a record in one text: its title, of one in parts the part that says it all. */
function titlePath({ titleField, fields }: ModelObject): string {
  const bare = fields.get(titleField)?.type.bare;
  return bare === undefined ? titleField : `${titleField}.${bare}`;
}

const RELATED_COLUMNS = 5;

/** Columns of a related list that no layout states: the title and the first fields that fit a column. */
function relatedColumns(child: ObjectAccess, via: string): string[] {
  const fields = child.readable.filter((field) => !field.system && field.name !== via && !field.type.isLong);
  const { titleField } = child.object;
  const others = fields.map(({ name }) => name).filter((name) => name !== titleField);
  // an id is no title
  return (titleField === 'id' ? others : [titleField, ...others]).slice(0, RELATED_COLUMNS);
}

/** Of links between records: the field of a link that leads to the other side than `via` does. */
function otherEnd({ objects }: Model, link: string, via: string): string | undefined {
  for (const { fields } of objects.values()) {
    for (const { lines } of fields.values()) {
      if (lines?.object !== link || lines.to === undefined) continue;
      if (lines.via === via) return lines.to;
      if (lines.to === via) return lines.via;
    }
  }
  return undefined;
}

/** What a related list has that no layout states. */
const UNSTATED = { columns: [] as readonly string[], sort: [] as readonly string[], limit: 5 };

/** The lists below a record: those of the layout first, then every other relation that leads here. */
function describeRelated(ctx: RequestContext, object: ModelObject, layout: ModelLayout | undefined) {
  const access = accessOf(ctx.model, ctx.actor);
  const stated = layout?.related ?? [];
  const links = [...ctx.model.objects.values()]
    .filter((child) => !child.system)
    .flatMap((child) =>
      [...child.fields.values()]
        .filter((field) => !field.system && linkTargetsOf(field).includes(object.name))
        // what stands in the record as its line items needs no list beside it
        .filter(({ name }) => !(child.follows?.lines && child.follows.via === name))
        .map((field): RelatedList => ({ object: child.name, via: field.name, ...UNSTATED })),
    )
    .filter((link) => !stated.some((one) => one.object === link.object && one.via === link.via));
  return [...stated, ...links].flatMap(({ object: name, via, columns, labels, sort, limit, tab }) => {
    const child = access.object(name);
    if (!child?.can('read') || child.readableRows(via).length === 0) return [];
    const isReadable = (path: string): boolean =>
      child.readableRows(path.replace(/^[+-]/, '').split('.')[0]!).length > 0;
    const readable = columns.filter(isReadable);
    const to = otherEnd(ctx.model, name, via);
    const isTold = to !== undefined && child.readableRows(to).length > 0;
    const isOne = child.object.fields.get(via)?.unique === true;
    return [
      {
        object: name,
        via,
        labels: labels ?? (isOne ? child.object.labels : child.object.plural),
        ...(isOne && { isOne }),
        ...(isTold && { to }),
        columns: readable.length > 0 ? readable : relatedColumns(child, via),
        sort: sort.filter(isReadable),
        limit,
        ...(tab !== undefined && { tab }),
      },
    ];
  });
}

const layoutsFor = (ctx: RequestContext, object: ModelObject): readonly ModelLayout[] =>
  object.layouts.filter((layout) => isFor(layout.roles, ctx));

function accessTo(ctx: RequestContext, name: string): ObjectAccess {
  const access = accessOf(ctx.model, ctx.actor).object(name);
  if (!access) throw new Problem('query.object', { name });
  return access;
}

/** The layouts that the caller may use, the one that is asked for alone; the first is the one that shows. */
function layoutsAsked(ctx: RequestContext, object: ModelObject, name: string | undefined) {
  const layouts = layoutsFor(ctx, object);
  if (name === undefined) return layouts;
  const layout = layouts.find((one) => one.name === name);
  if (!layout) throw new Problem('request.not_found');
  return [layout];
}

const described = new WeakMap<ObjectAccess, Map<string | undefined, ReturnType<typeof makeDescription>>>();

function makeDescription(ctx: RequestContext, access: ObjectAccess, layoutName: string | undefined) {
  const { object, readable } = access;
  const names = new Set(readable.map(({ name }) => name));
  const layouts = layoutsAsked(ctx, object, layoutName);
  const { name, labels, plural, description, icon, titleField, ownership } = object;
  return {
    name,
    labels,
    plural,
    ...(description && { description }),
    icon,
    titleField,
    ownership,
    ...(object.capabilities.singleton === true && { isSingle: true }),
    ...(object.tree !== undefined && names.has(object.tree) && { tree: object.tree }),
    can: rights(access),
    fields: readable.map((field) => describeField(ctx, access, field)),
    schema: recordSchema(object, { mode: 'answer', includes: (field) => names.has(field.name) }),
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

export interface FormRequest {
  readonly layout?: string;
  readonly locale: string;
}

/** Fields that rules ask for now and then: a form that has no place for them shows them as long as they are asked for. */
const askedByRules = ({ rules }: ModelObject): ReadonlySet<string> =>
  new Set(rules.flatMap(({ require }) => require ?? []));

/** The sections of a form: of its layout, and behind them what must be filled in and stands in none. */
function sectionsOf(access: ObjectAccess, layout: ModelLayout | undefined): readonly LayoutSection[] {
  const names = new Set(access.readable.map(({ name }) => name));
  const own = access.readable.filter((field) => !field.system);
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

/** What a new record of a filtered relation begins with: its field -> the field of this form. */
const presetsFor = (access: ObjectAccess, filter: CheckedExpression) =>
  Object.fromEntries(
    [...presetsOf(filter)].filter(([, from]) => access.readable.some(({ name }) => name === from)),
  );

function uiOf(
  ctx: RequestContext,
  access: ObjectAccess,
  field: ModelField,
  locale: string,
  isOnDemand: boolean,
): JsonSchema {
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
      ...(isOnDemand && { onDemand: true }),
      ...(target?.can('read') && { target: target.object.name, titleField: titlePath(target.object) }),
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
    },
  };
}

/** What a form is answered with; line items hold one of their own. */
type FormAnswer = ReturnType<typeof rulesOf> & { readonly schema: JsonSchema; readonly uiSchema: JsonSchema };

const forms = new WeakMap<Model, Map<string, FormAnswer>>();

/** `GET /api/model/{object}/form`: what rjsf renders. */
export function describeForm(ctx: RequestContext, name: string, request: FormRequest): FormAnswer {
  const access = accessTo(ctx, name);
  const key = JSON.stringify([
    access.object.name,
    ctx.actor.kind,
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
  const fields = access.readable.filter(({ name }) => shown.has(name));
  const placed = new Set(layout?.sections.flatMap((section) => section.fields.map(({ field }) => field)));
  const isOnDemand = ({ name, required }: ModelField) =>
    layout !== undefined && !required && !placed.has(name);
  const schema = recordSchema(object, { mode: 'form', locale, includes: (field) => shown.has(field.name) });
  const uiSchema = {
    'ui:order': [...shown],
    'ui:sections': sections.map(({ labels, ...section }) => ({ ...section, label: textIn(labels, locale) })),
    'ui:tabs': (layout?.tabs ?? []).map(({ name, labels }) => ({ name, label: textIn(labels, locale) })),
    ...Object.fromEntries(
      fields.map((field) => [field.name, uiOf(ctx, access, field, locale, isOnDemand(field))]),
    ),
  };
  return { schema: withFirstStage(schema, object, fields), uiSchema, ...rulesOf(access) };
}

/** Whether a form holds all that an expression reads: fields of the record itself, nothing of others and no calendar. */
function heldReads(access: ObjectAccess, { references, children, tree }: CheckedExpression): boolean {
  if (children.length > 0 || calendarCalls(tree) > 0) return false;
  return references.every((path) => {
    const [first, second] = path[0] === '$old' ? path.slice(1) : path;
    if (first === '$user') return true;
    const field = memberNamed(access.object, first!)?.field;
    if (!field || access.right(field.name) === 'none' || access.readableRows(field.name).length === 0)
      return false;
    if (field.formula) return second === undefined && heldReads(access, field.formula);
    return second === undefined || field.type.hasStages === true || partsOf(field).size > 0;
  });
}

const heldFormula = (field: ModelField) => ({
  tree: field.formula!.tree,
  ...(field.type.digits && { digits: field.type.digits(field) }),
});

/**
 * Rules and formulas that a browser can judge by what the form holds and the caller may read. `asks` says
 * that there are others: those are answered by `check`, and so are the fields of `defaults`, which begin
 * with what an expression comes to.
 */
function rulesOf(access: ObjectAccess) {
  const { object, readable } = access;
  const names = new Set(readable.map(({ name }) => name));
  const only = (list: readonly string[] | undefined) => list?.filter((name) => names.has(name));
  const isHeld = ({ when, check }: ModelRule): boolean =>
    [when, check].every((expression) => !expression || heldReads(access, expression));
  const rules = object.rules
    .filter(isHeld)
    .map(({ states: _, require, readOnly, hide, options, ...rule }) => ({
      ...rule,
      ...(require && { require: only(require) }),
      ...(readOnly && { readOnly: only(readOnly) }),
      ...(hide && { hide: only(hide) }),
      ...(options && {
        options: Object.fromEntries(Object.entries(options).filter(([name]) => names.has(name))),
      }),
    }));
  const formulas = readable.filter(({ formula }) => formula);
  const held = formulas.filter(({ formula }) => heldReads(access, formula!));
  return {
    rules,
    formulas: Object.fromEntries(held.map((field) => [field.name, heldFormula(field)])),
    asks:
      rules.length < object.rules.length ||
      held.length < formulas.length ||
      readable.some(({ filter }) => filter !== undefined),
    defaults: readable.flatMap(({ name, defaultExpression }) => (defaultExpression ? [name] : [])),
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
