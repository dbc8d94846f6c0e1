import pg, { type CustomTypesConfig } from 'pg';

/** Milliseconds; 0 is no limit. Whoever needs longer says so with SET LOCAL. */
export interface TimeLimits {
  readonly statement: number;
  readonly lock: number;
  readonly idleInTransaction: number;
}

/** What is the same in every session, so that a value has one spelling whoever asks from wherever. */
export interface SessionSettings extends TimeLimits {
  readonly searchPath: readonly string[];
  /** only some logins may choose the language of messages */
  readonly setsMessages: boolean;
}

function startupOptions(settings: SessionSettings): string {
  const values: Record<string, string> = {
    TimeZone: 'UTC',
    DateStyle: 'ISO',
    client_min_messages: 'warning',
    search_path: settings.searchPath.join(','),
    statement_timeout: String(settings.statement),
    lock_timeout: String(settings.lock),
    // of the trigrams of what was mistyped a title must have a third: two letters that change places take more than half
    'pg_trgm.word_similarity_threshold': '0.35',
    idle_in_transaction_session_timeout: String(settings.idleInTransaction),
    ...(settings.setsMessages && { lc_messages: 'C' }),
  };
  const escaped = (value: string) => value.replaceAll(/[\\ ]/g, '\\$&');
  return Object.entries(values)
    .map(([name, value]) => `-c ${name}=${escaped(value)}`)
    .join(' ');
}

/** A connection string whose sessions start with these settings: no round trip, and nothing that a pooled session could lose. */
export function withSettings(connectionString: string, settings: SessionSettings): string {
  const url = new URL(connectionString);
  const given = url.searchParams.get('options');
  url.searchParams.set('options', [given, startupOptions(settings)].filter(Boolean).join(' '));
  return url.href;
}

/** Host, port and database of a connection string, without its secrets. */
export function placeOf(connectionString: string): string {
  const { hostname, port, pathname, searchParams } = new URL(connectionString);
  return `${searchParams.get('host') ?? (hostname || 'localhost')}:${port || 5432}${decodeURIComponent(pathname)}`;
}

const { builtins } = pg.types;
const TEXT_ARRAY = 1009;
const asText = (text: string): string => text;

/** Types whose parsed form would depend on the time zone of the process, or lose what the text says; and their arrays. */
const AS_TEXT: ReadonlySet<number> = new Set([builtins.DATE, builtins.TIMESTAMP, builtins.INTERVAL]);
const AS_TEXTS: ReadonlySet<number> = new Set([1182, 1115, 1187]);

/** How values come where a statement does not choose for itself: as `pg` reads them, but days stay text. */
export const WIRE_TYPES = {
  getTypeParser: (oid: number, format: 'text' | 'binary' = 'text'): unknown => {
    if (AS_TEXT.has(oid)) return asText;
    return pg.types.getTypeParser(AS_TEXTS.has(oid) ? TEXT_ARRAY : oid, format as any);
  },
} as CustomTypesConfig;
