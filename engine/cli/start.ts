import { defineCommand, EXIT } from './define-command.ts';
import { labels } from './texts.ts';

export const startCommand = defineCommand({
  name: 'start',
  usage: '',
  summary: labels(
    'Starts the server, with its own Postgres unless DATABASE_URL names one.',
    '启动服务器；未设置 DATABASE_URL 时使用内置 Postgres。',
  ),
  words: [0, 0],
  run: async ({ config }) => {
    const { startServer } = await import('../main.ts');
    await startServer(config);
    return EXIT.ok;
  },
});
