import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks of /proc a second: 100 on every Linux that Node runs on. */
const TICKS = 100;

interface Stat {
  readonly parent: number;
  readonly ticks: number;
}

function statOf(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const parts = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    return { parent: parts[1]!, ticks: parts[11]! + parts[12]! + parts[13]! + parts[14]! };
  } catch {
    return undefined;
  }
}

/**
 * CPU seconds of a process, its living descendants and those that it has waited for, but for the branch
 * `without`; 0 where there is no /proc.
 */
export function cpuSeconds(pid: number, without?: number): number {
  let names: readonly string[];
  try {
    names = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return 0;
  }
  const all = new Map(names.map((name) => [Number(name), statOf(Number(name))]));
  const sum = (root: number): number => {
    const children = [...all]
      .filter(([child, stat]) => stat?.parent === root && child !== without)
      .map(([child]) => child);
    return (all.get(root)?.ticks ?? 0) + children.reduce((total, child) => total + sum(child), 0);
  };
  return sum(pid) / TICKS;
}

/** Starts a process and waits until it says that it is ready. */
export function startProcess(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  isReady: (output: string) => boolean,
): Promise<{ child: ChildProcess; output: () => string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    const listen = (chunk: Buffer) => {
      said += chunk;
      if (isReady(said)) resolve({ child, output: () => said });
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.on('exit', (code) => reject(new Error(`${args.join(' ')} ended with ${code}:\n${said}`)));
  });
}

/** Runs a process to its end with `input`; its output. */
export function runProcess(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input = '',
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let [said, faults] = ['', ''];
    child.stdout.on('data', (chunk) => {
      said += chunk;
    });
    child.stderr.on('data', (chunk) => {
      faults += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0
        ? resolve(said)
        : reject(new Error(`${args.join(' ')} ended with ${code}:\n${faults}${said}`)),
    );
    child.stdin.end(input);
  });
}
