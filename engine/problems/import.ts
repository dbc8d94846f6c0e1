import type { ProblemRow } from './problem-row.ts';

/** What a file or its mapping is refused for, and what a row is. */
export const importProblems = {
  'import.options': [422, 'The options of the import are not valid.', '导入选项无效。'],
  'import.not_allowed': [403, 'You may not import anything.', '您无权导入数据。'],
  'import.body': [400, 'The upload cannot be read: {reason}.', '无法读取上传内容：{reason}。'],
  'import.file': [422, 'There is no file “{name}” among those sent.', '上传的文件中没有“{name}”。'],
  'import.file_left': [422, 'No part of the import reads the file “{name}”.', '导入选项未使用文件“{name}”。'],
  'import.too_wide': [
    422,
    'The file “{file}” has {given} columns; at most {limit} are read.',
    '文件“{file}”有 {given} 列，最多可读取 {limit} 列。',
  ],
  'import.empty': [422, 'The file “{file}” is empty.', '文件“{file}”为空。'],
  'import.encoding': [
    422,
    'The file “{file}” is neither UTF-8 nor GB18030 text.',
    '文件“{file}”既不是 UTF-8 也不是 GB18030 编码的文本。',
  ],
  'import.workbook': [
    422,
    '“{file}” is a workbook of an old kind, or protected by a password; save it as .xlsx without one.',
    '“{file}”是旧格式或设有密码的工作簿，请另存为不带密码的 .xlsx 文件。',
  ],
  'import.workbook_broken': [
    422,
    '“{file}” cannot be read as a workbook: {reason}.',
    '无法将“{file}”作为工作簿读取：{reason}。',
  ],
  'import.workbook_size': [
    422,
    'What the workbook “{file}” holds is larger than {limit} bytes; divide it into several.',
    '工作簿“{file}”解压后超过 {limit} 字节，请拆分为多个文件。',
  ],
  'import.cell_size': [
    422,
    'A cell near row {row} of “{file}” is longer than {limit} bytes.',
    '“{file}”第 {row} 行附近有单元格超过 {limit} 字节。',
  ],
  'import.sheet': [
    422,
    'The workbook “{file}” has no sheet “{name}”. Known: {known}.',
    '工作簿“{file}”中没有工作表“{name}”。可用工作表：{known}。',
  ],
  'import.no_sheet': [
    422,
    '“{file}” is no workbook, so there is no sheet “{name}” in it.',
    '“{file}”不是工作簿，其中没有工作表“{name}”。',
  ],
  'import.json_line': [
    422,
    'Line {line} of “{file}” is no JSON object.',
    '“{file}”第 {line} 行不是 JSON 对象。',
  ],
  'import.csv': [
    422,
    'The file “{file}” is broken in line {line}: {reason}.',
    '文件“{file}”第 {line} 行格式有误：{reason}。',
  ],
  'import.heading': [422, 'The file “{file}” has no column “{name}”.', '文件“{file}”中没有“{name}”列。'],
  'import.heading_ambiguous': [
    422,
    'The column “{name}” may be one of several fields: {candidates}.',
    '“{name}”列可能对应多个字段：{candidates}。',
  ],
  'import.heading_twice': [
    422,
    'The file “{file}” has several columns “{name}”.',
    '文件“{file}”中有多个“{name}”列。',
  ],
  'import.field': [
    422,
    'There is no field “{name}” in {object}. Known: {known}.',
    '“{object}”中没有字段“{name}”。可用字段：{known}。',
  ],
  'import.field_locked': [
    422,
    '“{name}” cannot be imported: the engine keeps it, or your role does not let you write it.',
    '“{name}”不可导入：该字段由系统维护，或您的角色没有写入权限。',
  ],
  'import.part': [
    422,
    '“{name}” is a part of “{field}”: give the whole as a constant, or the part in a column.',
    '“{name}”是“{field}”的一部分：请以常量给出整个值，或用一列给出该部分。',
  ],
  'import.field_twice': [
    422,
    'The columns “{first}” and “{second}” are both the field “{name}”.',
    '“{first}”列和“{second}”列都对应字段“{name}”。',
  ],
  'import.no_columns': [
    422,
    'No column of the file “{file}” is a field of {object}. Known: {known}.',
    '文件“{file}”中没有任何列对应“{object}”的字段。可用字段：{known}。',
  ],
  'import.key': [
    422,
    '“{name}” does not identify records of {object}: take a field that is unique or an external id.',
    '“{name}”不能用于识别“{object}”的记录：请选择值唯一的字段或外部编号。',
  ],
  'import.no_relation': [
    422,
    '“{name}” points at no record, so there is nothing to find by “{by}”.',
    '“{name}”不是关联字段，无需用“{by}”查找记录。',
  ],
  'import.key_missing': [422, 'The row has no value in “{name}”.', '该行的“{name}”没有值。'],
  'import.cells': [
    422,
    'The row has {given} cells, the file {expected} columns.',
    '该行有 {given} 个单元格，而文件有 {expected} 列。',
  ],
  'import.row_wrapped': [
    422,
    'The row stands in quotes as a whole, so it is a single cell: take the outer quotes away.',
    '该行整体被一对引号包裹，成为单个单元格：请去掉最外层引号。',
  ],
  'import.pointer': [
    422,
    '“{given}” names no object; write the object before the record (“object: record”). These can be chosen: {known}.',
    '“{given}”未指明对象；请在记录前写明对象（“对象：记录”）。可选对象：{known}。',
  ],
  'import.no_match': [422, 'There is no {object} “{given}”.', '不存在{object}“{given}”。'],
  'import.exists': [422, 'There is a {object} “{given}” already.', '已存在{object}“{given}”。'],
  'import.not_made': [
    422,
    'What “{name}” points at is not made by its name: it is no relation to one object that you may add to and import, found by a field that you may write.',
    '“{name}”所指向的记录不能按名称新建：需为指向单个对象的关联，且您有权新建、导入该对象并写入用于查找的字段。',
  ],
  'import.mode_key': [
    422,
    '“{mode}” needs a key: the unique field that says which record a row is.',
    '“{mode}”方式需要指定 key，即用于识别记录的唯一字段。',
  ],
  'import.not_cleared': [
    422,
    '“{name}” is not emptied by empty cells: only a field as a whole is.',
    '空单元格不能清空“{name}”：只能清空整个字段。',
  ],
  'import.model_changed': [
    409,
    'The model changed while this ran: “{name}”, or a field that the file fills, is no longer there. What was written stays; import the rest again.',
    '导入过程中模型发生变更：“{name}”或文件要填写的字段已不存在。已写入的记录保留，请重新导入其余部分。',
  ],
  'import.several': [
    422,
    '“{given}” is the name of several records of {object}: {candidates}.',
    '有多条{object}记录名为“{given}”：{candidates}。',
  ],
  'import.too_many_waiting': [
    422,
    'The row refers to one further down; put parents before their children.',
    '该行引用了后面的行，请将上级记录排在下级记录之前。',
  ],
  'import.line_differs': [
    422,
    'Row {row} is a further line item of this record, but says something else in “{name}”.',
    '第 {row} 行是同一记录的另一行明细，但“{name}”的内容不一致。',
  ],
  'import.not_found': [404, 'There is no such import.', '不存在该导入。'],
  'import.importer_gone': [
    409,
    'Whoever asked for the import can sign in no longer. What was written stays.',
    '发起导入的用户已无法登录。已写入的记录保留。',
  ],
  'import.interrupted': [
    409,
    'The import was interrupted, and its files are kept no longer. What was written stays; import the rest again.',
    '导入已中断，且文件已不再保留。已写入的记录保留，请重新导入其余部分。',
  ],
  'import.gives_up': [
    409,
    'The import was begun several times and did not get on. What was written stays; look into the log.',
    '导入多次启动均无进展。已写入的记录保留，请查看日志。',
  ],
  'import.dry': [409, 'It was a dry run: nothing was written.', '这是试运行，未写入任何数据。'],
  'import.ended': [409, 'The import has ended already.', '该导入已结束。'],
  'import.running': [409, 'The import is still running.', '导入仍在进行。'],
  'import.undone': [409, 'The import has been undone already.', '该导入已撤销。'],
} satisfies Record<string, ProblemRow>;
