import { defineFieldType, type PointedObject, type PropertyFault } from './define-field-type.ts';
import { links } from './links.ts';
import { polymorphic } from './polymorphic.ts';
import { filterWord, inverseWord, oneRecord } from './relations.ts';
import { team } from './team.ts';
import { user } from './user.ts';

type Settings = Readonly<Record<string, any>>;

const isAny = ({ target }: Settings): boolean => target === undefined;

/** Of the engine's own objects records of any object can be those that a type of their own points at. */
const POINTED_AT: ReadonlySet<string> = new Set(
  [user, team].flatMap((type) =>
    type.targets!({ name: '', labels: {}, settings: {}, schema: {}, options: [] }),
  ),
);

const namesOf = (objects: readonly PointedObject[]): string[] =>
  objects.filter(({ name, system }) => !system || POINTED_AT.has(name)).map(({ name }) => name);

/** Words that say something of one object do not go with several. */
function clashes(settings: Settings): [word: string, other: string][] {
  const { target, targets, unique, filter, defaultExpression } = settings;
  const found: [string, string, boolean][] = [
    ['targets', 'target', target !== undefined && targets !== undefined],
    ['unique', 'targets', unique === true && isAny(settings)],
    ['externalId', 'targets', settings.externalId === true && isAny(settings)],
    ['filter', 'targets', filter !== undefined && isAny(settings)],
    ['defaultExpression', 'targets', defaultExpression !== undefined && isAny(settings)],
    ...ofMany(settings),
  ];
  return found.filter(([, , isWrong]) => isWrong).map(([word, other]) => [word, other]);
}

/** What is said of one record does not go with any number of them. */
function ofMany(settings: Settings): [string, string, boolean][] {
  const isMany = settings.manyToMany === true;
  const single = ['unique', 'externalId', 'filter', 'defaultExpression', 'onDelete', 'inverse', 'targets'];
  const through = ['through', 'throughFrom', 'throughTo'];
  return [
    ...single.map((word): [string, string, boolean] => [
      word,
      'manyToMany',
      isMany && isSaid(settings[word]),
    ]),
    ...through.map((word): [string, string, boolean] => [word, 'target', !isMany && isSaid(settings[word])]),
    ['manyToMany', 'targets', isMany && isAny(settings)],
  ];
}

const isSaid = (value: unknown): boolean => value !== undefined && value !== false;

/** A record of another object, or of one of several. */
export const lookup = defineFieldType({
  ...oneRecord,
  name: 'lookup',
  labels: { en: 'Lookup', 'zh-CN': '关联' },
  help: {
    en: 'A record of another object, such as the account of a contact.',
    'zh-CN': '另一对象的一条记录，如联系人所属的客户。',
  },
  icon: 'apartment',
  settings: {
    asked: ['target'],
    properties: {
      target: {
        type: 'string',
        'x-ref': 'object',
        'x-labels': { en: 'Object (any, if none is chosen)', 'zh-CN': '关联对象（不选则为任意对象）' },
      },
      targets: {
        type: 'array',
        items: { type: 'string', 'x-ref': 'object' },
        minItems: 1,
        uniqueItems: true,
        'x-labels': { en: 'One of several objects', 'zh-CN': '多个可选对象' },
      },
      onDelete: {
        type: 'string',
        enum: ['restrict', 'null', 'cascade'],
        default: 'restrict',
        'x-labels': { en: 'When the record is deleted', 'zh-CN': '关联记录被删除时' },
        'x-help': {
          en: 'What happens to this record when the one that it points at is deleted.',
          'zh-CN': '所关联的记录被删除时，本记录如何处理。',
        },
      },
      manyToMany: {
        type: 'boolean',
        'x-labels': { en: 'Any number of records', 'zh-CN': '可关联多条记录' },
      },
      through: {
        type: 'string',
        'x-ref': 'object',
        'x-labels': { en: 'Object of the links', 'zh-CN': '中间对象' },
      },
      throughFrom: {
        type: 'string',
        'x-ref': 'field',
        'x-in': 'through',
        'x-labels': { en: 'Relation of a link that leads here', 'zh-CN': '中间对象中指向本对象的字段' },
      },
      throughTo: {
        type: 'string',
        'x-ref': 'field',
        'x-in': 'through',
        'x-labels': { en: 'Relation of a link that leads there', 'zh-CN': '中间对象中指向对方的字段' },
      },
      ...inverseWord,
      ...filterWord(),
    },
  },
  words: {},
  example: {
    'x-field': {
      id: 'fld_look0001',
      type: 'lookup',
      target: 'user',
      onDelete: 'null',
      labels: { en: 'Account', 'zh-CN': '客户' },
    },
  },
  faults: ({ 'x-field': settings }): PropertyFault[] =>
    clashes(settings).map(([word, other]) => ({
      path: ['x-field', word],
      code: 'document.words_clash',
      params: { word, other },
    })),
  valueType: (settings, around) => {
    if (settings.manyToMany === true) return { type: links, settings, options: [] };
    if (!isAny(settings)) return { type: lookup, settings, options: [] };
    const objects = around.objects();
    const targets = settings.targets ?? namesOf(objects);
    return { type: polymorphic, settings: { ...settings, objects, targets }, options: [] };
  },
  linksTo: (settings) => (settings.manyToMany === true ? settings.target : undefined),
  targets: ({ settings }) => (isAny(settings) || settings.manyToMany ? [] : [settings.target]),
});
