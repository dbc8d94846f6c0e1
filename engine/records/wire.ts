/** How an answer is spelled on the wire, by its kind. */
const WIRE: Readonly<Record<string, (sql: string) => string>> = {
  decimal: (sql) => `trim_scale(${sql})::text`,
  timestamp: (sql) => `to_char(${sql}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
};

/** The SQL of an expression's value in the spelling of the wire. */
export const wireOf = (kind: string, sql: string): string => WIRE[kind]?.(sql) ?? sql;
