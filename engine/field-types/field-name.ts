import { oneOption } from './choices.ts';
import { defineFieldType, type ModelNames, type NamedObject, type Option } from './define-field-type.ts';

/** The fields of one object, former names included. */
const fieldsOf = (object: NamedObject): Option[] =>
  object.fields.flatMap(({ name, labels, former, isArchived }) => {
    const names = [{ object: object.name, field: name, as: [object.name, ...object.former] }];
    return [
      { value: name, labels, names, ...(isArchived && { archived: true }) },
      ...former.map((value) => ({ value, labels, names, archived: true })),
    ];
  });

/** The fields of every object, each offered for the object that it is of; equal ones once. */
function everyField({ objects }: ModelNames): Option[] {
  const options = Map.groupBy(objects.flatMap(fieldsOf), ({ value, labels, archived }) =>
    JSON.stringify([value, labels, archived]),
  );
  return [...options.values()].map((same) => {
    const names = same.flatMap((option) => option.names ?? []);
    return { ...same[0]!, names, parents: names.flatMap(({ as }) => as) };
  });
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
