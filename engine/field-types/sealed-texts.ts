/**
 * A text as it is kept where nobody may read it at rest: `gxe1.<fingerprint>.<index>.<key>.<sealed>`, all of it letters
 * that are the same in JSON. The fingerprint tells equal texts of one field, whatever key they are sealed with; the
 * index texts that a search or a unique field takes for one.
 */
const SEALED = /^gxe1\.([\w-]{16})\.([\w-]{24})\.(\d{1,9})\.([\w-]+)$/;

/** The parts of a sealed text. */
export interface SealedParts {
  readonly fingerprint: string;
  readonly index: string;
  /** version of the key that it is sealed with */
  readonly key: number;
  /** base64url of what the cipher gives */
  readonly body: string;
}

/** Reads a sealed text; undefined of any other. */
export function sealedParts(text: string): SealedParts | undefined {
  const [, fingerprint, index, key, body] = SEALED.exec(text) ?? [];
  return body === undefined
    ? undefined
    : { fingerprint: fingerprint!, index: index!, key: Number(key), body };
}

export const sealedText = ({ fingerprint, index, key, body }: SealedParts): string =>
  `gxe1.${fingerprint}.${index}.${key}.${body}`;

/**
 * SQL of the index of a sealed text: what is compared when somebody asks for a value. Of one that is not sealed yet, or
 * no more, the text itself: it is there, and unique as it was.
 */
export const indexSql = (sql: string): string =>
  `coalesce(substring(${sql} from '^gxe1[.][A-Za-z0-9_-]{16}[.]([A-Za-z0-9_-]{24})[.]'), ${sql})`;

/** SQL of the version of the key with which a text is sealed; '0' of one that is not. */
export const keySql = (sql: string): string =>
  `coalesce(substring(${sql} from '^gxe1[.][A-Za-z0-9_-]{16}[.][A-Za-z0-9_-]{24}[.]([0-9]{1,9})[.]'), '0')`;

/** A regular expression, for Postgres and JavaScript alike, that finds the sealed texts of an index. */
export const sealedPattern = (index: string): string =>
  `gxe1[.][A-Za-z0-9_-]{16}[.]${index}[.][0-9]{1,9}[.][A-Za-z0-9_-]+`;

/** Whether two sealed texts are one. */
export const isSameSealed = (a: unknown, b: unknown): boolean =>
  typeof a === 'string' && typeof b === 'string' && fingerprintOf(a) === fingerprintOf(b);

/** What tells a sealed text from others of its field. */
export const fingerprintOf = (text: string): string => sealedParts(text)?.fingerprint ?? text;

/**
 * A text that somebody gives for a field whose values are sealed, with what seals it. Nothing that comes as JSON is one,
 * so that nobody can hand in a sealed text of their own.
 */
export class SecretText {
  readonly given: unknown;
  readonly seal: (text: string) => string;
  constructor(given: unknown, seal: (text: string) => string) {
    this.given = given;
    this.seal = seal;
  }
  /** what a message or a log would quote of it */
  toJSON(): string {
    return '••••';
  }
}
