import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openFolder } from '../../engine/http/files.ts';
import { pageAnswer } from '../../engine/http/pages.ts';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'guanxi-files-'));
  mkdirSync(join(root, 'assets'));
  mkdirSync(join(root, '.vite'));
  writeFileSync(join(root, 'index.html'), '<p>one</p>');
  writeFileSync(join(root, 'icon.svg'), '<svg/>');
  writeFileSync(join(root, 'assets/main-abc.js'), 'x'.repeat(10_000));
  writeFileSync(join(root, '.vite/manifest.json'), '{}');
  writeFileSync(join(root, 'notes.exe'), 'x');
});
afterAll(() => rmSync(root, { recursive: true }));

const none = new Headers();

describe('a folder of files', () => {
  test.each([
    ['assets/main-abc.js', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['icon.svg', 'image/svg+xml', 'public, max-age=300'],
  ])('%s', async (path, type, cache) => {
    const { headers } = (await openFolder(root).answer(path, none))!;
    expect([headers.get('Content-Type'), headers.get('Cache-Control')]).toEqual([type, cache]);
  });

  test.each([
    '',
    'assets',
    'assets/',
    'assets/main.js',
    '../package.json',
    'assets/../../etc/passwd',
    '.vite/manifest.json',
    'notes.exe',
    'ASSETS/main-abc.js',
    '__proto__',
  ])('%j is not there', async (path) => expect(await openFolder(root).answer(path, none)).toBeUndefined());

  test('is packed once for all who take it, and not sent to those who have it', async () => {
    const folder = openFolder(root);
    const gzip = new Headers({ 'Accept-Encoding': 'gzip' });
    const packed = (await folder.answer('assets/main-abc.js', gzip))!;
    expect(packed.headers.get('Content-Encoding')).toBe('gzip');
    expect((await packed.arrayBuffer()).byteLength).toBeLessThan(200);
    const etag = packed.headers.get('ETag')!;
    const known = await folder.answer(
      'assets/main-abc.js',
      new Headers({ 'If-None-Match': `"x", W/${etag}` }),
    );
    expect(known!.status).toBe(304);
  });

  test('may be built again while it is served', async () => {
    const folder = openFolder(root);
    expect(folder.text('index.html')).toBe('<p>one</p>');
    expect(await folder.answer('assets/later.js', none)).toBeUndefined();
    writeFileSync(join(root, 'index.html'), '<p>two</p>');
    utimesSync(join(root, 'index.html'), new Date(), new Date(Date.now() + 5_000));
    writeFileSync(join(root, 'assets/later.js'), 'later');
    expect(folder.text('index.html')).toBe('<p>two</p>');
    expect(await folder.answer('assets/later.js', none)).toBeDefined();
  });

  test('may be missing', async () => {
    const folder = openFolder(join(root, 'nowhere'));
    expect(folder.text('index.html')).toBeUndefined();
    expect(await folder.answer('icon.svg', none)).toBeUndefined();
  });

  test('or only some of it is served', async () => {
    const folder = openFolder(root, ['icon.svg']);
    expect(await folder.answer('icon.svg', none)).toBeDefined();
    expect(await folder.answer('assets/main-abc.js', none)).toBeUndefined();
  });
});

describe('a page', () => {
  test('has a fresh nonce wherever the build has left a place for it', async () => {
    const html = '<script nonce="__CSP_NONCE__"></script><meta property="csp-nonce" nonce="__CSP_NONCE__">';
    const [first, second] = [pageAnswer(html), pageAnswer(html)];
    const text = await first.text();
    const nonce = /nonce="([^"]+)"/.exec(text)![1]!;
    expect(text).toBe(html.replaceAll('__CSP_NONCE__', nonce));
    expect(first.headers.get('Content-Security-Policy')).toContain(`'nonce-${nonce}'`);
    expect(first.headers.get('Cache-Control')).toBe('no-store');
    expect(await second.text()).not.toContain(nonce);
  });
});
