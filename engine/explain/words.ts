import { behalfOf, conditionOf, ofParent, type WaySource } from '../access/index.ts';
import type { Labels } from '../errors.ts';
import type { Model } from '../model/model.ts';
import type { Explanation, JudgedWay } from './explain.ts';

/** One step of an explanation: what it says, and whether it speaks for the actor. */
export interface Step {
  readonly text: Labels;
  readonly isMet: boolean;
}

const both = (en: string, zh: string): Labels => ({ en, 'zh-CN': zh });

const SCOPES: Readonly<Record<string, readonly [en: string, zh: string]>> = {
  all: ['all records', '全部记录'],
  own: ['records of their own', '自己的记录'],
  own_and_collaborators: [
    'records of their own, and those in whose team they are',
    '自己的记录，以及自己在其团队中的记录',
  ],
  own_and_writers: [
    'records of their own, and those in whose team they may write',
    '自己的记录，以及自己在其团队中且可编辑的记录',
  ],
  shared: ['content that is shared or their own', '共享的或自己的内容'],
  team: ['records of members of their teams', '所在团队成员的记录'],
  department: ['records of their department', '本部门的记录'],
  department_and_below: [
    'records of their department, of those that they manage and of all below',
    '本部门及下级部门、所负责部门的记录',
  ],
  reporting_line: ['records of their own and of all who report to them', '本人及所有下属的记录'],
  territory: ['records in their territories and in those below', '所在区域及下级区域的记录'],
  portal: ['the record that they are bound to, and those that point at it', '所绑定的记录，以及指向它的记录'],
};

const named = (labels: Labels | undefined, name: string) => ({
  en: labels?.en ?? name,
  zh: labels?.['zh-CN'] ?? labels?.en ?? name,
});

const ruleNamed = (model: Model, id: string) => {
  const rules = [...model.sharingRules.values(), ...model.restrictionRules.values()].flat();
  return named(rules.find((rule) => rule.id === id)?.labels, id);
};

/** What gave a way; of one that is somebody else's, for whom that is. */
export function sourceText(model: Model, source: WaySource, delegators: readonly string[]): Labels {
  const role = (name: string) => named(model.roles.get(name)?.labels, name);
  switch (source.by) {
    case 'role': {
      const { en, zh } = role(source.role);
      return both(`Role “${en}”, grant ${source.grant + 1}`, `角色“${zh}”的第 ${source.grant + 1} 条权限`);
    }
    case 'sharing': {
      const rule = ruleNamed(model, source.rule);
      if (source.role === undefined) return both(`Sharing rule “${rule.en}”`, `共享规则“${rule.zh}”`);
      const { en, zh } = role(source.role);
      return both(`Sharing rule “${rule.en}”, with role “${en}”`, `共享规则“${rule.zh}”，配合角色“${zh}”`);
    }
    case 'admin':
      return both(`The right to administer: ${source.right}`, `管理权限：${source.right}`);
    case 'parent':
      return both('Rights over the record that this one belongs to', '对所属主记录的权限');
    case 'delegation': {
      const over = sourceText(model, source.over, []);
      const name = delegators[source.place] ?? '';
      return both(`On behalf of ${name}: ${over.en}`, `代理${name}：${over['zh-CN']}`);
    }
    case 'everyone':
      return both('What every user may do', '所有用户都有的权限');
  }
}

/** The condition of a grant, as its document states it. */
function conditionText(model: Model, condition: string): Labels {
  const rule = ruleNamed(model, condition);
  if (rule.en !== condition) return both(`where rule “${rule.en}” holds`, `满足规则“${rule.zh}”的条件`);
  const source = [...model.roles.values()]
    .flatMap(({ grants }) => grants)
    .find(({ where }) => where?.name === condition)?.where?.source;
  return both(`where ${source ?? condition}`, `满足条件 ${source ?? condition}`);
}

function scopeText(model: Model, scope: string): Labels {
  const behalf = behalfOf(scope);
  if (behalf) return scopeText(model, behalf.scope);
  const condition = conditionOf(scope);
  if (condition !== undefined) return conditionText(model, condition);
  if (ofParent(scope) !== undefined)
    return both('records below one that they reach', '其所属主记录在权限范围内的记录');
  const [en, zh] = SCOPES[scope] ?? [scope, scope];
  return both(en, zh);
}

/** A way, step by step. */
export const waySteps = (model: Model, way: JudgedWay, delegators: readonly string[]): readonly Step[] => [
  { text: sourceText(model, way.source, delegators), isMet: true },
  ...way.scopes.map((scope, index) => ({ text: scopeText(model, scope), isMet: way.holds[index]! })),
];

export const boundText = (model: Model, rule: string): Labels => {
  const { en, zh } = ruleNamed(model, rule);
  return both(`Restriction rule “${en}”`, `限制规则“${zh}”`);
};

const REASONS: Readonly<Record<NonNullable<Explanation['reason']>, readonly [en: string, zh: string]>> = {
  object: ['None of their roles grants this over such records.', '其角色均未授予对该对象的此项操作。'],
  field: ['None of their roles grants this field.', '其角色均未授予该字段。'],
  formula: [
    'The field is worked out from something that they may not read.',
    '该字段由其无权查看的内容计算得出。',
  ],
  masked: ['Their roles show this field masked.', '其角色只能查看该字段的脱敏值。'],
  bin: ['The record is in the recycle bin.', '该记录在回收站中。'],
  rows: ['Their roles grant this, but not for this record.', '其角色授予了此项操作，但不包括这条记录。'],
  restriction: ['A restriction rule keeps them from this record.', '限制规则不允许其访问这条记录。'],
  record: ['There is no such record.', '没有这条记录。'],
};

/** The verdict in a sentence. */
export function verdictText({ reason }: Explanation): Labels {
  const [en, zh] = reason === undefined ? (['They may.', '有权限。'] as const) : REASONS[reason];
  return both(en, zh);
}
