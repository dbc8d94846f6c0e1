import type { ProblemRow } from './problem-row.ts';

/** Why a text is no expression, or none that fits its place. */
export const expressionProblems = {
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
  'expression.calendar_calls': [
    400,
    'An expression asks at most {limit} times about working days.',
    '一个表达式最多可使用 {limit} 次工作日函数。',
  ],
  'expression.pattern': [
    400,
    '“{found}” cannot stand here in a pattern. Patterns have characters, . [a-z] [^a-z] \\\\d \\\\w \\\\s ^ $ ( ) | and * + ? {2,5}; a sign that means itself has \\\\ before it.',
    '匹配模式中此处不能使用“{found}”。可用：普通字符、. [a-z] [^a-z] \\\\d \\\\w \\\\s ^ $ ( ) | 以及 * + ? {2,5}；符号本身须在前面加 \\\\。',
  ],
  'expression.pattern_open': [
    400,
    'The pattern ends too early: a bracket is not closed, or a \\\\ has nothing behind it.',
    '匹配模式不完整：括号未闭合，或 \\\\ 之后没有字符。',
  ],
  'expression.pattern_large': [
    400,
    'The pattern repeats or nests too much.',
    '匹配模式的重复次数或嵌套层数过多。',
  ],
  'expression.pattern_size': [
    400,
    'The patterns are too large: with all repetitions written out they have {given} characters, and {limit} are the most.',
    '匹配模式过大：展开所有重复后共 {given} 个字符，最多 {limit} 个。',
  ],
  'expression.steps': [
    400,
    'The expression asks too much of too many members: look for less in each of them, or have fewer, such as split(…, ",", 20).',
    '表达式对过多成员作了过多判断：请减少对每个成员的判断，或减少成员数，例如 split(…, ",", 20)。',
  ],
  'expression.no_change': [
    400,
    '“{name}” is known only to rules, which judge a record while it is written.',
    '“{name}”只能用于规则（在保存记录时判断）。',
  ],
  'expression.change_inside': [
    400,
    'Inside exists, all, sum… the record is known as it is now: compare with “old”, isNew() and changed() outside of them.',
    'exists、all、sum 等内部只能使用当前值，“old”、isNew() 和 changed() 请写在其外。',
  ],
  'expression.of_field': [
    400,
    'Write {name}({takes}): it asks about a field of the record by its name.',
    '请写作 {name}({takes})：参数为记录字段的名称。',
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
  'expression.many': [
    400,
    '“{name}” stands for many records: ask each of them, such as {name}.exists(x, x.{field} …), or sum up {name}.sum(x, x.{field}).',
    '“{name}”是多条相关记录：请逐条判断，如 {name}.exists(x, x.{field} …)，或合计 {name}.sum(x, x.{field})。',
  ],
  'expression.records': [
    400,
    'Related records are no value: count them, size(…), or ask each of them, ….exists(x, …).',
    '相关记录本身不是值：请计数 size(…)，或逐条判断 ….exists(x, …)。',
  ],
  'expression.encrypted': [
    400,
    'An encrypted text can only be asked whether it is there (== null, has(…)); filters of a list may also compare it with a written text (==, !=, in).',
    '加密文本只能判断是否有值（== null、has(…)）；列表筛选中还可与写明的文本比较（==、!=、in）。',
  ],
  'expression.macro': [
    400,
    'Write {name}(x, …) behind related records or a list: a name for each of them, then what is asked.',
    '请在相关记录或列表之后写作 {name}(x, …)：先为每一条取名，再写要判断或取值的内容。',
  ],
  'expression.macro_variable': [
    400,
    '“{name}” stands for something else already: give each of them another name.',
    '“{name}”已有其他含义，请为每一条另取名称。',
  ],
  'expression.macro_depth': [
    400,
    'At most {limit} questions about many stand inside each other.',
    '对多条记录的判断最多嵌套 {limit} 层。',
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
} satisfies Record<string, ProblemRow>;
