import type { ProblemRow } from './problem-row.ts';

/** What a change of the model is refused for, and what its plan points out. */
export const publishProblems = {
  'publish.refused': [422, 'These changes cannot be published.', '这些变更无法发布。'],
  'publish.not_allowed': [403, 'This takes the right to change the model.', '此操作需要模型管理权限。'],
  'publish.document': [404, 'There is no document “{name}”.', '不存在文档“{name}”。'],
  'publish.kind': [404, 'There is no kind of document “{name}”.', '不存在文档类型“{name}”。'],
  'publish.draft': [404, 'There is no such draft.', '不存在该草稿。'],
  'publish.version': [404, 'There is no version {version}.', '不存在版本 {version}。'],
  'publish.system': [422, '“{name}” belongs to the engine and stays.', '“{name}”属于系统，不可移除。'],
  'publish.ownership': [
    422,
    'Whether records have an owner cannot be changed later; make a new object.',
    '记录是否有负责人在创建对象后不可更改，请新建对象。',
  ],
  'publish.columns': [
    422,
    '“{name}” would have {given} columns, archived ones included; at most {limit} are possible.',
    '“{name}”将有 {given} 列（含已归档字段），最多 {limit} 列。',
  ],
  'publish.type': [
    422,
    'A field cannot be changed from {from} to {to}; add a new field and archive this one.',
    '字段类型不能由 {from} 改为 {to}；请新增字段并归档此字段。',
  ],
  'publish.encrypts': [
    422,
    '{count} values are encrypted, batch by batch behind the switch; until that is done not all of them are found by their value. From then on the field is found by its whole value only: no search, no part of it, no sorting, grouping, formulas or rules over what it says. What the audit and backups hold of before stays readable there.',
    '{count} 个值将在发布后分批加密，完成前按值查找可能不全。此后该字段只能按完整值查找：不能搜索、模糊匹配、排序、分组，也不能用于公式和规则。此前的审计记录与备份中仍保留明文。',
  ],
  'publish.decrypts': [
    422,
    '{count} values are stored readable from then on, batch by batch behind the switch; until that is done some show as they are kept. Whoever reads the database or a backup reads them.',
    '{count} 个值将在发布后分批改为明文存储，完成前部分值会显示为密文。此后能够读取数据库或备份的人都能看到它们。',
  ],
  'publish.target': [
    422,
    'A field that points at {from} cannot point at {to}; add a new field and archive this one.',
    '字段的关联对象不能由 {from} 改为 {to}；请新增字段并归档此字段。',
  ],
  'publish.stored_name': [
    422,
    '“{from}” is stored in records and cannot be renamed to “{to}”; change its label instead.',
    '“{from}”已保存在记录中，不能改名为“{to}”；请改为修改其显示名称。',
  ],
  'publish.alias': [
    422,
    '“{name}” is an old name of “{owner}” and still answered.',
    '“{name}”是“{owner}”的旧名称，仍在使用中。',
  ],
  'publish.remedy': [
    422,
    'Records cannot be filled in “{name}” with {given}: it is no value of this field.',
    '不能用 {given} 填充“{name}”：它不是该字段的有效值。',
  ],
  'publish.remedy_unknown': [422, 'There is no change “{name}” to remedy.', '没有可处理的变更“{name}”。'],
  'publish.remedy_type': [
    422,
    '“{name}” cannot be filled with one value for all: it is unique, kept by the engine, or follows from the rest of its record. Leave the records as they are.',
    '“{name}”不能统一填充：该字段要求唯一、由系统维护，或取决于记录的其他内容。请让记录保持原样。',
  ],
  'publish.lacking': [
    422,
    '{count} records have no value; they stay as they are until they are edited.',
    '有 {count} 条记录没有值；在被编辑之前保持不变。',
  ],
  'publish.several': [
    409,
    'There are {count} records. Delete all but one first.',
    '现有 {count} 条记录，请先删至一条。',
  ],
  'publish.circles': [
    409,
    '{count} records stand in a circle, or too far down. Change where they stand first.',
    '有 {count} 条记录处于循环或层级过深，请先调整其上级。',
  ],
  'publish.targets_left': [
    422,
    '{count} records point at an object that is taken out; they keep it until they are changed.',
    '有 {count} 条记录仍关联被移除的对象，修改前保持不变。',
  ],
  'publish.options_left': [
    422,
    '{count} records hold an option that is not offered any more; they keep it until they are changed.',
    '有 {count} 条记录的选项今后不再提供，修改前保持不变。',
  ],
  'publish.duplicates': [
    409,
    '{count} records share a value with another one. Change or delete them first.',
    '有 {count} 条记录的值与其他记录重复，请先修改或删除。',
  ],
  'publish.dangling': [409, 'Records refer to records that do not exist.', '有记录关联了不存在的记录。'],
  'publish.beyond': [
    422,
    '{count} records hold values beyond the new limits; they are kept until they are edited.',
    '有 {count} 条记录的值超出新的限制；在被编辑之前保持不变。',
  ],
  'publish.pipeline_in_use': [
    409,
    '{count} records follow this pipeline. Move them to another one first.',
    '有 {count} 条记录正处于此流程，请先将其移至其他流程。',
  ],
  'publish.amounts_converted': [
    422,
    '{count} values of {fields} fields are converted into {currency} with the rates of the workspace, each with that of the day on which its record was made: {names}. Amounts and currencies stay as they are; rates that somebody gave by hand give way. Roll-ups follow. Until that is done, sums may mix both currencies.',
    '{fields} 个字段的 {count} 个值将按工作区汇率换算为 {currency}，各取其记录创建当日的汇率：{names}。金额与币种不变，手工填写的汇率会被替换，汇总随之重算。换算完成之前，合计可能混有新旧货币。',
  ],
  'publish.rate_missing': [
    409,
    '{count} values of {field} are in {currencies}, for which the workspace has no rate in {currency} on the day on which their record was made. Add one to the rates in the settings: without a day it holds from the beginning.',
    '{field}中有 {count} 个值的币种为 {currencies}，而工作区没有其记录创建当日折合 {currency} 的汇率。请在设置的汇率中补上：不填生效日期即自始有效。',
  ],
  'publish.rates_unknown': [
    422,
    'There are too many values of {field} to look for currencies without a rate in {currency} beforehand. Those will be without a rate and count for nothing in sums until they are written again.',
    '{field}的值过多，无法预先检查是否有币种缺少折合 {currency} 的汇率。缺少汇率的值将没有汇率，重新保存前不计入合计。',
  ],
  'publish.amounts_kept': [
    422,
    '{fields} fields hold numbers without a currency: {names}. They are not converted: 100 {before} become 100 {currency}. Neither are numbers in formulas, conditions, limits and defaults.',
    '{fields} 个字段只存数值、不带币种：{names}。它们不会换算：100 {before} 将成为 100 {currency}。公式、条件、取值限制和默认值中的数值同样不变。',
  ],
  'publish.blocked': [409, 'Something must be put right before publishing.', '发布前需要先处理一些问题。'],
  'publish.findings_worse': [
    409,
    'Since the plan was made, records have changed; look at it again.',
    '生成变更计划之后数据有变化，请重新查看。',
  ],
  'publish.stale': [
    409,
    'The plan is out of date: something was published or changed in the meantime.',
    '变更计划已过期：期间有新的发布或修改。',
  ],
  'publish.conflict': [
    409,
    'The same was changed twice, in different ways.',
    '同一内容被同时修改为不同的值。',
  ],
  'publish.changed_twice': [
    409,
    'Here it says {mine}, meanwhile {theirs}.',
    '此处为 {mine}，而同时已被改为 {theirs}。',
  ],
  'publish.changed_meanwhile': [409, 'It was changed in the meantime.', '期间已被修改。'],
  'publish.busy': [
    503,
    'Somebody else is publishing. Try again in a moment.',
    '其他人正在发布，请稍后重试。',
  ],
  'publish.locked': [
    503,
    'The tables are in use by others: {holders}. Try again in a moment.',
    '数据表正被占用：{holders}。请稍后重试。',
  ],
  'publish.no_portal': [
    409,
    'Nobody holds a role of the portal yet: its users are bound to a record, and no object lets people outside be bound to its records. Say so first: “portal” in “capabilities” of an object.',
    '门户角色还无人可以持有：门户用户须绑定到一条记录，而目前没有任何对象允许绑定。请先在某个对象的 capabilities 中启用 portal。',
  ],
} satisfies Record<string, ProblemRow>;
