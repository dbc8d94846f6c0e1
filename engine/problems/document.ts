import type { ProblemRow } from './problem-row.ts';

/** What is wrong with a document of metadata, by itself or among the others. */
export const documentProblems = {
  'document.invalid': [422, 'This {reason}.', '此处{reason}。'],
  'document.json': [
    422,
    'This is not JSON: line {line}, column {column} has {found} where {expected} is expected.',
    '不是有效的 JSON：第 {line} 行第 {column} 列是 {found}，应为 {expected}。',
  ],
  'document.bom': [
    422,
    'The file begins with a byte order mark; save it as UTF-8 without one.',
    '文件以 BOM 开头，请保存为不带 BOM 的 UTF-8。',
  ],
  'document.too_large': [
    422,
    'The document has {given} bytes; {limit} are allowed.',
    '文档大小为 {given} 字节，最多 {limit} 字节。',
  ],
  'document.too_deep': [
    422,
    'The document is nested deeper than {limit} levels.',
    '文档的嵌套超过 {limit} 层。',
  ],
  'document.too_many': [
    422,
    'There are {given} {what}; {limit} are allowed.',
    '{what} 共 {given} 项，最多 {limit} 项。',
  ],
  'document.key_twice': [
    422,
    '“{name}” stands in line {line} and again in line {again}.',
    '“{name}”在第 {line} 行和第 {again} 行重复出现。',
  ],
  'document.key_refused': [422, '“{name}” cannot be used as a name.', '不能使用“{name}”作为名称。'],
  'document.reference': [
    422,
    '“{word}” is not followed here; write what it refers to.',
    '此处不解析“{word}”，请直接写出所引用的内容。',
  ],
  'document.schema': [422, '“{given}” names no kind of document.', '“{given}”不是任何一种文档。'],
  'document.kind': [
    422,
    'The file is of kind “{given}” and lies where “{expected}” is expected.',
    '该文件的类型为“{given}”，但此处应为“{expected}”。',
  ],
  'document.folder': [422, 'There is no folder of documents “{folder}”.', '不存在文档文件夹“{folder}”。'],
  'document.file': [
    422,
    'By its name, this file belongs at {expected}.',
    '按其名称，此文件应位于 {expected}。',
  ],
  'document.local_only': [
    422,
    'A package does not bring “{kind}”: that belongs to the workspace.',
    '安装包不能包含“{kind}”，它属于工作区。',
  ],
  'document.mark': [422, '“{word}” is written by the engine; leave it out.', '“{word}”由系统写入，请删除。'],
  'document.formula_circle': [
    422,
    'The formula leads back to itself: {circle}. Let one of them stand on its own.',
    '公式循环引用：{circle}。请让其中一个不再引用其他公式。',
  ],
  'document.formula_size': [
    422,
    'With the formulas that it reads, the formula has {given} parts; {limit} are allowed.',
    '展开所引用的公式后，该公式共 {given} 个部分，最多 {limit} 个。',
  ],
  'document.written_by_engine': [
    422,
    '“{word}” says nothing here: the engine works out what stands in this field.',
    '此字段的值由系统计算，不能设置“{word}”。',
  ],
  'document.word': [422, 'There is no “{word}” here.', '此处没有“{word}”。'],
  'document.missing': [422, '“{word}” is missing.', '缺少“{word}”。'],
  'document.label': [422, 'A label in at least one language is needed.', '至少需要一种语言的名称。'],
  'document.type': [422, '{expected} is expected, not {given}.', '应为 {expected}，而不是 {given}。'],
  'document.value': [
    422,
    '“{given}” is not possible here. Possible: {expected}.',
    '此处不能是“{given}”。可用：{expected}。',
  ],
  'document.pattern': [422, '“{given}” does not have the form {pattern}.', '“{given}”不符合格式 {pattern}。'],
  'document.name': [
    422,
    '“{given}” is no API name: lower-case letters, digits and _, a letter first.',
    '“{given}”不是有效的 API 名称：只能使用小写字母、数字和下划线，并以字母开头。',
  ],
  'document.name_long': [
    422,
    '“{given}” has {length} characters; an API name has at most {limit}.',
    '“{given}”有 {length} 个字符，API 名称最多 {limit} 个。',
  ],
  'document.name_reserved': [
    422,
    '“{name}” has a meaning of its own and cannot be used as a name here.',
    '“{name}”是保留名称，不能在此使用。',
  ],
  'document.name_twice': [422, '“{name}” stands here twice.', '“{name}”在此重复。'],
  'document.placed_twice': [422, 'The field “{name}” is placed twice.', '字段“{name}”被放置了两次。'],
  'document.id': [
    422,
    '“{given}” is no id: three letters, _, 8 to 32 letters or digits. Left out, it is derived.',
    '“{given}”不是有效的编号：三个字母、下划线、8 至 32 位小写字母或数字。省略时自动生成。',
  ],
  'document.id_twice': [422, 'The id “{id}” is already that of {other}.', '编号“{id}”已被 {other} 使用。'],
  'document.field_type': [422, 'There is no field type “{given}”.', '不存在字段类型“{given}”。'],
  'document.system_name': [
    422,
    'What relabels the system field “{name}” must have its name.',
    '重命名系统字段“{name}”的属性必须与其同名。',
  ],
  'document.system_word': [
    422,
    'A system field can be relabelled; “{word}” cannot be changed.',
    '系统字段只能修改名称，不能修改“{word}”。',
  ],
  'document.default_twice': [
    422,
    'A field has a default or a default expression, not both.',
    '字段只能有默认值或默认值表达式之一。',
  ],
  'document.bounds': [
    422,
    '{most} is below {least}: no value is possible.',
    '{most} 小于 {least}，没有可用的值。',
  ],
  'document.not_unique': [
    422,
    'Values of the type “{type}” cannot be unique.',
    '类型“{type}”的值不能设为唯一。',
  ],
  'document.not_searched': [
    422,
    'Values of the type “{type}” cannot be searched.',
    '类型“{type}”的值不能用于搜索。',
  ],
  'document.no_options': [
    422,
    'The field has no options: write “options”, or name an option set.',
    '字段没有选项：请填写“options”或指定选项集。',
  ],
  'document.options_twice': [
    422,
    'A field has options of its own or those of an option set, not both.',
    '字段只能使用自己的选项或选项集之一。',
  ],
  'document.stage_fields': [
    422,
    'An object has one stage field; “{name}” is one already.',
    '一个对象只能有一个阶段字段，已有“{name}”。',
  ],
  'document.required_read_only': [
    422,
    '“{name}” is required and read-only: nobody could fill it in. Make it optional, or give it a default.',
    '“{name}”既必填又只读，无人能够填写。请改为选填，或设置默认值。',
  ],
  'document.pipeline_open': [
    422,
    'A pipeline needs a stage of kind “open” to begin in.',
    '阶段流程至少需要一个性质为“open”的起始阶段。',
  ],
  'document.pipeline_end': [
    422,
    'A pipeline needs a stage of kind “won” or “lost” to end in.',
    '阶段流程至少需要一个性质为“won”或“lost”的结束阶段。',
  ],
  'document.no_stage_field': [
    422,
    'The object “{object}” has no field of type “stage”.',
    '对象“{object}”没有类型为“stage”的字段。',
  ],
  'document.no_pipeline': [
    422,
    'The object “{object}” has a stage field and no pipeline.',
    '对象“{object}”有阶段字段，但没有阶段流程。',
  ],
  'document.rows': [
    422,
    '“{action}” is not granted, so its records cannot be narrowed.',
    '未授予“{action}”，不能限定其数据范围。',
  ],
  'document.item': [
    422,
    'An item leads to one of: object, view, items.',
    '导航项必须且只能包含 object、view、items 之一。',
  ],
  'document.board': [
    422,
    'A board needs “group”: the object “{object}” has no stages.',
    '看板需要“group”：对象“{object}”没有阶段。',
  ],
  'document.time_zone': [422, 'There is no time zone “{given}”.', '不存在时区“{given}”。'],
  'document.currency': [422, 'There is no currency “{given}”.', '不存在货币“{given}”。'],
  'document.no_object': [422, 'There is no object “{name}”.', '不存在对象“{name}”。'],
  'document.no_field': [
    422,
    'The object “{object}” has no field “{name}”.',
    '对象“{object}”没有字段“{name}”。',
  ],
  'document.no_option': [422, 'There is no option “{name}”.', '不存在选项“{name}”。'],
  'document.no_stage': [422, 'There is no stage “{name}”.', '不存在阶段“{name}”。'],
  'document.no_option_set': [422, 'There is no option set “{name}”.', '不存在选项集“{name}”。'],
  'document.no_role': [422, 'There is no role “{name}”.', '不存在角色“{name}”。'],
  'document.no_view': [422, 'There is no view “{name}”.', '不存在视图“{name}”。'],
  'document.title_field': [
    422,
    '“{name}” cannot stand for a record: it is archived or holds no text.',
    '“{name}”不能作为标题字段：已归档或不是文本。',
  ],
  'document.archived_target': [
    422,
    'The object “{name}” is archived; archive this field as well.',
    '对象“{name}”已归档，请同时归档此字段。',
  ],
  'document.via': [422, '“{name}” does not point at “{object}”.', '“{name}”不是指向“{object}”的关联字段。'],
  'document.circle': [
    422,
    'Required relations in a circle: {circle}. Nobody could make the first record; make one optional.',
    '必填关联形成循环：{circle}。无法创建第一条记录，请将其中之一改为选填。',
  ],
  'document.alias_taken': [
    422,
    '“{name}” is still answered as the old name of “{field}”.',
    '“{name}”仍作为“{field}”的旧名称使用。',
  ],
  'document.owned': [
    422,
    '“{name}” belongs to the package “{package}”; add to it by an extension.',
    '“{name}”属于安装包“{package}”，请用扩展文档添加内容。',
  ],
  'document.extends_own': [
    422,
    '“{name}” is of this package: write it as an object, not as an extension.',
    '“{name}”属于本安装包，请直接写成对象文档，而不是扩展。',
  ],
  'document.extension_changes': [
    422,
    'An extension adds, relabels and tightens; “{word}” would change what another package made.',
    '扩展只能添加、改名和收紧；“{word}”会改变其他安装包的内容。',
  ],
  'document.field_taken': [
    422,
    'The package “{package}” has a field “{name}” already.',
    '安装包“{package}”已有字段“{name}”。',
  ],
  'document.extension_conflict': [
    422,
    'The package “{package}” has changed this as well.',
    '安装包“{package}”也修改了此处。',
  ],
} satisfies Record<string, ProblemRow>;
