import { fieldType } from '../../engine/field-types/index.ts';
import { PLAIN_CALENDAR } from '../../engine/model/index.ts';
import type { Model, ModelField, ModelObject, ModelPipeline, ModelRole } from '../../engine/model/model.ts';

/** A Model made by hand, for what is a function of the Model and nothing else. */

const SYSTEM: readonly (readonly [name: string, type: string])[] = [
  ['id', 'id'],
  ['owner', 'user'],
  ['created_at', 'datetime'],
  ['created_by', 'user'],
  ['updated_at', 'datetime'],
  ['updated_by', 'user'],
  ['deleted_at', 'datetime'],
  ['version', 'integer'],
  ['source', 'text'],
];

interface FieldSpec extends Partial<Omit<ModelField, 'type' | 'settings' | 'schema'>> {
  readonly type: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly schema?: Readonly<Record<string, unknown>>;
}

function field(object: string, name: string, spec: FieldSpec, system: boolean): ModelField {
  const type = fieldType(spec.type)!;
  const sid = `${object}${name}`.replaceAll('_', '').slice(0, 6).padEnd(6, '0');
  const facts = {
    name,
    labels: spec.labels ?? { en: name, 'zh-CN': `${name}（中）` },
    settings: spec.settings ?? {},
    schema: spec.schema ?? {},
    options: spec.options ?? [],
  };
  const physical = (part: string) => [system ? name : `c_${name}_${sid}`, part].filter(Boolean).join('_');
  return {
    id: `fld_${object}_${name}`,
    archived: false,
    package: 'test',
    required: false,
    readOnly: false,
    unique: false,
    externalId: false,
    classification: 'none',
    ...spec,
    ...facts,
    system,
    type,
    declared: type.name,
    engineWritten: type.engineWritten === true || (system && name !== 'owner'),
    columns: type.columns(facts).map((column) => ({ ...column, name: physical(column.part) })),
    ...(type.targets && { target: type.targets(facts)[0] }),
  };
}

export interface ObjectSpec extends Partial<Omit<ModelObject, 'fields'>> {
  readonly fields: Readonly<Record<string, FieldSpec>>;
}

function object(name: string, { fields: specs, ...rest }: ObjectSpec): ModelObject {
  const ownership = rest.ownership ?? 'user';
  const fields = new Map([
    ...SYSTEM.filter(([one]) => one !== 'owner' || ownership === 'user').map(
      ([one, type]) => [one, field(name, one, { type }, true)] as const,
    ),
    ...Object.entries(specs).map(([one, spec]) => [one, field(name, one, spec, false)] as const),
  ]);
  return {
    id: `obj_${name}0000000`.slice(0, 12),
    name,
    labels: { en: name },
    plural: { en: `${name}s` },
    icon: 'table',
    titleField: 'name',
    capabilities: {},
    system: false,
    archived: false,
    package: 'test',
    table: `o_${name}_000000`,
    aliases: new Map(),
    hasPlaces: false,
    unique: [],
    rules: [],
    pipelines: [],
    layouts: [],
    ...rest,
    ownership,
    fields,
    fieldsById: new Map([...fields.values()].map((one) => [one.id, one])),
  };
}

export const pipeline = (
  name: string,
  stages: Readonly<Record<string, 'open' | 'won' | 'lost'>>,
  rest: Partial<ModelPipeline> = {},
): ModelPipeline => ({
  id: `pip_${name}`,
  name,
  labels: { en: name },
  stages: Object.entries(stages).map(([stage, kind]) => ({
    id: `stg_${name}_${stage}`,
    name: stage,
    labels: { en: stage },
    kind,
    probability: kind === 'won' ? '1' : kind === 'lost' ? '0' : '0.2',
  })),
  ...rest,
});

export const role = (name: string, rest: Partial<ModelRole>): ModelRole => ({
  id: `rol_${name}`,
  name,
  labels: { en: name },
  admin: [],
  portal: false,
  grants: [],
  ...rest,
});

/** Users, views and whatever `objects` says. */
export function sampleModel(
  objects: Readonly<Record<string, ObjectSpec>>,
  roles: readonly ModelRole[] = [],
): Model {
  const specs: Readonly<Record<string, ObjectSpec>> = {
    user: {
      system: true,
      fields: {
        name: { type: 'text' },
        email: { type: 'email' },
        kind: { type: 'text' },
        active: { type: 'boolean' },
      },
    },
    view: {
      system: true,
      fields: {
        name: { type: 'text' },
        object: { type: 'text' },
        document: { type: 'longText' },
        shared: { type: 'boolean' },
        package: { type: 'text' },
      },
    },
    ...objects,
  };
  const made = new Map(Object.entries(specs).map(([name, spec]) => [name, object(name, spec)]));
  return {
    version: 1,
    workspace: 'main',
    schema: 'ws_main',
    settings: {
      timeZone: 'Asia/Shanghai',
      currency: 'CNY',
      languages: ['zh-CN', 'en'],
      weekStart: 1,
      rates: [],
      yearStart: '01-01',
      secondFactor: 'none',
      purposes: [],
    },
    calendar: PLAIN_CALENDAR,
    calendars: new Map(),
    objects: made,
    objectsById: new Map([...made.values()].map((one) => [one.id, one])),
    roles: new Map(roles.map((one) => [one.name, one])),
    sharingRules: new Map(),
    matchRules: new Map(),
    restrictionRules: new Map(),
    navigations: [],
    packages: new Map(),
  };
}
