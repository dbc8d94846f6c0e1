const UNITS = ['B', 'KB', 'MB', 'GB'] as const;

/** A number of bytes as people read it. */
export function fileSize(bytes: number, language: string): string {
  const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), UNITS.length - 1);
  const value = bytes / 1024 ** power;
  const digits = { maximumFractionDigits: power === 0 || value >= 100 ? 0 : 1 };
  return `${new Intl.NumberFormat(language, digits).format(value)} ${UNITS[power]}`;
}
