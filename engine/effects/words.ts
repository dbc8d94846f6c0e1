import type { Action } from '../access/index.ts';
import type { Labels } from '../errors.ts';
import type { ModelObject } from '../model/model.ts';
import type { FieldChange, FieldLevel, ObjectChange, RightsChange } from './compare.ts';
import type { RowsEffect, UserRows } from './effects.ts';

type Both = readonly [en: string, zh: string];

const both = ([en, zh]: Both): Labels => ({ en, 'zh-CN': zh });

const ACTION_WORDS: Readonly<Record<Action, Both>> = {
  create: ['create', '新建'],
  read: ['read', '查看'],
  update: ['change', '修改'],
  delete: ['delete', '删除'],
  restore: ['restore', '恢复'],
  purge: ['delete for good', '彻底删除'],
  transfer: ['transfer', '转移'],
  bulk: ['change many at once', '批量修改'],
  share: ['share', '共享'],
  import: ['import', '导入'],
  export: ['export', '导出'],
  print: ['print', '打印'],
  merge: ['merge', '合并'],
  claim: ['claim', '领取'],
};

const ADMIN_WORDS: Readonly<Record<string, Both>> = {
  model: ['the model', '模型'],
  workflow: ['workflows', '工作流'],
  views: ['views', '视图'],
  people: ['people', '人员'],
  security: ['security', '安全'],
  operations: ['operations', '运维'],
};

/** Items of one sentence; behind the first few only how many more there are. */
const LISTED = 8;

function list(words: readonly Both[]): Both {
  const [shown, left] = [words.slice(0, LISTED), words.length - LISTED];
  const [en, zh] = [shown.map(([one]) => one).join(', '), shown.map(([, one]) => one).join('、')];
  return left > 0 ? [`${en} and ${left} more`, `${zh}等 ${words.length} 项`] : [en, zh];
}

const actions = (names: readonly Action[]): Both => list(names.map((name) => ACTION_WORDS[name]));

/** What a change does to rights over the workspace itself. */
export function adminLines({ adminGained, adminLost }: RightsChange): readonly Labels[] {
  const told = (rights: readonly string[]) =>
    list(rights.map((right) => ADMIN_WORDS[right] ?? [right, right]));
  const [gained, lost] = [told(adminGained), told(adminLost)];
  return [
    ...(adminGained.length > 0
      ? [both([`May now administer: ${gained[0]}.`, `新增管理权限：${gained[1]}。`])]
      : []),
    ...(adminLost.length > 0
      ? [both([`May no longer administer: ${lost[0]}.`, `失去管理权限：${lost[1]}。`])]
      : []),
  ];
}

/** What may be done now, and what no longer. */
export function actionLines({ gained, lost }: ObjectChange): readonly Labels[] {
  const [more, less] = [actions(gained), actions(lost)];
  return [
    ...(gained.length > 0 ? [both([`May now ${more[0]}.`, `新增操作权限：${more[1]}。`])] : []),
    ...(lost.length > 0 ? [both([`May no longer ${less[0]}.`, `失去操作权限：${less[1]}。`])] : []),
  ];
}

/** Users of one sentence that are named. */
const NAMED = 3;

function namesOf(
  users: readonly UserRows[],
  way: 'gained' | 'lost',
  names: ReadonlyMap<string, string | null>,
): Both {
  const told = users.slice(0, NAMED).flatMap((one): string[] => {
    const name = names.get(one.user);
    return typeof name === 'string' ? [`${name} ${one[way]}`] : [];
  });
  if (told.length === 0) return ['', ''];
  const more = users.length > told.length;
  return [` (${told.join(', ')}${more ? ', …' : ''})`, `（${told.join('，')}${more ? ' 等' : ''}）`];
}

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** How many users reach more records with an action, or fewer; and of how many that is not known. */
export function rowLines(
  { action, users, unknown }: RowsEffect,
  names: ReadonlyMap<string, string | null>,
): readonly Labels[] {
  const [en, zh] = ACTION_WORDS[action];
  const line = (way: 'gained' | 'lost', tell: (who: number, most: number, named: Both) => Both): Labels[] => {
    const felt = users.filter((one) => one[way] > 0).toSorted((a, b) => b[way] - a[way]);
    if (felt.length === 0) return [];
    return [both(tell(felt.length, felt[0]![way], namesOf(felt, way, names)))];
  };
  return [
    ...line('gained', (who, most, named) => [
      `${counted(who, 'user')} may ${en} up to ${counted(most, 'more record')}${named[0]}.`,
      `${who} 位用户可${zh}的记录增加，最多 ${most} 条${named[1]}。`,
    ]),
    ...line('lost', (who, most, named) => [
      `${counted(who, 'user')} may ${en} up to ${counted(most, 'fewer record')}${named[0]}.`,
      `${who} 位用户可${zh}的记录减少，最多 ${most} 条${named[1]}。`,
    ]),
    ...(unknown > 0
      ? [
          both([
            `The records to ${en} change for ${counted(unknown, 'more user')}; how many was not counted.`,
            `另有 ${unknown} 位用户可${zh}的记录有变化，未统计条数。`,
          ]),
        ]
      : []),
  ];
}

const FIELD_WORDS: Readonly<Record<FieldLevel, readonly [gained: Both, lost: Both]>> = {
  none: [
    ['No longer seen', '不再可见'],
    ['No longer seen', '不再可见'],
  ],
  masked: [
    ['Now seen masked', '新增脱敏可见'],
    ['Only seen masked from now on', '改为脱敏可见'],
  ],
  read: [
    ['Now seen in full', '完整可见'],
    ['No longer changed, only seen', '改为只读'],
  ],
  write: [
    ['Now changed', '新增可编辑'],
    ['Now changed', '新增可编辑'],
  ],
};

const LEVELS: readonly FieldLevel[] = ['none', 'masked', 'read', 'write'];

/** What a field is said of. */
const sayingOf = ({ from, to }: FieldChange): Both => {
  if (from === to) return ['Seen or changed in other records than before', '可见或可编辑的记录范围有变化'];
  const isGain = LEVELS.indexOf(to) > LEVELS.indexOf(from);
  return FIELD_WORDS[to][isGain ? 0 : 1];
};

const named = ({ labels, name }: { readonly labels: Labels; readonly name: string }): Both => {
  const en = labels.en ?? Object.values(labels)[0] ?? name;
  return [en, labels['zh-CN'] ?? en];
};

const fieldNamed = (object: ModelObject, name: string): Both => named(object.fields.get(name)!);

/** Which fields are seen and changed otherwise; of an object that comes or goes as a whole that says it. */
export function fieldLines({ after, fields, wasKnown, isKnown }: ObjectChange): readonly Labels[] {
  if (wasKnown !== isKnown && fields.length > 0) {
    const count = fields.length;
    return isKnown
      ? [
          both([
            `Sees the object for the first time, with ${counted(count, 'field')}.`,
            `首次可见此对象，含 ${count} 个字段。`,
          ]),
        ]
      : [
          both([
            `No longer knows of the object and its ${counted(count, 'field')}.`,
            `不再可见此对象及其 ${count} 个字段。`,
          ]),
        ];
  }
  return [...Map.groupBy(fields, (field) => sayingOf(field).join('\n'))].map(([saying, some]) => {
    const [en, zh] = saying.split('\n') as [string, string];
    const [english, chinese] = list(some.map(({ field }) => fieldNamed(after, field)));
    return both([`${en}: ${english}.`, `${zh}：${chinese}。`]);
  });
}

export const moreLine = (count: number): Labels =>
  both([
    `${counted(count, 'more combination')} of roles were not compared.`,
    `另有 ${count} 种角色组合未作比较。`,
  ]);
