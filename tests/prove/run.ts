/**
 * `npm run prove -- <name> [--n N] [--seed S] [--data <folder>] [--only …]`: the long proofs that the
 * tests run in short form. A proof is a file of this folder that exports `prove`. Exit 1 on any
 * difference; the last line is JSON: {"name", "n", "differences", "seconds"}, and "figures" where it measures.
 */
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Proof, ProofOptions } from './proof.ts';

const HERE = import.meta.dirname;
const ROOT = join(HERE, '../..');
const STATES = join(ROOT, '.data/prove');

const proofNames = (): string[] =>
  readdirSync(HERE)
    .filter((file) => file.endsWith('.ts') && file !== 'run.ts' && file !== 'proof.ts')
    .map((file) => file.slice(0, -3))
    .sort();

function usage(reason: string): never {
  console.error(`${reason}\nnpm run prove -- <name> [--n N] [--seed S] [--data <folder>] [--only …]`);
  console.error(`Known: ${proofNames().join(', ')}`);
  process.exit(1);
}

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,12}$/.test(text)) usage(`--${name} is a whole number, not "${text}".`);
  return Number(text);
}

function readArguments(): { name: string; args: Omit<ProofOptions, 'resume' | 'remember'> } {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      n: { type: 'string' },
      seed: { type: 'string' },
      data: { type: 'string' },
      only: { type: 'string' },
    },
  });
  const [name, ...others] = positionals;
  if (name === undefined || others.length > 0) usage('Name one proof.');
  if (!proofNames().includes(name)) usage(`There is no proof "${name}".`);
  const n = wholeNumber('n', values.n);
  const seed = wholeNumber('seed', values.seed);
  return {
    name,
    args: {
      ...(n !== undefined && { n }),
      ...(seed !== undefined && { seed }),
      ...(values.data !== undefined && { data: values.data }),
      ...(values.only !== undefined && { only: values.only }),
    },
  };
}

/** Says which code is proved: a run goes on where it was broken off only as long as the code is the same. */
function codeDigest(): string {
  const hash = createHash('sha256');
  const files = globSync(['engine/**/*.ts', 'tests/prove/**/*.ts'], { cwd: ROOT }).sort();
  for (const file of files) hash.update(file).update(readFileSync(join(ROOT, file)));
  return hash.digest('hex').slice(0, 12);
}

const { name, args } = readArguments();
const started = Date.now();
const words = [name, ...Object.entries(args).flat(), codeDigest()];
const state = join(STATES, `${words.join('-').replace(/[^\w.-]+/g, '_')}.json`);
mkdirSync(STATES, { recursive: true });

const { prove } = (await import(`./${name}.ts`)) as { prove: Proof };
const { n, differences, figures } = await prove({
  ...args,
  resume: existsSync(state) ? JSON.parse(readFileSync(state, 'utf8')) : undefined,
  remember: (reached) => writeFileSync(state, JSON.stringify(reached)),
});
rmSync(state, { force: true });
const seconds = Math.round((Date.now() - started) / 100) / 10;
console.log(JSON.stringify({ name, n, differences, seconds, figures }));
process.exitCode = differences > 0 ? 1 : 0;
