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
  'record.bulk': [
    403,
    'You may change one record of {object} by a request, not {given} at once. Send them one by one, or ask an administrator for the right “bulk”.',
    '您每次只能更改一条“{object}”记录，不能一次更改 {given} 条。请逐条提交，或请管理员授予“批量操作”权限。',
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
  'record.read_only': [
    422,
    '“{name}” cannot be written here: it is kept by the engine, or your role does not let you.',
    '此处不可写入“{name}”：它由系统维护，或您的角色没有此权限。',
  ],
  'record.required': [422, '{label} is required.', '请填写{label}。'],
  'record.too_short': [422, 'At least {limit} characters are needed.', '至少需要 {limit} 个字符。'],
  'record.too_long': [
    422,
    'At most {limit} characters are allowed; there are {given}.',
    '最多 {limit} 个字符，现有 {given} 个。',
  ],
  'record.least': [422, 'The least value is {limit}.', '最小值为 {limit}。'],
  'record.most': [422, 'The greatest value is {limit}.', '最大值为 {limit}。'],
  'record.pattern': [
    422,
    '“{given}” does not have the form that is asked for here: {pattern}.',
    '“{given}”不符合此处要求的格式：{pattern}。',
  ],
  'record.range': [422, '“{given}” is out of range ({check}).', '“{given}”超出范围（{check}）。'],
  'record.pipeline': [
    422,
    '“{given}” is not a pipeline of this object; these are: {known}.',
    '“{given}”不是该对象的阶段流程，可选流程：{known}。',
  ],
  'record.stage': [
    422,
    '“{given}” is not a stage that this record can be in; these are: {known}.',
    '该记录不能处于阶段“{given}”，可选阶段：{known}。',
  ],
  'record.no_pipeline': [
    422,
    'The record meets the condition of no pipeline, so it can have no stage; name a pipeline, or change what the conditions ask for.',
    '该记录不满足任何阶段流程的条件，因此不能设置阶段；请指明流程，或修改条件所依据的内容。',
  ],
  'record.unseen': [
    422,
    'Something that you may not see keeps this record from being saved. Ask an administrator.',
    '因您无权查看的内容，记录无法保存。请联系管理员。',
  ],
  'record.rule': [422, 'The record breaks a rule.', '记录不符合规则。'],
  'record.hidden': [422, '{label} does not apply to this record.', '此记录不适用{label}。'],
  'record.rule_read_only': [422, '{label} cannot be changed now.', '当前不可修改{label}。'],
  'record.rule_option': [422, 'This choice of {label} is not allowed here.', '{label}在此情况下不可选该项。'],
  'record.option_parent': [
    422,
    'This choice of {label} does not go with {other}.',
    '所选{label}与{other}不匹配。',
  ],
  'record.reference': [422, 'There is no such record to refer to.', '所关联的记录不存在。'],
  'record.misfit': [
    422,
    'The record chosen for {label} does not meet the conditions of this field.',
    '{label}所选的记录不符合该字段的条件。',
  ],
  'record.misfit_by': [
    422,
    'The record chosen for {label} does not fit {fields}.',
    '{label}所选的记录与{fields}不符。',
  ],
  'record.line': [422, 'The record has no line item {given}.', '该记录没有明细行 {given}。'],
  'record.tree_circle': [
    422,
    '{label} cannot be the record itself or one that stands below it.',
    '{label}不能是该记录本身或其下级记录。',
  ],
  'record.tree_depth': [
    422,
    'No more than {limit} records can stand above each other.',
    '树形层级最多 {limit} 层。',
  ],
  'record.outside': [
    422,
    'You may not create such a record: it lies outside those that you may make.',
    '您不能创建这样的记录：它不在您可创建的数据范围内。',
  ],
  'record.owner': [422, 'You may only create records of your own.', '您只能创建属于自己的记录。'],
  'record.unique': [409, '“{given}” is taken by another record.', '“{given}”已被其他记录使用。'],
  'record.one_to_one': [
    409,
    'The record chosen here already belongs to another one.',
    '此处所选的记录已被另一条记录关联。',
  ],
  'record.singleton': [
    409,
    'There is one record of this object only, and it is there already.',
    '该对象仅允许一条记录，且已存在。',
  ],
  'record.unique_together': [409, 'Another record has the same {fields}.', '已有记录的{fields}与此相同。'],
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
  'record.batch_lines': [
    422,
    'The records of one batch come with at most {limit} line items and links together, not {given}.',
    '一次批量中各记录的明细与关联合计最多 {limit} 条，而不是 {given} 条。',
  ],
} satisfies Record<string, ProblemRow>;
