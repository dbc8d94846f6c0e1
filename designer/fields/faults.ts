import { isProblem } from '../../runtime-ui/api/problem.ts';
import type { FieldTypeInfo, SettingSchema } from '../api/types.ts';
import type { FieldDraft } from '../draft/field.ts';
import { nameFault } from '../draft/names.ts';
import type { Translate } from '../i18n/index.ts';
import { causeOf, messageOf, messagesOf } from '../shell/refusal.ts';

/** Parts of the panel that messages stand at. */
const PARTS = ['labels', 'help', 'options', 'name', 'unique', 'required'] as const;
type Part = (typeof PARTS)[number];

/** What is wrong, at the part of the panel where it can be mended; `words` by the name of a setting. */
export interface Faults {
  readonly parts: Readonly<Partial<Record<Part, readonly string[]>>>;
  readonly words: Readonly<Record<string, readonly string[]>>;
  readonly general: readonly string[];
}

export const NO_FAULTS: Faults = { parts: {}, words: {}, general: [] };

export const hasFaults = ({ parts, words, general }: Faults): boolean =>
  general.length > 0 || Object.keys(parts).length > 0 || Object.keys(words).length > 0;

const isMissing = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** What a setting needs and has not: itself, or of several words together those that are not said. */
function missingIn(
  schema: SettingSchema | undefined,
  value: unknown,
  word: string,
): readonly (readonly [string, SettingSchema | undefined])[] {
  const inside = (schema?.properties ?? {}) as Readonly<Record<string, SettingSchema>>;
  const needed = (schema?.required ?? []) as readonly string[];
  if (needed.length === 0) return isMissing(value) ? [[word, schema]] : [];
  const held = (value ?? {}) as Readonly<Record<string, unknown>>;
  return needed.filter((name) => isMissing(held[name])).map((name) => [name, inside[name]]);
}

/** What can be told without asking the server. */
export function faultsOf(
  draft: FieldDraft,
  type: FieldTypeInfo,
  taken: ReadonlySet<string>,
  { t, label }: { t: Translate; label: (labels: FieldDraft['labels'] | undefined) => string },
): Faults {
  const parts: Partial<Record<Part, readonly string[]>> = {};
  const words: Record<string, readonly string[]> = {};
  if (!Object.values(draft.labels).some((text) => text.trim() !== ''))
    parts.labels = [t('field.labelMissing')];
  const fault = nameFault(draft.name, taken, 'field');
  if (fault && !(fault === 'empty' && parts.labels)) parts.name = [t(`field.apiNameFault.${fault}`)];
  const hasSet = !isMissing(draft.settings.optionSet);
  if (type.hasOptions && !hasSet && draft.options.length === 0) parts.options = [t('field.optionsMissing')];
  for (const word of type.settings.required ?? []) {
    const missing = missingIn(type.settings.properties[word], draft.settings[word], word);
    if (missing.length === 0) continue;
    words[word] = missing.map(([name, schema]) =>
      t('field.settingMissing', { setting: label(schema?.['x-labels']) || name }),
    );
  }
  return { parts, words, general: [] };
}

/** The server's refusal of a field, its messages where they belong. */
export function refusalsOf(error: unknown, draft: FieldDraft, type: FieldTypeInfo, t: Translate): Faults {
  const cause = causeOf(error);
  if (!isProblem(cause) || cause.details.length === 0) return { ...NO_FAULTS, general: messagesOf(error, t) };
  const parts: Partial<Record<Part, readonly string[]>> = {};
  const words: Record<string, readonly string[]> = {};
  const general: string[] = [];
  const known = new Set([...Object.keys(type.settings.properties), ...Object.keys(type.words)]);
  for (const detail of cause.details) {
    const text = messageOf(detail);
    const names = detail.path.split(/[#/.]+/).filter(Boolean);
    const behind = names.slice(names.lastIndexOf(draft.name) + 1).filter((name) => name !== 'x-field');
    const isHere = names.includes(draft.name);
    const part = isHere ? (PARTS.find((one) => behind.includes(one)) ?? nameItself(behind)) : undefined;
    const word = behind.find((name) => known.has(name) && name !== 'options');
    if (part) parts[part] = [...(parts[part] ?? []), text];
    else if (isHere && word) words[word] = [...(words[word] ?? []), text];
    else general.push(text);
  }
  return { parts, words, general };
}

/** A fault of the property as a whole is one of its name. */
const nameItself = (behind: readonly string[]): Part | undefined =>
  behind.length === 0 ? 'name' : undefined;
