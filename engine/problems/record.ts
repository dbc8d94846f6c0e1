import type { ProblemRow } from './problem-row.ts';

/** What a record or a change of it is refused for. */
export const recordProblems = {
  'record.not_found': [404, 'There is no such record.', '该记录不存在。'],
  'record.forbidden': [403, 'You may not do this with this record.', '您无权对该记录执行此操作。'],
  'record.not_allowed': [
    403,
    'You may not {action} records of {object}.',
    '您无权对“{object}”执行此操作（{action}）。',
  ],
  'record.invalid': [422, 'The record cannot be saved as it is.', '记录无法保存，请检查填写内容。'],
  'record.shape': [
    422,
    'An object of field names and values is expected, not {given}.',
    '应为字段名和值的对象，而不是 {given}。',
  ],
  'record.field': [422, 'There is no field “{name}”.', '不存在字段“{name}”。'],
  'record.twice': [
    422,
    '“{name}” is given twice, also as “{other}”.',
    '“{name}”重复给出，另一处为“{other}”。',
  ],
  'record.read_only': [422, '“{name}” cannot be changed.', '“{name}”不可修改。'],
  'record.required': [422, '{label} is required.', '请填写{label}。'],
  'record.too_short': [422, 'At least {limit} characters are needed.', '至少需要 {limit} 个字符。'],
  'record.too_long': [
    422,
    'At most {limit} characters are allowed; there are {given}.',
    '最多 {limit} 个字符，现有 {given} 个。',
  ],
  'record.least': [422, 'The least value is {limit}.', '最小值为 {limit}。'],
  'record.most': [422, 'The greatest value is {limit}.', '最大值为 {limit}。'],
  'record.pattern': [422, '“{given}” does not have the expected form.', '“{given}”的格式不符合要求。'],
  'record.range': [422, '“{given}” is out of range ({check}).', '“{given}”超出范围（{check}）。'],
  'record.pipeline': [422, '“{given}” is not a pipeline of this object.', '“{given}”不是该对象的阶段流程。'],
  'record.stage': [422, '“{given}” is not a stage of the pipeline.', '“{given}”不是该流程中的阶段。'],
  'record.no_pipeline': [422, 'No pipeline takes this record.', '没有适用于该记录的阶段流程。'],
  'record.rule': [422, 'The record breaks a rule.', '记录不符合规则。'],
  'record.reference': [422, 'There is no such record to refer to.', '所关联的记录不存在。'],
  'record.owner': [422, 'You may only create records of your own.', '您只能创建属于自己的记录。'],
  'record.unique': [409, '“{given}” is taken by another record.', '“{given}”已被其他记录使用。'],
  'record.duplicate': [409, 'Another record has the same value.', '已有相同值的记录。'],
  'record.stale': [412, 'The record was changed in the meantime.', '记录已被他人修改。'],
  'record.conflict': [409, 'The record is being changed by others; try again.', '记录正被他人修改，请重试。'],
  'record.in_use': [
    409,
    'The record cannot be deleted: records of {object} refer to it.',
    '无法删除该记录：“{object}”中有记录关联了它。',
  ],
  'record.not_deleted': [409, 'The record is not in the recycle bin.', '该记录不在回收站中。'],
  'record.tree_too_large': [
    409,
    'Deleting this would delete more than {limit} records.',
    '此操作将删除超过 {limit} 条记录。',
  ],
  'record.action': [404, 'There is no action “{name}”.', '不存在操作“{name}”。'],
  'record.model_changed': [409, 'The model has just changed; try again.', '模型刚刚更新，请重试。'],
  'record.batch': [
    422,
    'Some of the changes cannot be made; none was.',
    '部分更改无法完成，未保存任何更改。',
  ],
  'record.batch_size': [
    422,
    'A batch holds 1 to {limit} changes, not {given}.',
    '一次批量应含 1 至 {limit} 项更改，而不是 {given}。',
  ],
} satisfies Record<string, ProblemRow>;
