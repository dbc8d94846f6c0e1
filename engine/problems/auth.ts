import type { ProblemRow } from './problem-row.ts';

/** Who is asking; what is wrong with one is never told to strangers. */
export const authProblems = {
  'auth.key_reads': [403, 'This key only reads.', '此密钥仅可读取。'],
  'auth.key_limited': [
    403,
    'A key that is limited cannot do this: use one without limits, or sign in.',
    '受限密钥无法执行此操作，请使用不受限的密钥或登录后操作。',
  ],
  'auth.required': [401, 'Sign in first.', '请先登录。'],
  'auth.refused': [401, 'The e-mail or the password is wrong.', '邮箱或密码错误。'],
  'auth.no_session': [404, 'There is no such session, or it is over.', '该会话不存在或已结束。'],
  'auth.key': [401, 'The key is not valid, or not any more.', '密钥无效或已失效。'],
  'auth.second_factor': [
    403,
    'A second factor is needed here: set one up first.',
    '此工作区要求双重验证，请先完成设置。',
  ],
  'auth.second_factor_key': [
    401,
    'There is a second factor, which programs cannot be asked for: use an API key (GUANXI_KEY) instead of the password.',
    '该账号已启用双重验证，程序无法输入验证码：请改用 API 密钥（GUANXI_KEY）代替密码。',
  ],
  'auth.second_factor_on': [409, 'A second factor is set up already.', '双重验证已启用。'],
  'auth.second_factor_off': [409, 'No second factor is set up.', '尚未启用双重验证。'],
  'auth.code': [422, 'The code is wrong, or was used already.', '验证码错误或已被使用。'],
  'auth.oidc_unreachable': [
    502,
    '“{name}” does not answer. Try again later, or sign in with your password.',
    '“{name}”无响应，请稍后重试，或使用密码登录。',
  ],
  'auth.sign_in_again': [401, 'This took too long. Sign in again.', '操作超时，请重新登录。'],
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
} satisfies Record<string, ProblemRow>;
