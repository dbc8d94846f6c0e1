/**
 * Every problem the engine can answer with: one row per code, `[status, en, zh-CN]`, texts with
 * `{placeholders}`. A code is `<room>.<what>`; rows are grouped by room. The same table serves the
 * API (RFC 9457), the command line and the terminal; the UIs show the answer's text and hold no table.
 */

/** A text by language: `{"en": "…", "zh-CN": "…"}`. */
export type Labels = Readonly<Record<string, string>>;

type Row = readonly [status: number, en: string, zh: string];

export const PROBLEMS = {
  // request: what every address can answer
  'request.invalid': [400, 'The request is not valid.', '请求无效。'],
  'request.json': [400, 'The body is not JSON: {reason}.', '请求正文不是有效的 JSON：{reason}。'],
  'request.too_large': [413, 'The body is larger than {limit} bytes.', '请求正文超过 {limit} 字节。'],
  'request.media_type': [415, 'The body must be {expected}.', '请求正文必须是 {expected}。'],
  'request.not_found': [404, 'There is nothing at this address.', '此地址不存在。'],
  'request.method': [405, 'This address does not take {method}.', '此地址不支持 {method}。'],
  'request.host': [421, 'This server does not answer for the host “{host}”.', '本服务器不响应主机“{host}”。'],
  'request.origin': [403, 'The request comes from another site.', '请求来自其他站点。'],
  'request.parameter': [
    400,
    '“{name}” is not a parameter here. Known: {known}.',
    '此处没有参数“{name}”。可用参数：{known}。',
  ],
  'request.value': [
    400,
    '“{name}” has the value {given}, expected {expected}.',
    '“{name}”的值为 {given}，应为 {expected}。',
  ],
  'request.idempotency': [
    422,
    'This Idempotency-Key was used with another body.',
    '该 Idempotency-Key 已用于不同的请求正文。',
  ],
  'request.encoding': [400, 'The body is not UTF-8.', '请求正文不是 UTF-8 编码。'],
  'request.depth': [400, 'The body is nested deeper than {limit} levels.', '请求正文的嵌套超过 {limit} 层。'],
  'request.name': [400, 'The name “{name}” is not allowed in a body.', '请求正文中不允许使用名称“{name}”。'],
  'engine.internal': [
    500,
    'Something went wrong. Reference: {reference}.',
    '系统出错了。编号：{reference}。',
  ],
  'engine.unavailable': [
    503,
    'The database is not answering. Try again in a moment.',
    '数据库暂时没有响应，请稍后重试。',
  ],
  'engine.busy': [503, 'The server is busy. Try again in a moment.', '服务器繁忙，请稍后重试。'],
  'engine.later': [422, '“{what}” is not supported yet by this version.', '当前版本尚不支持“{what}”。'],
  // auth: who is asking; what is wrong with an account is never told to strangers
  'auth.required': [401, 'Sign in first.', '请先登录。'],
  'auth.refused': [401, 'The e-mail or the password is wrong.', '邮箱或密码错误。'],
  'auth.key': [401, 'The key is not valid, or not any more.', '密钥无效或已失效。'],
  'auth.too_many': [
    429,
    'Too many attempts. Try again in {seconds} seconds.',
    '尝试次数过多，请在 {seconds} 秒后重试。',
  ],
  'auth.password_wrong': [422, 'The current password is wrong.', '当前密码错误。'],
  'auth.password_short': [
    422,
    'A password has at least {limit} characters.',
    '密码至少需要 {limit} 个字符。',
  ],
  'auth.password_long': [422, 'A password has at most {limit} characters.', '密码最多 {limit} 个字符。'],
  'auth.password_guessable': [422, 'This password is too easy to guess.', '该密码过于简单，容易被猜到。'],
  // people: users of a workspace, their roles and keys
  'people.not_allowed': [403, 'This takes the right to manage people.', '此操作需要人员管理权限。'],
  'people.invalid': [422, 'This cannot be saved as it is.', '无法保存，请检查填写内容。'],
  'people.missing': [422, '“{name}” is missing.', '缺少“{name}”。'],
  'people.unknown': [422, 'There is no “{name}” here.', '此处没有“{name}”。'],
  'people.role': [422, 'There is no role “{name}”.', '不存在角色“{name}”。'],
  'people.role_above': [
    403,
    'The role “{name}” holds rights that you do not have.',
    '角色“{name}”包含您没有的权限。',
  ],
  'people.taken': [409, '“{given}” can already sign in here.', '“{given}”已可登录此工作区。'],
  'people.not_found': [404, 'There is no such user.', '不存在该用户。'],
  'people.last_admin': [
    409,
    'At least one active user must be able to manage people.',
    '至少要有一名启用的用户可以管理人员。',
  ],
  // config: what the environment may not say
  'config.choice': [
    500,
    '{name} is set to “{given}”; possible: {known}.',
    '环境变量 {name} 的值“{given}”无效，可用值：{known}。',
  ],
  'config.form': [
    500,
    '{name} is set to “{given}”; expected is something like {example}.',
    '环境变量 {name} 的值“{given}”无效，应类似于 {example}。',
  ],
  'config.short': [
    500,
    '{name} is too short: at least {least} characters are needed.',
    '环境变量 {name} 太短，至少需要 {least} 个字符。',
  ],
  'config.public_url': [
    500,
    'HOST={host} can be reached from other machines: set {name} to the address that people use, such as https://crm.example.com.',
    'HOST={host} 可被其他机器访问：请把 {name} 设为用户访问的地址，例如 https://crm.example.com。',
  ],
  // db: what stops the start, or is told at the start
  'db.unreachable': [
    503,
    'The database at {where} does not answer: {reason}.',
    '无法连接位于 {where} 的数据库：{reason}。',
  ],
  'db.login': [
    503,
    'The database at {where} refuses the login of DATABASE_URL: {reason}.',
    '位于 {where} 的数据库拒绝了 DATABASE_URL 中的登录：{reason}。',
  ],
  'db.version': [
    503,
    'PostgreSQL {given} is too old; {least} to {most} are supported.',
    'PostgreSQL {given} 版本过低，支持 {least} 至 {most}。',
  ],
  'db.version_untested': [
    503,
    'PostgreSQL {given} is newer than what was tested ({least} to {most}).',
    'PostgreSQL {given} 高于已测试的版本（{least} 至 {most}）。',
  ],
  'db.encoding': [
    503,
    'The database is encoded as {given}; create it with ENCODING ‘UTF8’.',
    '数据库编码为 {given}，请使用 ENCODING ‘UTF8’ 创建数据库。',
  ],
  'db.icu': [
    503,
    'This PostgreSQL was built without ICU, by which names are sorted.',
    '此 PostgreSQL 未包含 ICU，无法按语言排序。',
  ],
  'db.trigrams': [
    503,
    'The extension pg_trgm cannot be created: {reason}. Ask an administrator of the database to run CREATE EXTENSION pg_trgm.',
    '无法创建扩展 pg_trgm：{reason}。请让数据库管理员执行 CREATE EXTENSION pg_trgm。',
  ],
  'db.chinese_search': [
    503,
    'The database’s LC_CTYPE is {given}, so its trigrams leave out Chinese characters: searching them will be slow. Create it with LC_CTYPE ‘C.UTF-8’.',
    '数据库的 LC_CTYPE 为 {given}，三元组索引会忽略汉字，中文搜索会很慢。请使用 LC_CTYPE ‘C.UTF-8’ 创建数据库。',
  ],
  'db.roles': [
    503,
    'The login {given} may not create roles, so all workspaces share it. ALTER ROLE … CREATEROLE gives each its own.',
    '登录 {given} 无权创建角色，所有工作区将共用它。执行 ALTER ROLE … CREATEROLE 后，每个工作区使用各自的登录。',
  ],
  'db.newer': [
    503,
    'The database was written by a newer version of Guanxi (step {given}, this one knows {known}). Start that version.',
    '数据库由更新版本的 Guanxi 写入（步骤 {given}，当前版本只到 {known}），请启动该版本。',
  ],
  'db.platform': [
    503,
    'The embedded PostgreSQL does not run on {given} ({reason}); set DATABASE_URL to a server of your own.',
    '内置 PostgreSQL 无法在 {given} 上运行（{reason}），请用 DATABASE_URL 指定您自己的数据库。',
  ],
  'db.in_use': [
    503,
    'Another Guanxi (process {pid}) is using the data folder {folder}.',
    '另一个 Guanxi（进程 {pid}）正在使用数据目录 {folder}。',
  ],
  'db.folder': [
    503,
    'The data folder {folder} cannot be used: {reason}.',
    '数据目录 {folder} 无法使用：{reason}。',
  ],
  'db.start': [
    503,
    'The embedded PostgreSQL did not start: {reason}. Its log: {log}',
    '内置 PostgreSQL 启动失败：{reason}。日志：{log}',
  ],
  // value: what a field type refuses
  'value.text': [422, 'A text is expected, not {given}.', '应为文本，而不是 {given}。'],
  'value.characters': [
    422,
    'The text holds a character that cannot be stored.',
    '文本中含有无法保存的字符。',
  ],
  'value.email': [422, '“{given}” is not an e-mail address.', '“{given}”不是有效的邮箱地址。'],
  'value.phone': [422, '“{given}” is not a phone number.', '“{given}”不是有效的电话号码。'],
  'value.url': [422, '“{given}” is not a web address.', '“{given}”不是有效的网址。'],
  'value.number': [422, '“{given}” is not a number.', '“{given}”不是数字。'],
  'value.grouping': [422, 'The commas in “{given}” do not group thousands.', '“{given}”中的逗号不是千分位。'],
  'value.whole': [422, '“{given}” is not a whole number.', '“{given}”不是整数。'],
  'value.digits': [
    422,
    '“{given}” has more than {digits} digits before the point.',
    '“{given}”的整数部分超过 {digits} 位。',
  ],
  'value.percent_sign': [
    422,
    '“{given}” has no percent sign; 60% is written “60%” or “0.6”.',
    '“{given}”没有百分号；60% 请写作“60%”或“0.6”。',
  ],
  'value.currency': [
    422,
    '“{given}” is not an amount in {currency}.',
    '“{given}”不是以 {currency} 计的金额。',
  ],
  'value.boolean': [422, '“{given}” is neither yes nor no.', '“{given}”既不是“是”也不是“否”。'],
  'value.date': [422, '“{given}” is not a date (YYYY-MM-DD).', '“{given}”不是有效的日期（YYYY-MM-DD）。'],
  'value.date_order': [
    422,
    '“{given}” does not say which number is the month; write YYYY-MM-DD.',
    '“{given}”无法区分月和日，请写作 YYYY-MM-DD。',
  ],
  'value.datetime': [422, '“{given}” is not a date with a time.', '“{given}”不是有效的日期时间。'],
  'value.offset': [
    422,
    '“{given}” does not name its time zone; write 2026-03-04T05:06:07Z.',
    '“{given}”没有说明时区，请写作 2026-03-04T05:06:07Z。',
  ],
  'value.option': [422, '“{given}” is not one of the options.', '“{given}”不在可选项之中。'],
  'value.option_ambiguous': [
    422,
    '“{given}” is the label of several options: {candidates}.',
    '“{given}”同时是多个选项的名称：{candidates}。',
  ],
  'value.list': [422, 'A list of texts is expected, not {given}.', '应为文本列表，而不是 {given}。'],
  'value.id': [422, '“{given}” is not the id of a record.', '“{given}”不是记录的编号。'],
  // query: what a list or an aggregate cannot be asked
  'query.object': [404, 'There is no object “{name}”.', '不存在对象“{name}”。'],
  'query.field': [400, 'There is no field “{name}”.', '不存在字段“{name}”。'],
  'query.path': [
    400,
    '“{name}” leads nowhere: “{at}” is not a relation.',
    '“{name}”无法到达：“{at}”不是关联字段。',
  ],
  'query.hops': [400, '“{name}” goes further than {limit} relations.', '“{name}”超过 {limit} 层关联。'],
  'query.filter': [400, 'The filter is not valid.', '筛选条件无效。'],
  'query.sort': [400, 'Records cannot be sorted by “{name}”.', '不能按“{name}”排序。'],
  'query.group': [400, 'Records cannot be grouped by “{name}”.', '不能按“{name}”分组。'],
  'query.measure': [400, '“{name}” is not a measure. Known: {known}.', '“{name}”不是统计项。可用：{known}。'],
  'query.cursor': [
    400,
    'The cursor does not belong to this list; start again without it.',
    '游标不属于此列表，请去掉后重新开始。',
  ],
  'query.later': [400, '“{name}” is not supported yet by this version.', '当前版本尚不支持“{name}”。'],
  'query.too_many': [400, 'At most {limit} of “{name}” are allowed.', '“{name}”最多允许 {limit} 项。'],
  // expression: why a text is no expression, or none that fits its place
  'expression.length': [400, 'An expression has at most {limit} characters.', '表达式最多 {limit} 个字符。'],
  'expression.nodes': [
    400,
    'The expression is too large: at most {limit} values and operators.',
    '表达式过大：最多 {limit} 个值和运算。',
  ],
  'expression.depth': [
    400,
    'The expression is nested deeper than {limit} levels.',
    '表达式的嵌套超过 {limit} 层。',
  ],
  'expression.unfinished': [400, 'The expression ends too early.', '表达式不完整。'],
  'expression.unexpected': [400, '“{found}” is not expected here.', '此处不应出现“{found}”。'],
  'expression.ascii': [
    400,
    '“{name}” is not a name: fields go by their API name, texts stand in quotes.',
    '“{name}”不是有效的名称：字段须使用 API 名称，文本须加引号。',
  ],
  'expression.text_open': [400, 'The text has no closing quotes.', '文本缺少结束的引号。'],
  'expression.escape': [400, '“{given}” means no character.', '“{given}”不是有效的转义字符。'],
  'expression.characters': [
    400,
    'The text holds a character that cannot be stored.',
    '文本中含有无法保存的字符。',
  ],
  'expression.number': [
    400,
    '“{given}” is not a plain number of at most {before} digits before the point and {after} behind it.',
    '“{given}”不是有效的数字：整数部分最多 {before} 位，小数最多 {after} 位。',
  ],
  'expression.reserved': [400, '“{given}” is a reserved word.', '“{given}”是保留字。'],
  'expression.unsupported': [400, '“{what}” is not part of the language.', '不支持“{what}”这种写法。'],
  'expression.dot': [400, 'Only a name can have “.{name}” behind it.', '“.{name}”只能写在名称之后。'],
  'expression.name': [400, 'There is no “{name}” here.', '此处没有“{name}”。'],
  'expression.path': [
    400,
    '“{name}” leads nowhere: nothing stands behind “{at}”.',
    '“{name}”无法到达：“{at}”之后没有内容。',
  ],
  'expression.hops': [400, '“{name}” goes further than {limit} relations.', '“{name}”超过 {limit} 层关联。'],
  'expression.variable': [400, '“{name}” is not a value by itself.', '“{name}”本身不是值。'],
  'expression.function': [400, 'There is no function “{name}”.', '不存在函数“{name}”。'],
  'expression.arguments': [
    400,
    '“{name}” takes {expected}, not {given}.',
    '“{name}”需要{expected}，而不是{given}。',
  ],
  'expression.alike': [400, '{other} and {given} do not go together.', '{other}与{given}不能放在一起比较。'],
  'expression.moment': [
    400,
    'A moment is not a date: compare its day, date({given}).',
    '时间不能与日期比较，请比较其日期：date({given})。',
  ],
  'expression.quoted': [400, 'A {first} is not compared with a text.', '{first}不能与文本比较。'],
  'expression.moved': [
    400,
    'A date is moved by days(n), a moment by hours(n), not by {second}.',
    '日期用 days(n) 加减，时间用 hours(n) 加减，不能用{second}。',
  ],
  'expression.member': [400, 'A list cannot hold: {given}.', '列表中不能包含：{given}。'],
  'expression.null_member': [
    400,
    'A list holds no null: ask x == null beside it.',
    '列表中不能包含空值，请另写 x == null。',
  ],
  'expression.literal': [
    400,
    'Here “{name}” takes only a value that is written out.',
    '“{name}”在此处只接受直接写出的值。',
  ],
  'expression.scale': [
    400,
    'The result could have more than {limit} decimals; round a part of it.',
    '结果的小数可能超过 {limit} 位，请先对其中一部分取整（round）。',
  ],
  'expression.duration': [
    400,
    'days() and hours() only move a date or a moment.',
    'days() 和 hours() 只能用于日期或时间的加减。',
  ],
  'expression.returns': [
    400,
    'The expression gives a value of the kind “{given}”; expected is “{expected}”.',
    '表达式的结果是{given}，此处应为{expected}。',
  ],
  // record: what a record or a change of it is refused for
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
  // import: what a file or its mapping is refused for, and what a row is
  'import.options': [422, 'The options of the import are not valid.', '导入选项无效。'],
  'import.body': [400, 'The upload cannot be read: {reason}.', '无法读取上传内容：{reason}。'],
  'import.file': [422, 'There is no file “{name}” among those sent.', '上传的文件中没有“{name}”。'],
  'import.file_left': [422, 'No part of the import reads the file “{name}”.', '导入选项未使用文件“{name}”。'],
  'import.empty': [422, 'The file “{file}” is empty.', '文件“{file}”为空。'],
  'import.encoding': [
    422,
    'The file “{file}” is neither UTF-8 nor GB18030 text.',
    '文件“{file}”既不是 UTF-8 也不是 GB18030 编码的文本。',
  ],
  'import.workbook': [422, '“{file}” is a workbook; save it as CSV.', '“{file}”是工作簿文件，请另存为 CSV。'],
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
  'import.field_locked': [422, '“{name}” cannot be imported.', '“{name}”不可导入。'],
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
    '“{name}” does not identify records of {object}.',
    '“{name}”不能用于识别“{object}”的记录。',
  ],
  'import.key_missing': [422, 'The row has no value in “{name}”.', '该行的“{name}”没有值。'],
  'import.cells': [
    422,
    'The row has {given} cells, the file {expected} columns.',
    '该行有 {given} 个单元格，而文件有 {expected} 列。',
  ],
  'import.no_match': [422, 'There is no {object} “{given}”.', '不存在{object}“{given}”。'],
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
  'import.not_found': [404, 'There is no such import.', '不存在该导入。'],
  'import.running': [409, 'The import is still running.', '导入仍在进行。'],
  'import.undone': [409, 'The import has been undone already.', '该导入已撤销。'],
} satisfies Record<string, Row>;

export type ProblemCode = keyof typeof PROBLEMS;
export type ProblemParams = Readonly<Record<string, string | number>>;

/** One fault inside a problem: where (`/values/amount`, `/properties/x/x-field/type`), what, and the nearest right thing. */
export interface ProblemItem {
  readonly path: string;
  readonly code: string;
  readonly message: Labels;
  readonly suggestion?: string;
}

const fill = (text: string, params: ProblemParams): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in params ? String(params[name]) : whole));

/** The message of a code in both languages, placeholders filled. */
export function messageOf(code: ProblemCode, params: ProblemParams = {}): Labels {
  const [, en, zh] = PROBLEMS[code];
  return { en: fill(en, params), 'zh-CN': fill(zh, params) };
}

/** A fault at `path`; `suggestion` is the nearest right thing, when there is one. */
export function problemItem(
  path: string,
  code: ProblemCode,
  params: ProblemParams = {},
  suggestion?: string,
): ProblemItem {
  const item = { path, code, message: messageOf(code, params) };
  return suggestion === undefined ? item : { ...item, suggestion };
}

/** A refusal with its code; thrown anywhere, answered in one place (`http/problem.ts`). */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly status: number;
  readonly text: Labels;
  readonly items: readonly ProblemItem[];

  constructor(code: ProblemCode, params: ProblemParams = {}, items: readonly ProblemItem[] = []) {
    const text = messageOf(code, params);
    super(text.en);
    this.code = code;
    this.status = PROBLEMS[code][0];
    this.text = text;
    this.items = items;
  }
}

/** The text in `locale`, else in English, else whatever there is. */
export function textIn(labels: Labels | undefined, locale: string): string {
  if (!labels) return '';
  return labels[locale] ?? labels.en ?? Object.values(labels)[0] ?? '';
}

/** The member of `candidates` nearest to `given` by edit distance, or undefined when nothing is near. */
export function nearest(given: string, candidates: Iterable<string>): string | undefined {
  const limit = Math.max(1, Math.floor(given.length / 3));
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - given.length) >= bestDistance) continue;
    const distance = editDistance(given.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(previous[j]! + 1, row[j - 1]! + 1, substitution));
    }
    previous = row;
  }
  return previous[b.length]!;
}
