import { accessOf, type ObjectAccess } from '../access/index.ts';
import type { RequestContext } from '../context.ts';
import { cellOf } from '../field-types/index.ts';
import { linkTargetsOf, partsOf, targetOf } from '../model/index.ts';
import type { ModelField, ModelObject } from '../model/model.ts';

export const isReadOnly = (field: ModelField): boolean => field.readOnly || field.engineWritten;

/** The field that names records, be it masked; their id where the actor may not know it. */
export const titleFieldOf = ({ object: { titleField }, shown }: ObjectAccess): string =>
  shown.some(({ name }) => name === titleField) ? titleField : 'id';

/** What names a record in one text: its title, of one in parts the part that says it all. */
export function titlePath(access: ObjectAccess): string {
  const titleField = titleFieldOf(access);
  const bare = access.object.fields.get(titleField)?.type.bare;
  return bare === undefined ? titleField : `${titleField}.${bare}`;
}

/** The settings of a field that its widget and its cells need. */
export const tellsOf = ({ type, settings }: ModelField) => {
  const told = (type.tells ?? []).filter((word) => settings[word] !== undefined);
  return told.length > 0 && { settings: Object.fromEntries(told.map((word) => [word, settings[word]])) };
};

/** Of a relation to one of several objects: those whose records the actor may read. */
export function targetsFor(ctx: RequestContext, field: ModelField) {
  const access = accessOf(ctx.model, ctx.actor);
  return linkTargetsOf(field).flatMap((name) => {
    const target = access.object(name);
    if (!target?.can('read')) return [];
    const { labels, icon } = target.object;
    const canCreate = target.can('create') && { canCreate: true };
    return [{ name, labels, titleField: titlePath(target), icon, ...canCreate }];
  });
}

export interface LinesMeta {
  readonly object: string;
  readonly via: string;
  readonly labels: ModelObject['labels'];
  readonly fields: readonly object[];
  readonly totals: readonly string[];
}

/** Line items, as far as the caller may know them: the fields of theirs that a table of them shows. */
export function linesTold(
  ctx: RequestContext,
  access: ObjectAccess,
  { lines }: ModelField,
): { lines?: LinesMeta } {
  if (!lines || lines.to !== undefined) return {};
  const child = accessOf(ctx.model, ctx.actor).object(lines.object);
  if (!child?.can('read')) return {};
  const fields = child.shown.filter(
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

/** What a dot behind a composite leads to, as fields that nobody writes by themselves. */
function partsTold(field: ModelField): { readonly parts?: readonly object[] } {
  const parts = [...partsOf(field)].filter(([, { isShownOnly }]) => !isShownOnly);
  if (parts.length === 0 || field.objects || field.type.kind === 'list') return {};
  return {
    parts: parts.map(([name, { field: part }]) => ({
      id: `${field.id}.${name}`,
      name,
      type: part.type.name,
      kind: part.type.kind,
      labels: part.labels,
      widget: part.type.widget,
      cell: cellOf(part.type),
      required: false,
      readOnly: true,
      system: false,
      unique: false,
      can: 'read',
      ...(part.type.digits && { scale: part.type.digits(part)[1] }),
      ...tellsOf(part),
      summable: part.type.summable === true,
      groupable: false,
    })),
  };
}

/** How sensitive a field is, to those who answer for the model or for security. */
function classificationTold(ctx: RequestContext, { classification }: ModelField) {
  const access = accessOf(ctx.model, ctx.actor);
  return (access.hasAdminRight('model') || access.hasAdminRight('security')) && { classification };
}

export function describeField(ctx: RequestContext, access: ObjectAccess, named: ModelField) {
  const field = access.told(named);
  const { id, name, type, labels, help, required, system, unique } = field;
  const targetName = targetOf(field) ?? field.lines?.target;
  const target = targetName === undefined ? undefined : accessOf(ctx.model, ctx.actor).object(targetName);
  const isReadable = access.readableRows(name).length > 0;
  const isChoice = type.hasOptions === true || type.hasStages === true;
  const isDay = type.kind === 'date' || type.kind === 'timestamp';
  return {
    id,
    name,
    type: type.name,
    ...(field.declared !== type.name && { declared: field.declared }),
    // what no expression reads is not filtered
    kind: type.apart || !isReadable ? 'null' : type.kind,
    ...(!type.apart && isReadable && type.memberKind && { memberKind: type.memberKind }),
    labels,
    ...(help && { help }),
    widget: type.widget,
    cell: cellOf(type),
    required,
    readOnly: isReadOnly(field),
    system,
    unique,
    ...classificationTold(ctx, field),
    can: !isReadable ? 'masked' : access.right(name) === 'write' && !isReadOnly(field) ? 'write' : 'read',
    ...(type.hasOptions && {
      options: field.options.map(({ value, labels: text, color, archived, parents }) => ({
        value,
        labels: text,
        ...(color && { color }),
        ...(archived && { archived }),
        ...(parents && { parents }),
      })),
    }),
    ...(target?.can('read') && { target: target.object.name, targetTitle: titlePath(target) }),
    ...(field.filter && { filtered: true }),
    ...(field.objects && { targets: targetsFor(ctx, field) }),
    ...(type.digits && { scale: type.digits(field)[1] }),
    ...(type.link !== undefined && isReadable && { link: type.link }),
    ...(type.isLong && { long: true }),
    ...linesTold(ctx, access, field),
    ...tellsOf(field),
    ...(type.bare !== undefined && { bare: type.bare }),
    ...partsTold(field),
    summable: type.summable === true,
    groupable:
      isReadable &&
      type.kind !== 'list' &&
      (isChoice || isDay || type.kind === 'bool' || targetName !== undefined),
  };
}
