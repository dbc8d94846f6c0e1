import { nearest, Problem, problemItem, textIn } from '../errors.ts';
import { type Command, defineCommand, EXIT } from './define-command.ts';
import type { Terminal } from './terminal.ts';
import { labels } from './texts.ts';

const pad = (rows: readonly (readonly [string, string])[]): string[] => {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
};

function sayAll(terminal: Terminal, commands: readonly Command[]): void {
  terminal.say(terminal.text('help.head'));
  terminal.say('');
  terminal.say(terminal.text('help.commands'));
  const rows = commands.map(
    ({ name, usage, summary }) => [`${name} ${usage}`.trim(), textIn(summary, terminal.locale)] as const,
  );
  for (const line of pad(rows)) terminal.say(line);
  terminal.say('');
  terminal.say(terminal.text('help.more'));
  terminal.say(terminal.text('help.exit'));
}

function sayOne(terminal: Terminal, { name, usage, summary, options = {} }: Command): void {
  terminal.say(terminal.text('help.usage', { usage: `${name} ${usage}`.trim() }));
  terminal.say(textIn(summary, terminal.locale));
  const rows = Object.entries(options).map(
    ([option, { value, help }]) =>
      [`--${option}${value ? ` ${value}` : ''}`, textIn(help, terminal.locale)] as const,
  );
  if (rows.length === 0) return;
  terminal.say('');
  terminal.say(terminal.text('help.options'));
  for (const line of pad(rows)) terminal.say(line);
}

const described = ({ name, usage, summary, options }: Command) => ({ name, usage, summary, options });

/** Says what commands there are, and what one of them takes. */
export function makeHelp(commands: readonly Command[]): Command {
  const help: Command = defineCommand({
    name: 'help',
    usage: '[command]',
    summary: labels('What there is to type.', '查看命令说明。'),
    words: [0, 1],
    run: async ({ words: [name], terminal }) => {
      const all = [...commands, help];
      if (name === undefined) {
        terminal.answer(all.map(described), () => sayAll(terminal, all));
        return EXIT.ok;
      }
      const command = all.find((one) => one.name === name);
      if (!command) {
        const names = all.map((one) => one.name);
        const item = problemItem(name, 'cli.command', { name }, nearest(name, names));
        throw new Problem('cli.command', { name }, [item]);
      }
      terminal.answer(described(command), () => sayOne(terminal, command));
      return EXIT.ok;
    },
  });
  return help;
}
