import { oneOption } from './choices.ts';
import { defineFieldType, type ModelNames, type NamedObject, type Option } from './define-field-type.ts';

/** The fields of one object, former names included. */
const fieldsOf = ({ fields }: NamedObject): Option[] =>
  fields.flatMap(({ name, labels, former, isArchived }) => [
    { value: name, labels, ...(isArchived && { archived: true }) },
    ...former.map((value) => ({ value, labels, archived: true })),
  ]);

/** The fields of every object, each offered for the object that it is of; equal ones once. */
function everyField({ objects }: ModelNames): Option[] {
  const found = new Map<string, Option & { readonly parents: string[] }>();
  for (const object of objects) {
    for (const option of fieldsOf(object)) {
      const key = JSON.stringify([option.value, option.labels, option.archived]);
      const known = found.get(key) ?? { ...option, parents: [] };
      known.parents.push(object.name, ...object.former);
      found.set(key, known);
    }
  }
  return [...found.values()];
}

/** A field of an object, by its API name: of one object, or of the object that another field of the record names. */
export const fieldName = defineFieldType({
  name: 'fieldName',
  labels: { en: 'Field name', 'zh-CN': '字段名称' },
  help: {
    en: 'Names a field of an object, such as the one that a mapping fills.',
    'zh-CN': '指向某个对象的字段，如映射所填写的字段。',
  },
  icon: 'font-size',
  group: 'other',
  settings: {
    properties: {
      object: {
        type: 'string',
        'x-ref': 'object',
        'x-labels': { en: 'Fields of object', 'zh-CN': '所属对象' },
      },
      dependsOn: {
        type: 'string',
        'x-ref': 'field',
        'x-labels': { en: 'Fields of the object named by', 'zh-CN': '由字段指定对象' },
      },
    },
  },
  words: {},
  tells: ['dependsOn'],
  faults: ({ 'x-field': { object, dependsOn } }) =>
    object !== undefined && dependsOn !== undefined
      ? [{ path: ['x-field', 'dependsOn'], code: 'document.field_name_twice' }]
      : [],
  example: {
    'x-field': {
      id: 'fld_fldn0001',
      type: 'fieldName',
      labels: { en: 'Filled field', 'zh-CN': '写入字段' },
      object: 'user',
    },
  },
  samples: [
    { given: ' email ', stored: 'email' },
    { given: '', stored: null },
  ],
  wrong: ['nothing', 7, ['email'], '__proto__'],
  hasOptions: true,
  givenOptions: ({ object, dependsOn }, names) => {
    if (dependsOn !== undefined) return everyField(names);
    const of = names.objects.find(({ name }) => name === (object ?? names.own));
    return of ? fieldsOf(of) : [];
  },
  ...oneOption,
});
