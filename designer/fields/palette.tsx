import type { FieldTypeInfo } from '../api/types.ts';
import { useTexts } from '../i18n/index.ts';
import { TypeIcon } from './type-icon.tsx';

const GROUPS = ['text', 'number', 'choice', 'time', 'relation', 'other'] as const;
type Group = (typeof GROUPS)[number];

const BY_KIND: Readonly<Record<string, Group>> = {
  string: 'text',
  decimal: 'number',
  bool: 'choice',
  date: 'time',
  timestamp: 'time',
  duration: 'time',
};

/** Where a type stands in the palette, by what it says of itself. */
export function groupOf(type: FieldTypeInfo): Group {
  if (type.hasOptions || type.hasStages) return 'choice';
  if (type.isRelation) return 'relation';
  if (type.engineWritten) return 'other';
  return BY_KIND[type.kind] ?? 'other';
}

/** The field types to choose from, in groups, with a line of help each. */
export function Palette(props: {
  types: readonly FieldTypeInfo[];
  value?: string;
  onChoose: (type: FieldTypeInfo) => void;
}) {
  const { types, value, onChoose } = props;
  const { t, label } = useTexts();
  const offered = types.filter((type) => type.offered !== false);
  return (
    <section className="gd-palette" aria-label={t('field.chooseType')}>
      {GROUPS.map((group) => {
        const members = offered.filter((type) => groupOf(type) === group);
        if (members.length === 0) return null;
        return (
          <div key={group}>
            <h3>{t(`field.groups.${group}`)}</h3>
            <ul>
              {members.map((type) => (
                <li key={type.name}>
                  <button
                    type="button"
                    className="gd-type"
                    aria-pressed={type.name === value}
                    onClick={() => onChoose(type)}
                  >
                    <TypeIcon name={type.icon} />
                    <span className="gd-type-name">{label(type.labels)}</span>
                    <span className="gd-type-help">{label(type.help)}</span>
                  </button>
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </section>
  );
}
