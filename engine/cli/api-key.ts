import { Problem } from '../errors.ts';
import { type Call, defineCommand, EXIT, type Exit, textOption } from './define-command.ts';
import { labels } from './texts.ts';

async function run(call: Call): Promise<Exit> {
  const email = textOption(call, 'email');
  if (call.words[0] !== 'create' || !email) throw new Problem('cli.usage', { usage: call.usage });
  const name = textOption(call, 'name');
  const days = textOption(call, 'days');
  return call.withServer(async (server) => {
    const { key } = await server.call<{ key: string }>('POST', '/api/keys', {
      email,
      ...(name !== undefined && { name }),
      ...(days !== undefined && { days: Number(days) }),
    });
    call.terminal.answer({ key }, () => call.terminal.print(key));
    return EXIT.ok;
  });
}

export const apiKeyCommand = defineCommand({
  name: 'api-key',
  usage: 'create --email <address> [--name <name>] [--days <number>]',
  summary: labels('Makes a key for the API and prints it, once.', '创建 API 密钥并只显示一次。'),
  words: [1, 1],
  options: {
    email: {
      type: 'string',
      value: '<address>',
      help: labels('of the user whom it acts for', '密钥所代表用户的邮箱'),
    },
    name: { type: 'string', value: '<name>', help: labels('what it is for', '用途') },
    days: { type: 'string', value: '<number>', help: labels('how long it is valid', '有效天数') },
  },
  run,
});
