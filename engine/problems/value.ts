import type { ProblemRow } from './problem-row.ts';

/** What a field type refuses. */
export const valueProblems = {
  'value.text': [422, 'A text is expected, not {given}.', '应为文本，而不是 {given}。'],
  'value.encrypted': [422, 'A text is expected.', '应为文本。'],
  'value.encrypted_pattern': [
    422,
    'The text has not the form that the field asks for.',
    '文本不符合字段要求的格式。',
  ],
  'value.too_long': [
    422,
    'At most {limit} characters are allowed; there are {given}.',
    '最多 {limit} 个字符，现有 {given} 个。',
  ],
  'value.json': [
    422,
    'An object or a list in JSON is expected, not “{given}”.',
    '应为 JSON 对象或列表，而不是“{given}”。',
  ],
  'value.json_size': [422, 'The JSON has more than {limit} members.', 'JSON 的成员超过 {limit} 个。'],
  'value.json_depth': [422, 'The JSON is nested deeper than {limit} levels.', 'JSON 的嵌套超过 {limit} 层。'],
  'value.json_schema': [
    422,
    'At {at} the JSON breaks “{word}”: {limit}.',
    'JSON 在 {at} 处不符合“{word}”：{limit}。',
  ],
  'value.file': [
    422,
    'There is no uploaded file “{given}” for this field: upload it first (POST /api/files).',
    '没有为此字段上传的文件“{given}”，请先上传（POST /api/files）。',
  ],
  'value.file_size': [422, '“{name}” is larger than {limit} MB.', '“{name}”超过 {limit} MB。'],
  'value.file_type': [
    422,
    '“{name}” is {given} by its content; taken here: {known}.',
    '“{name}”的内容类型为 {given}，此处仅允许：{known}。',
  ],
  'value.files': [422, 'At most {limit} files; there are {given}.', '最多 {limit} 个文件，现有 {given} 个。'],
  'value.markup': [422, 'The text has more than {limit} tags.', '文本中的标签超过 {limit} 个。'],
  'value.characters': [
    422,
    'The text holds a character that cannot be stored.',
    '文本中含有无法保存的字符。',
  ],
  'value.pointer': [
    422,
    'An object and the id of a record are expected ({"object", "id"}), not {given}.',
    '应为对象和记录编号（{"object", "id"}），而不是 {given}。',
  ],
  'value.pointer_object': [
    422,
    'Records of {given} cannot be chosen here; these can: {known}.',
    '此处不能选择“{given}”的记录，可选对象：{known}。',
  ],
  'value.email': [
    422,
    '“{given}” is not an e-mail address such as li@example.com.',
    '“{given}”不是有效的邮箱地址（如 li@example.com）。',
  ],
  'value.lines': [
    422,
    'Line items are a list of rows, or {"add": […], "change": […], "remove": […]}, not {given}.',
    '明细应为行的列表，或 {"add": […], "change": […], "remove": […]}，而不是 {given}。',
  ],
  'value.links': [
    422,
    'Linked records are a list of ids, or {"add": […], "remove": […]}, not {given}.',
    '关联记录应为编号列表，或 {"add": […], "remove": […]}，而不是 {given}。',
  ],
  'value.too_many_links': [
    422,
    '{given} linked records are more than the {limit} that a record may have.',
    '关联记录共 {given} 条，超过最多 {limit} 条的限制。',
  ],
  'value.line': [422, 'A line item is a set of values, not {given}.', '明细行应为一组值，而不是 {given}。'],
  'value.line_change': [
    422,
    'A line item that changes is named by its "id"; one without, such as {given}, belongs into "add".',
    '要修改的明细行须用“id”指明；没有 id 的行（如 {given}）应放在“add”中。',
  ],
  'value.line_twice': [422, 'The line item {given} stands here twice.', '明细行 {given} 出现了两次。'],
  'value.too_many_lines': [
    422,
    '{given} line items are more than the {limit} that a record may have.',
    '明细共 {given} 行，超过每条记录最多 {limit} 行的限制。',
  ],
  'value.phone': [
    422,
    '“{given}” is not a phone number; one of another country begins with + and its code.',
    '“{given}”不是有效的电话号码；其他国家的号码须以 + 和国家代码开头。',
  ],
  'value.url': [
    422,
    '“{given}” is not a web address such as https://example.com.',
    '“{given}”不是有效的网址（如 https://example.com）。',
  ],
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
  'value.currency_code': [
    422,
    '“{given}” is not the code of a currency, such as USD.',
    '“{given}”不是货币代码（如 USD）。',
  ],
  'value.currency_ambiguous': [
    422,
    '“{given}” is the sign of several currencies: {candidates}. Write the code.',
    '“{given}”同时是多种货币的符号：{candidates}，请写货币代码。',
  ],
  'value.currency_field': [
    422,
    'The amount is in {currency}, as the field “{field}” says, not in {given}.',
    '币种由字段“{field}”决定，为 {currency}，而不是 {given}。',
  ],
  'value.money': [
    422,
    '“{given}” is no amount of money: {"amount": "12.50", "currency": "USD"}.',
    '“{given}”不是有效的金额：应为 {"amount": "12.50", "currency": "USD"}。',
  ],
  'value.rate': [
    422,
    '“{given}” is not a rate: a number above 0 with at most 12 decimals.',
    '“{given}”不是有效的汇率：应为大于 0、最多 12 位小数的数。',
  ],
  'value.rate_own': [
    422,
    '{currency} is the currency of the workspace: its rate is 1, not {given}.',
    '{currency} 是工作区的货币，汇率为 1，而不是 {given}。',
  ],
  'value.no_rate': [
    422,
    'There is no rate of {currency} on {day}: give one with the amount, or add it to the settings.',
    '{day} 没有 {currency} 的汇率：请随金额给出汇率，或在设置中添加。',
  ],
  'value.range': [
    422,
    '“{given}” is not a range of days: {"start": "2026-03-01", "end": "2026-03-31"}.',
    '“{given}”不是有效的日期范围：应为 {"start": "2026-03-01", "end": "2026-03-31"}。',
  ],
  'value.range_order': [
    422,
    'The end, {end}, lies before the start, {start}.',
    '结束日期 {end} 早于开始日期 {start}。',
  ],
  'value.name': [
    422,
    '“{given}” is no name: {"family": "Lovelace", "given": "Ada"} or a text.',
    '“{given}”不是有效的姓名：应为 {"family": "李", "given": "明"} 或文本。',
  ],
  'value.name_length': [
    422,
    'A part of a name has at most {limit} characters.',
    '姓名的每一部分最多 {limit} 个字符。',
  ],
  'value.address': [
    422,
    '“{given}” is no address: {"province": "…", "city": "…", "street": "…"} or a text.',
    '“{given}”不是有效的地址：应为 {"province": "广东省", "city": "深圳市", "street": "…"} 或文本。',
  ],
  'value.address_length': [
    422,
    '“{given}” is too long for this part of an address: at most {limit} characters.',
    '“{given}”过长，地址的这一部分最多 {limit} 个字符。',
  ],
  'value.country': [
    422,
    '“{given}” is not the code of a country, such as CN.',
    '“{given}”不是国家/地区代码（如 CN）。',
  ],
  'value.entry': [
    422,
    '“{given}” is not one of several values: a text, or {"value": …, "label": …, "primary": …}.',
    '“{given}”不是有效的条目：应为文本，或 {"value": …, "label": …, "primary": …}。',
  ],
  'value.entries': [422, 'At most {limit} values; there are {given}.', '最多 {limit} 个，现有 {given} 个。'],
  'value.primary': [
    422,
    'Only one can be primary, not {candidates}.',
    '只能有一个为主，而不是 {candidates}。',
  ],
  'value.part': [422, '“{given}” is not one of the parts: {known}.', '“{given}”不是组成部分之一：{known}。'],
  'value.boolean': [422, '“{given}” is neither yes nor no.', '“{given}”既不是“是”也不是“否”。'],
  'value.date': [422, '“{given}” is not a date (YYYY-MM-DD).', '“{given}”不是有效的日期（YYYY-MM-DD）。'],
  'value.date_order': [
    422,
    '“{given}” does not say which number is the month; write YYYY-MM-DD.',
    '“{given}”无法区分月和日，请写作 YYYY-MM-DD。',
  ],
  'value.datetime': [
    422,
    '“{given}” is not a date with a time, such as 2026-03-04T05:06:07Z.',
    '“{given}”不是有效的日期时间（如 2026-03-04T05:06:07Z）。',
  ],
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
  'value.rating': [
    422,
    '“{given}” is not a number of stars from 1 to {most}.',
    '“{given}”不是 1 至 {most} 的星数。',
  ],
  'value.tag_length': [
    422,
    '“{given}” is too long for a tag: at most {limit} characters.',
    '标签“{given}”过长，最多 {limit} 个字符。',
  ],
  'value.tags': [422, 'At most {limit} tags; there are {given}.', '最多 {limit} 个标签，现有 {given} 个。'],
  'value.month': [422, '“{given}” is not a month (YYYY-MM).', '“{given}”不是有效的年月（YYYY-MM）。'],
  'value.time': [422, '“{given}” is not a time of the day (HH:MM).', '“{given}”不是有效的时间（HH:MM）。'],
  'value.duration': [
    422,
    '“{given}” is not a length of time; write 1h 30m, 1:30 or PT1H30M.',
    '“{given}”不是有效的时长，可写作 1小时30分、1:30 或 PT1H30M。',
  ],
  'value.color': [422, '“{given}” is not a colour (#RRGGBB).', '“{given}”不是有效的颜色（#RRGGBB）。'],
  'value.list': [422, 'A list of texts is expected, not {given}.', '应为文本列表，而不是 {given}。'],
  'value.id': [
    422,
    '“{given}” is not the id of a record, which looks like 0195d2f0-7c4a-7b11-9c3e-3f2a5b6c7d8e.',
    '“{given}”不是记录的编号（形如 0195d2f0-7c4a-7b11-9c3e-3f2a5b6c7d8e）。',
  ],
} satisfies Record<string, ProblemRow>;
