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
  'engine.starting': [503, 'The server is starting. Try again in a moment.', '服务器正在启动，请稍后重试。'],
  'engine.database_ended': [
    500,
    'The database has ended by itself. Its log: {log}.',
    '数据库意外退出，日志见 {log}。',
  ],
  'engine.port': [
    500,
    'Port {port} of {host} is taken by another program. Stop it, or set PORT to another number.',
    '{host} 的端口 {port} 已被其他程序占用。请停止该程序，或将 PORT 设为其他端口。',
  ],
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
  'people.admin_password': [
    422,
    'The password of the first admin cannot be used. Set {name} to another one.',
    '首个管理员的密码不可用，请将 {name} 改为其他密码。',
  ],
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
  // document: what is wrong with a document of metadata, by itself or among the others
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
  // publish: what a change of the model is refused for, and what its plan points out
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
    'Records cannot be filled with this value in “{name}”.',
    '不能用该值填充“{name}”。',
  ],
  'publish.remedy_unknown': [422, 'There is no change “{name}” to remedy.', '没有可处理的变更“{name}”。'],
  'publish.remedy_type': [422, '“{name}” cannot be filled.', '“{name}”不能批量填充。'],
  'publish.lacking': [
    422,
    '{count} records have no value; they stay as they are until they are edited.',
    '有 {count} 条记录没有值；在被编辑之前保持不变。',
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
  'publish.currency': [
    422,
    'Amounts keep their numbers; nothing is converted.',
    '金额的数值保持不变，不会换算。',
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
  // cli: what the command line is refused for
  'cli.command': [
    400,
    'There is no command “{name}”; see guanxi help.',
    '没有命令“{name}”，请使用 guanxi help 查看。',
  ],
  'cli.option': [400, 'There is no option “{name}” here.', '此命令没有选项“{name}”。'],
  'cli.usage': [400, 'Usage: guanxi {usage}', '用法：guanxi {usage}'],
  'cli.file': [400, 'The file “{file}” cannot be read: {reason}.', '无法读取文件“{file}”：{reason}。'],
  'cli.json': [400, 'The file “{file}” is not JSON: {reason}.', '文件“{file}”不是有效的 JSON：{reason}。'],
  'cli.unreachable': [503, 'No server answers at {address}.', '{address} 没有服务器响应。'],
  'cli.key': [
    401,
    'The server at {address} wants to know who asks: set GUANXI_KEY, or GUANXI_ADMIN_EMAIL and GUANXI_ADMIN_PASSWORD.',
    '{address} 的服务器需要身份验证：请设置 GUANXI_KEY，或 GUANXI_ADMIN_EMAIL 与 GUANXI_ADMIN_PASSWORD。',
  ],
  'cli.sources': [
    500,
    'The UIs are built from their sources, which this installation does not have.',
    '构建界面需要源代码，当前安装中没有。',
  ],
  // package: folders of documents
  'package.folder': [422, 'There is no folder “{folder}”.', '文件夹“{folder}”不存在。'],
  'package.invalid': [422, 'The documents are not valid.', '文档无效。'],
  'package.unknown': [404, 'There is no package “{name}” in this workspace.', '工作区中没有包“{name}”。'],
  'package.twice': [422, 'The package “{name}” is there twice.', '包“{name}”重复出现。'],
  'package.missing': [
    422,
    'This needs the package “{name}” ({range}), which is not installed.',
    '需要包“{name}”（{range}），但尚未安装。',
  ],
  'package.version': [
    422,
    'This needs “{name}” {range}; there is {version}.',
    '需要“{name}” {range}，当前为 {version}。',
  ],
  'package.range': [
    422,
    '“{range}” is no range of versions, such as ^1.2.0.',
    '“{range}”不是有效的版本范围，如 ^1.2.0。',
  ],
  'package.template': [422, 'There is no template “{name}”.', '不存在模板“{name}”。'],
  'package.json': [
    422,
    'The file “{file}” is not JSON: {reason}.',
    '文件“{file}”不是有效的 JSON：{reason}。',
  ],
  // workspace: tenants
  'workspace.name': [
    422,
    '“{name}” cannot be the name of a workspace: small letters, digits and _, at most 40.',
    '“{name}”不能作为工作区名称：仅限小写字母、数字和 _，最多 40 个字符。',
  ],
  'workspace.taken': [409, 'There is a workspace “{name}” already.', '工作区“{name}”已存在。'],
  'workspace.not_allowed': [403, 'This takes the right over operations.', '此操作需要运维权限。'],
} satisfies Record<string, Row>;

export type ProblemCode = keyof typeof PROBLEMS;
export type ProblemParams = Readonly<Record<string, string | number>>;

/** One fault inside a problem: where (`/values/amount`, `/properties/x/x-field/type`), what, and the nearest right thing. */
export interface ProblemItem {
  readonly path: string;
  readonly code: string;
  readonly message: Labels;
  readonly suggestion?: string;
  /** further members of the answer: the two values of a conflict */
  readonly values?: Readonly<Record<string, unknown>>;
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

/** Names that a refusal of a body tells: who sends a thousand others means none of them. */
const MOST_UNKNOWN = 20;

/** The first names of `given` that are not among those known. */
export function unknownIn(given: object, known: readonly string[]): readonly string[] {
  const unknown: string[] = [];
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    if (unknown.push(name) >= MOST_UNKNOWN) break;
  }
  return unknown;
}

/** The member of `candidates` nearest to `given` by edit distance, or undefined when nothing is near. */
export function nearest(given: string, candidates: Iterable<string>): string | undefined {
  const limit = Math.max(1, Math.floor(given.length / 3));
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - given.length) >= bestDistance) continue;
    const distance = editDistance(given.toLowerCase(), candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/**
 * Edits that make `b` of `a`: a character more, less or other, or two neighbours exchanged. From `enough`
 * on it is not counted to the end.
 */
function editDistance(a: string, b: string, enough: number): number {
  let before: readonly number[] = [];
  let previous: readonly number[] = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isExchange = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const exchange = isExchange ? before[j - 2]! + 1 : Number.POSITIVE_INFINITY;
      row.push(Math.min(previous[j]! + 1, row[j - 1]! + 1, substitution, exchange));
    }
    if (Math.min(...row, ...previous) >= enough) return enough;
    [before, previous] = [previous, row];
  }
  return previous[b.length]!;
}
