import { randomBytes } from 'node:crypto';
import { Problem } from '../errors.ts';
import { type Call, defineCommand, EXIT, type Exit, textOption } from './define-command.ts';
import { labels } from './texts.ts';

/** Twelve bytes are enough to keep until the first change of it. */
const newPassword = (): string => randomBytes(12).toString('base64url');

async function run(call: Call): Promise<Exit> {
  const email = textOption(call, 'email');
  const role = textOption(call, 'role');
  if (call.words[0] !== 'create' || !email || !role) throw new Problem('cli.usage', { usage: call.usage });
  const given = textOption(call, 'password');
  const password = given ?? newPassword();
  const name = textOption(call, 'name') ?? email.split('@')[0]!;
  const roles = role.split(',').map((one) => one.trim());
  return call.withServer(async (server) => {
    const made = await server.call<{ id: string }>('POST', '/api/people', { email, name, password, roles });
    const { terminal } = call;
    terminal.answer({ ...made, email, ...(given === undefined && { password }) }, () =>
      terminal.say(
        given === undefined
          ? terminal.text('user.done', { email, password })
          : terminal.text('user.created', { email }),
      ),
    );
    return EXIT.ok;
  });
}

export const userCommand = defineCommand({
  name: 'user',
  usage: 'create --email <address> --role <role> [--name <name>] [--password <password>]',
  summary: labels('Makes somebody who can sign in.', '创建可登录的用户。'),
  words: [1, 1],
  options: {
    email: { type: 'string', value: '<address>', help: labels('with what they sign in', '登录邮箱') },
    role: {
      type: 'string',
      value: '<role>',
      help: labels('names of roles, with commas between them', '角色名称，多个以逗号分隔'),
    },
    name: { type: 'string', value: '<name>', help: labels('what they are called', '姓名') },
    password: {
      type: 'string',
      value: '<password>',
      help: labels('without one it is made and printed once', '未提供时自动生成并只显示一次'),
    },
  },
  run,
});
