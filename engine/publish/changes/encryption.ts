import { fieldType } from '../../field-types/index.ts';
import type { Difference } from '../differences.ts';
import { holdsValue } from '../rows.ts';
import { openTexts, sealTexts, turnStep } from '../steps/index.ts';
import { tableSql } from '../structure.ts';
import {
  type Ask,
  type ChangeKind,
  defineChange,
  modelField,
  modelObject,
  type Scene,
} from './define-change.ts';

const isKept = (words: Readonly<Record<string, any>>): boolean => fieldType(words.type)?.kind === 'encrypted';

const takes = ({ subject, before }: Difference): boolean =>
  fieldType(subject.words.type)?.convertFrom?.includes(before!.words.type) === true;

const turned =
  (kind: typeof sealTexts): NonNullable<ChangeKind['steps']> =>
  ({ subject }, { after }) => [turnStep(kind, modelObject(after, subject)!, modelField(after, subject)!)];

/** How many values there are, those in the bin too: each of them is written. */
async function counted({ subject }: Difference, { before }: Scene, { count }: Ask) {
  const object = modelObject(before, subject)!;
  return count(
    `SELECT count(*) FROM ${tableSql(before!, object)} WHERE ${holdsValue(modelField(before, subject)!)}`,
  );
}

/** Texts that are kept encrypted from then on. They stay in their column; a step seals them behind the switch. */
export const encryptField = defineChange({
  name: 'encrypt-field',
  of: ['field'],
  on: 'change',
  words: ['type'],
  applies: (difference) =>
    isKept(difference.subject.words) && !isKept(difference.before!.words) && takes(difference),
  op: '~',
  risk: 'fill',
  undo: 'decrypt-field',
  sentence: ({ label, ofObject }) => ({
    en: `Encrypt the values of field “${label.en}”${ofObject.en}`,
    'zh-CN': `加密字段“${label['zh-CN']}”${ofObject['zh-CN']}的值`,
  }),
  examine: async (difference, scene, ask) => {
    const rows = await counted(difference, scene, ask);
    return { rows, findings: [{ code: 'publish.encrypts', count: rows }] };
  },
  steps: turned(sealTexts),
});

/** The way back: whoever reads the database, or a backup of it, reads the values. */
export const decryptField = defineChange({
  name: 'decrypt-field',
  of: ['field'],
  on: 'change',
  words: ['type'],
  applies: (difference) =>
    isKept(difference.before!.words) && !isKept(difference.subject.words) && takes(difference),
  op: '~',
  risk: 'destructive',
  undo: 'encrypt-field',
  sentence: ({ label, ofObject }) => ({
    en: `Store the values of field “${label.en}”${ofObject.en} without encryption`,
    'zh-CN': `字段“${label['zh-CN']}”${ofObject['zh-CN']}的值改为不加密存储`,
  }),
  examine: async (difference, scene, ask) => {
    const rows = await counted(difference, scene, ask);
    return { rows, findings: [{ code: 'publish.decrypts', count: rows }] };
  },
  steps: turned(openTexts),
});
