import { defineCommand, EXIT } from './define-command.ts';
import { labels } from './texts.ts';

/** What `GET /api/doctor` tells. */
interface Findings {
  readonly database: string;
  readonly checks: readonly {
    readonly name: string;
    readonly ok: boolean;
    readonly text: string;
    readonly fix?: string;
  }[];
}

export const doctorCommand = defineCommand({
  name: 'doctor',
  usage: '',
  summary: labels(
    'Looks whether everything is in order, and says what to do.',
    '检查系统状态并给出处理建议。',
  ),
  words: [0, 0],
  asOperator: true,
  run: async ({ terminal, withServer }) => {
    const found = await withServer((server) => server.call<Findings>('GET', '/api/doctor'));
    const bad = found.checks.filter(({ ok }) => !ok);
    terminal.answer(found, () => {
      for (const { name, ok, text, fix } of found.checks) {
        const sign = ok ? terminal.style('green', '✓') : terminal.style('red', '✗');
        terminal.say(`${sign} ${name}  ${text}${fix === undefined ? '' : `  → ${fix}`}`);
      }
      terminal.say(
        bad.length === 0 ? terminal.text('doctor.good') : terminal.text('doctor.bad', { count: bad.length }),
      );
    });
    return bad.length === 0 ? EXIT.ok : EXIT.error;
  },
});
