import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { runCommand } from '../../../engine/cli/index.ts';
import { lineOf } from '../../../engine/cli/json-lines.ts';
import { type SaidPlan, sayPlan } from '../../../engine/cli/plan-text.ts';
import { makeTerminal } from '../../../engine/cli/terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'guanxi-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Streams that keep what is written. */
function kept() {
  const texts = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof texts) =>
    new Writable({
      write: (chunk, _encoding, done) => {
        texts[name] += chunk;
        done();
      },
    });
  return { texts, streams: { stdout: stream('stdout'), stderr: stream('stderr'), stdin: process.stdin } };
}

async function guanxi(...args: string[]) {
  const { texts, streams } = kept();
  const exit = await runCommand(
    args,
    { GUANXI_LOCALE: 'en', GUANXI_DATA_DIR: join(folder, '.data') },
    streams,
  );
  return { exit, ...texts };
}

function write(files: Readonly<Record<string, string>>): string {
  const to = mkdtempSync(join(folder, 'package-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(to, path)), { recursive: true });
    writeFileSync(join(to, path), text);
  }
  return to;
}

describe('guanxi', () => {
  it('says what there is to type', async () => {
    const { exit, stdout } = await guanxi();
    expect(exit).toBe(0);
    for (const name of ['start', 'validate', 'plan', 'apply', 'export', 'import', 'seed', 'doctor']) {
      expect(stdout).toContain(`  ${name} `);
    }
    expect((await guanxi('import', '--help')).stdout).toContain('--mapping <file>');
    expect(JSON.parse((await guanxi('help', '--json')).stdout)).toContainEqual(
      expect.objectContaining({ name: 'apply' }),
    );
  });

  it.each([
    [['aply', 'x'], 'cli.command', '→ apply'],
    [['plan', '--jsn', 'x'], 'cli.option', '→ --json'],
    [['plan'], 'cli.usage', 'guanxi plan <folder>'],
    [['plan', 'a', 'b'], 'cli.usage', 'guanxi plan <folder>'],
    [['import', 'firm', 'x.csv', '--mapping'], 'cli.usage', 'guanxi import'],
    [['user', 'make'], 'cli.usage', 'guanxi user create'],
    [['import', 'firm', 'nothing.csv'], 'cli.file', 'nothing.csv'],
    [['validate', 'nothing'], 'package.folder', 'nothing'],
  ])('%j is refused', async (args, code, said) => {
    const { exit, stderr, stdout } = await guanxi(...args);
    expect(exit).toBe(1);
    expect(stderr).toContain(`(${code})`);
    expect(stderr).toContain(said);
    expect(stdout).toBe('');
  });

  it('names a wrong variable of the environment', async () => {
    const { texts, streams } = kept();
    expect(await runCommand(['doctor', '--json'], { PORT: 'x' }, streams)).toBe(1);
    expect(JSON.parse(texts.stdout)).toMatchObject({ code: 'config.choice', errors: [{ path: 'PORT' }] });
  });
});

const FIELD = { 'x-field': { type: 'text', labels: { en: 'Name', 'zh-CN': '名称' } } };
const OBJECT = {
  'x-object': {
    name: 'thing',
    labels: { en: 'Thing', 'zh-CN': '物' },
    plural: { en: 'Things', 'zh-CN': '物' },
    titleField: 'name',
  },
  properties: { name: FIELD },
};

describe('validate', () => {
  it('is content with the template', async () => {
    const { exit, stdout } = await guanxi('validate', 'templates/crm');
    expect(exit).toBe(0);
    expect(stdout).toMatch(/\d+ documents, nothing is wrong/);
    expect((await guanxi('validate', 'examples/maven')).exit).toBe(0);
  });

  it('says where, what and what would be right', async () => {
    const wrong = { ...OBJECT, properties: { name: { 'x-field': { ...FIELD['x-field'], type: 'texd' } } } };
    const to = write({ 'objects/thing.json': JSON.stringify(wrong, null, 2), 'objcts/x.json': '{}' });
    const { exit, stderr } = await guanxi('validate', to);
    expect(exit).toBe(1);
    const line =
      JSON.stringify(wrong, null, 2)
        .split('\n')
        .findIndex((one) => one.includes('texd')) + 1;
    expect(stderr).toMatch(
      new RegExp(
        `objects/thing.json:${line} properties\\.name\\.x-field\\.type  document\\.field_type  .*→ text`,
      ),
    );
    expect(stderr).toMatch(/objcts\/x\.json {2}document\.folder .*→ objects/);
  });

  it('writes ids that are missing, once', async () => {
    const to = write({ 'objects/thing.json': JSON.stringify(OBJECT) });
    const fixed = await guanxi('validate', to, '--fix', '--json');
    expect(JSON.parse(fixed.stdout)).toMatchObject({ documents: 1, fixed: ['objects/thing.json'] });
    const text = readFileSync(join(to, 'objects/thing.json'), 'utf8');
    expect(JSON.parse(text)['x-object'].id).toMatch(/^obj_/);
    expect(JSON.parse((await guanxi('validate', to, '--fix', '--json')).stdout)).toMatchObject({ fixed: [] });
    expect(readFileSync(join(to, 'objects/thing.json'), 'utf8')).toBe(text);
  });
});

describe('lines of JSON', () => {
  const text = `{
  "a": {"b": [1, {"c": "}\\"{"},
    2]},
  "d/e": [
    "x",
    {"f": null}
  ]
}`;
  it.each([
    ['', 1],
    ['/a', 2],
    ['/a/b/1/c', 2],
    ['/a/b/2', 3],
    ['/d~1e/0', 5],
    ['/d~1e/1/f', 6],
    ['/d~1e/9', 4],
    ['/nothing/at/all', 1],
  ])('%s stands in line %i', (pointer, line) => expect(lineOf(text, pointer)).toBe(line));

  it('are found as far as text goes that is broken', () => expect(lineOf('{"a": {\n"b": ', '/a/b')).toBe(2));
});

describe('a plan', () => {
  const plan: SaidPlan = {
    hash: 'h',
    baseVersion: 3,
    risk: 'destructive',
    changes: [
      {
        id: '1',
        op: '+',
        document: 'object/thing',
        sentence: { en: 'Field “Size” is added.' },
        risk: 'safe',
      },
      {
        id: '2',
        op: '-',
        document: 'object/thing',
        sentence: { en: 'Field “Old” is archived.' },
        risk: 'destructive',
        rows: 7,
      },
    ],
    findings: [{ change: '2', message: { en: '7 records hold a value.' }, blocking: false }],
  };

  it('is said with signs, sentences, costs and the sum', () => {
    const { texts, streams } = kept();
    sayPlan(makeTerminal(streams, 'en', false), 'local', plan);
    expect(texts.stdout).toBe(`local: plan against version 3

object/thing
  + Field “Size” is added.
  − Field “Old” is archived.  (loses data, 7 records)

! 7 records hold a value.
Plan: 1 to add, 0 to change, 1 to remove.
`);
  });
});
