import type { ProblemRow } from './problem-row.ts';

/** What every address can answer. */
export const requestProblems = {
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
} satisfies Record<string, ProblemRow>;
