import type { Labels } from '../../runtime-ui/api/types.ts';
import type { FieldTypeInfo } from '../api/types.ts';
import type { MetaDocument } from '../draft/documents.ts';
import { fieldsOf, propertiesOf, systemFields } from '../draft/object.ts';
import type { TextKey, Translate } from '../i18n/index.ts';

/** A field as it stands on the canvas and in the tray. */
export interface Card {
  readonly name: string;
  readonly label: string;
  readonly type: FieldTypeInfo | undefined;
  readonly isRequired: boolean;
  /** the engine writes it: it can be placed, not edited */
  readonly isSystem: boolean;
}

/** The fields that can stand on a form, the engine's last. Archived ones are not among them. */
export function cardsOf(
  object: MetaDocument,
  types: readonly FieldTypeInfo[],
  { t, label }: { readonly t: Translate; readonly label: (labels: Labels | undefined) => string },
): readonly Card[] {
  const own = fieldsOf(object)
    .filter(({ isArchived }) => !isArchived)
    .map(({ name, labels, type, isRequired }) => ({
      name,
      label: label(labels) || name,
      type: types.find((one) => one.name === type),
      isRequired,
      isSystem: false,
    }));
  const relabelled = propertiesOf(object.body);
  const system = systemFields(object).map(({ name }) => ({
    name,
    label: label(relabelled[name]?.['x-field'].labels) || t(`systemFields.${name}` as TextKey),
    type: undefined,
    isRequired: false,
    isSystem: true,
  }));
  return [...own, ...system];
}

/** A field that the layout names and the object does not have (any more) is shown by its name. */
export const cardNamed = (cards: readonly Card[], name: string): Card =>
  cards.find((card) => card.name === name) ?? {
    name,
    label: name,
    type: undefined,
    isRequired: false,
    isSystem: true,
  };
