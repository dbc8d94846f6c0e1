import type { Values } from '../api/records.ts';
import { workspacePath } from '../api/request.ts';
import type { FieldMeta, ObjectMeta } from '../api/types.ts';

const keyOf = (object: string, id: string | undefined): string =>
  `guanxi.draft${workspacePath}/${object}/${id ?? 'new'}`;

/** Whether a value is kept encrypted, or holds line items that may say such values. */
const isSecret = (field: FieldMeta | undefined): boolean =>
  field?.kind === 'encrypted' || field?.lines?.fields.some(isSecret) === true;

/** Changes without what no browser is to keep. */
const withoutSecrets = ({ fields }: ObjectMeta, changes: Values): Values =>
  Object.fromEntries(
    Object.entries(changes).filter(([name]) => !isSecret(fields.find((field) => field.name === name))),
  );

/** What somebody typed and did not save, in this browser only. */
export function readDraft(object: string, id: string | undefined): Values | undefined {
  try {
    return JSON.parse(localStorage.getItem(keyOf(object, id)) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}

export function keepDraft(object: ObjectMeta, id: string | undefined, typed: Values): void {
  const changes = withoutSecrets(object, typed);
  try {
    if (Object.keys(changes).length === 0) localStorage.removeItem(keyOf(object.name, id));
    else localStorage.setItem(keyOf(object.name, id), JSON.stringify(changes));
  } catch {
    // a full storage costs the draft, not the form
  }
}

export const dropDraft = (object: string, id: string | undefined): void =>
  localStorage.removeItem(keyOf(object, id));
