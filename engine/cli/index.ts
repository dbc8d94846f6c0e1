import { parseArgs } from 'node:util';
import { type Config, type Environment, readConfig } from '../config.ts';
import { nearest, Problem, problemItem } from '../errors.ts';
import { apiKeyCommand } from './api-key.ts';
import { applyCommand } from './apply.ts';
import { auditCommand } from './audit.ts';
import { buildUiCommand } from './build-ui.ts';
import { type Call, type Command, EXIT, type Exit } from './define-command.ts';
import { doctorCommand } from './doctor.ts';
import { exportCommand } from './export.ts';
import { makeHelp } from './help.ts';
import { importCommand } from './import.ts';
import { keysCommand } from './keys.ts';
import { planCommand } from './plan.ts';
import { sayProblem } from './problem-text.ts';
import { saidProblem } from './refusal.ts';
import { seedCommand } from './seed.ts';
import { openServer, type Server } from './server.ts';
import { startCommand } from './start.ts';
import { makeTerminal, type Streams, type Terminal } from './terminal.ts';
import { typesCommand } from './types.ts';
import { userCommand } from './user.ts';
import { validateCommand } from './validate.ts';

/** Every command, in the order of the help. A new one is its file and its line here. */
const COMMANDS: readonly Command[] = [
  startCommand,
  validateCommand,
  planCommand,
  applyCommand,
  exportCommand,
  importCommand,
  seedCommand,
  typesCommand,
  doctorCommand,
  auditCommand,
  keysCommand,
  userCommand,
  apiKeyCommand,
  buildUiCommand,
];

const help = makeHelp(COMMANDS);

function findCommand(name: string): Command {
  const all = [...COMMANDS, help];
  const command = all.find((one) => one.name === name);
  if (command) return command;
  const names = all.map((one) => one.name);
  const item = problemItem(name, 'cli.command', { name }, nearest(name.slice(0, 40), names));
  throw new Problem('cli.command', { name }, [item]);
}

const usageOf = ({ name, usage }: Command): string => `${name} ${usage}`.trim();

/** The words and options behind the name of a command, or what is wrong with them. */
function readArguments(command: Command, args: readonly string[]): Pick<Call, 'words' | 'options'> {
  const options = {
    ...command.options,
    json: { type: 'boolean' as const },
    help: { type: 'boolean' as const },
  };
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const usage = usageOf(command);
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const option = (options as Record<string, { type: string }>)[token.name];
    if (!option) {
      const item = problemItem(
        token.rawName,
        'cli.option',
        { name: token.rawName },
        nearestOption(token.name, options),
      );
      throw new Problem('cli.option', { name: token.rawName }, [item]);
    }
    if ((option.type === 'string') !== (token.value !== undefined)) throw new Problem('cli.usage', { usage });
  }
  const [least, most] = command.words;
  const isHelp = values.help === true;
  if (!isHelp && (positionals.length < least || positionals.length > most)) {
    throw new Problem('cli.usage', { usage });
  }
  return { words: positionals, options: values as Call['options'] };
}

function nearestOption(name: string, options: object): string | undefined {
  const found = nearest(name, Object.keys(options));
  return found === undefined ? undefined : `--${found}`;
}

/** Opens the server at its first use and closes it when the command ends. */
function serverFor(
  config: Config,
  env: Environment,
  terminal: Terminal,
  { asOperator = false }: Command,
): Call['withServer'] {
  return async <Result>(use: (server: Server) => Promise<Result>): Promise<Result> => {
    const server = await openServer(config, env, asOperator);
    terminal.warn(
      server.address === undefined
        ? terminal.text('at.local')
        : terminal.text('at.server', { address: server.address }),
    );
    try {
      return await use(server);
    } finally {
      await server.close();
    }
  };
}

function sayError(error: unknown, terminal: Terminal, folder: string | undefined): void {
  const said = saidProblem(error, terminal.locale) ?? {
    code: 'engine.internal',
    title: error instanceof Error ? error.message : String(error),
    errors: [],
  };
  if (terminal.isJson) terminal.print(JSON.stringify(said, null, 2));
  else sayProblem(terminal, said, folder);
}

/** Runs the command that the words name; the code with which the process ends. */
export async function runCommand(argv: readonly string[], env: Environment, streams: Streams): Promise<Exit> {
  const locale = env.GUANXI_LOCALE === 'en' ? 'en' : 'zh-CN';
  const terminal = makeTerminal(streams, locale, argv.includes('--json'));
  const [name = 'help', ...args] = argv;
  let folder: string | undefined;
  try {
    if (name === '--version') {
      const { engineVersion } = await import('../packages/index.ts');
      terminal.print(engineVersion());
      return EXIT.ok;
    }
    const command = name === '--help' || name === '-h' ? help : findCommand(name);
    const { words, options } = readArguments(command, args);
    // what a refusal names lies in the folder that the command was given
    folder = words[0];
    const config = readConfig(env);
    const call: Call = {
      usage: usageOf(command),
      words,
      options,
      terminal,
      env,
      config,
      withServer: serverFor(config, env, terminal, command),
    };
    return options.help ? await help.run({ ...call, words: [command.name] }) : await command.run(call);
  } catch (error) {
    sayError(error, terminal, folder);
    return EXIT.error;
  }
}
