/** Colour names that documents use, as they look on both grounds. Anything else is taken as CSS. */
const NAMED: Readonly<Record<string, string>> = {
  blue: '#1677ff',
  geekblue: '#2f54eb',
  indigo: '#4f46e5',
  cyan: '#13c2c2',
  teal: '#0d9488',
  green: '#52c41a',
  lime: '#a0d911',
  yellow: '#fadb14',
  gold: '#faad14',
  orange: '#fa8c16',
  volcano: '#fa541c',
  red: '#f5222d',
  pink: '#eb2f96',
  magenta: '#eb2f96',
  purple: '#722ed1',
  gray: '#8c8c8c',
  grey: '#8c8c8c',
};

const BY_ORDER = ['blue', 'cyan', 'gold', 'purple', 'orange', 'geekblue', 'magenta', 'teal'] as const;
const BY_KIND: Readonly<Record<string, string>> = { won: 'green', lost: 'red' };

/** The colour of an option, or of a stage that may have none: by its kind, else by its place. */
export function colorOf(color: string | undefined, kind?: string, place = -1): string {
  const name = color ?? BY_KIND[kind ?? ''] ?? (place >= 0 ? BY_ORDER[place % BY_ORDER.length]! : 'gray');
  return NAMED[name] ?? name;
}
