import type { ModelField } from '../model/model.ts';
import type { ObjectAccess } from './access.ts';

/** What is asked of the rights over an object by its name; undefined where nothing may be known of it. */
type Follow = (object: string) => ObjectAccess | undefined;

type Named = NonNullable<ModelField['options'][number]['names']>[number];

const isTold = ({ object, field }: Named, follow: Follow): boolean => {
  const access = follow(object);
  return access !== undefined && (field === undefined || access.right(field) !== 'none');
};

/** The options of which the actor may know what they name, and of what they are offered for likewise. */
function toldOptions(options: ModelField['options'], follow: Follow): ModelField['options'] {
  return options.flatMap((option) => {
    const { names } = option;
    if (!names) return [option];
    const told = names.filter((one) => isTold(one, follow));
    if (told.length === 0) return [];
    return told.length === names.length
      ? [option]
      : [{ ...option, names: told, ...(option.parents && { parents: told.flatMap(({ as }) => as) }) }];
  });
}

/**
 * A field as the actor may know it: without the objects and fields of the model that they may not know, where its
 * options or targets name some. What names one of these is refused as what names nothing.
 */
export function toldField(field: ModelField, follow: Follow): ModelField {
  const isNaming = field.objects !== undefined || field.options.some(({ names }) => names);
  if (!isNaming) return field;
  const { targets } = field.settings;
  return {
    ...field,
    options: toldOptions(field.options, follow),
    settings: {
      ...field.settings,
      ...(field.objects && { targets: targets.filter((name: string) => follow(name)?.can('read')) }),
    },
  };
}
