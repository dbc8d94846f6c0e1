import { post, postForText } from './request.ts';

/** Why a record has to do with a person. */
export type Way = 'person' | 'part' | 'same' | 'refers' | 'namesake' | 'mention';

export interface PersonRecord {
  readonly object: string;
  readonly label: string;
  readonly id: string;
  readonly title: string | null;
  readonly way: Way;
  readonly fields: readonly { readonly name: string; readonly label: string }[];
  readonly deleted?: true;
}

/** What the workspace holds of a person. */
export interface PersonFound {
  readonly records: readonly PersonRecord[];
  readonly entries: number;
  readonly files: readonly { readonly id: string; readonly name: string }[];
  readonly imports: readonly { readonly id: string; readonly name: string }[];
  readonly canErase: boolean;
}

/** What erasing a person comes to. */
export interface ErasurePlan {
  readonly hash: string;
  readonly title: string | null;
  readonly loses: readonly {
    readonly object: string;
    readonly label: string;
    readonly count: number;
    readonly fields: readonly { readonly name: string; readonly label: string }[];
  }[];
  readonly mentions: readonly PersonRecord[];
  /** others who have the same e-mail or phone */
  readonly same: readonly PersonRecord[];
  readonly entries: number;
  readonly files: readonly { readonly id: string }[];
  readonly imports: number;
  readonly kept: {
    readonly references: readonly PersonRecord[];
    readonly namesakes: readonly PersonRecord[];
    readonly shared: readonly { readonly value: string; readonly record: PersonRecord }[];
    readonly documents: readonly { readonly kind: string; readonly key: string }[];
    readonly invitations: number;
  };
}

export interface Erased {
  readonly records: number;
  readonly entries: number;
  readonly files: number;
}

/** A record that is the person. */
export interface Person {
  readonly object: string;
  readonly id: string;
}

export const findPerson = (person: Person): Promise<PersonFound> => post('/api/privacy/find', person);

/** As a page to read, or as data. */
export type ExportFormat = 'html' | 'json';

/** What is known of a person, as a file in a language. */
export async function exportPerson(
  person: Person,
  language: string,
  format: ExportFormat,
): Promise<{ readonly text: string; readonly type: string }> {
  const text = await postForText('/api/privacy/export', { ...person, language, format });
  return { text, type: format === 'html' ? 'text/html' : 'application/json' };
}

/** `also`: records that are the same person, as `object/id`. */
export const planErasure = (person: Person, also: readonly string[]): Promise<ErasurePlan> =>
  post('/api/privacy/plan', { ...person, also });

export const erasePerson = (
  person: Person,
  also: readonly string[],
  hash: string,
  confirm: string,
): Promise<Erased> => post('/api/privacy/erase', { ...person, also, hash, confirm });
