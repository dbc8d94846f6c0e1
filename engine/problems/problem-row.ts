/** One code: HTTP status, and the text in both languages with `{placeholders}`. */
export type ProblemRow = readonly [status: number, en: string, zh: string];
