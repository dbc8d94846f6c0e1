import type { TestEngine } from './engine.ts';

/** What became of a file: the answer about the import, and the lines of the rows that were refused. */
export interface Imported {
  readonly body: any;
  readonly refused: readonly string[];
}

/** Imports one CSV into an object, as somebody at the import page would; `file` are options of the file. */
export async function importCsv(
  { call, engine, keyOf }: Pick<TestEngine, 'call' | 'engine' | 'keyOf'>,
  object: string,
  csv: string | Uint8Array,
  file: object = {},
): Promise<Imported> {
  const form = new FormData();
  form.append('options', JSON.stringify({ files: [{ object, file: 'f.csv', ...file }] }));
  form.append('files', new Blob([csv as BlobPart]), 'f.csv');
  const headers = { Authorization: `Bearer ${keyOf('admin')}`, Prefer: 'wait=60', 'Accept-Language': 'en' };
  const sent = await engine.fetch(
    new Request(`${engine.address}/api/imports`, { method: 'POST', body: form, headers }),
  );
  const body: any = await sent.json();
  if (sent.status !== 201) return { body, refused: [] };
  const errors = await call('admin', 'GET', `${sent.headers.get('Location')}/errors.csv`, undefined, headers);
  return { body, refused: errors.text.trim().split('\n').slice(1) };
}
