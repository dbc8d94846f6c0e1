import { type CellProblem, quoted, refuse } from './define-field-type.ts';
import { cleanTextBy } from './texts.ts';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The id of a record, in lower case, or why it is none. */
export const recordId = (value: unknown): string | null | CellProblem =>
  cleanTextBy(value, (text) => {
    const id = text.toLowerCase();
    return ID.test(id) ? id : refuse('value.id', { given: quoted(text) });
  });

/** Schema of the id of a record. */
export const idSchema = { type: 'string', format: 'uuid' };

/** Ids for the examples, as they come and as they are stored. */
export const idSamples = [
  { given: ' 0195D2F0-7C4A-7B11-9C3E-3F2A5B6C7D8E ', stored: '0195d2f0-7c4a-7b11-9c3e-3f2a5b6c7d8e' },
  { given: '', stored: null },
];

export const wrongIds = ['华为', '0195d2f0', 7, '0195d2f0-7c4a-7b11-9c3e-3f2a5b6c7d8', { id: 1 }];
