import { defineFormat } from './define-format.ts';

/** A record of the API on each line. */
export const jsonl = defineFormat({
  name: 'jsonl',
  ending: 'jsonl',
  mediaType: 'application/x-ndjson',
  isTable: false,
  write: async function* ({ pages }) {
    const encoder = new TextEncoder();
    let isEmpty = true;
    for await (const records of pages) {
      isEmpty = false;
      yield encoder.encode(records.map((record) => `${JSON.stringify(record)}\n`).join(''));
    }
    // a blank line is no record, and a file without a byte is taken for one that never came
    if (isEmpty) yield encoder.encode('\n');
  },
});
