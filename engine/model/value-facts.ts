import { fieldType, type Option, type TypesAround, type ValueFacts } from '../field-types/index.ts';
import { type Body, type Documents, documentsOf, ENGINE_PACKAGE } from './document.ts';
import { systemTypeOf } from './names.ts';

const propertyOf = (documents: Documents, object: string, field: string): Body | undefined => {
  const properties = documents.get(`object/${object}`)?.body.properties ?? {};
  return Object.hasOwn(properties, field) ? properties[field] : undefined;
};

/** The object that a relation points at, as its document says. */
function targetOf(documents: Documents, object: string, name: string): string | undefined {
  const settings = propertyOf(documents, object, name)?.['x-field'];
  const type = fieldType(settings?.system === undefined ? settings?.type : undefined) ?? systemType(name);
  return type?.targets?.({ name, labels: {}, settings: settings ?? {}, schema: {}, options: [] })[0];
}

const systemType = (name: string) => fieldType(systemTypeOf(name) ?? '');

/**
 * What the values of fields are, asked of the documents: of a mirror or a roll-up what follows from the
 * field that it names, over as many objects as it takes. What leads back to itself is nothing.
 */
export function typesAround(
  documents: Documents,
  optionsOf: (object: string, property: Body) => readonly Option[],
): (object: string) => TypesAround {
  const underway = new Set<string>();
  const known = new Map<string, ValueFacts | undefined>();

  function factsOf(object: string, name: string): ValueFacts | undefined {
    const address = `${object}.${name}`;
    if (known.has(address)) return known.get(address);
    if (underway.has(address)) return undefined;
    underway.add(address);
    const facts = readFacts(object, name);
    underway.delete(address);
    known.set(address, facts);
    return facts;
  }

  function readFacts(object: string, name: string): ValueFacts | undefined {
    const property = propertyOf(documents, object, name);
    if (!property || property['x-field']?.system !== undefined) {
      const type = documents.has(`object/${object}`) ? systemType(name) : undefined;
      return type && { type, settings: {}, options: [] };
    }
    const settings: Body = property['x-field'];
    const type = fieldType(settings.type);
    if (!type) return undefined;
    if (type.valueType) return type.valueType(settings, around(object));
    return { type, settings, options: optionsOf(object, property) };
  }

  /** A part of a composite, if that is what the field is. */
  function partAt(object: string, name: string, part: string): ValueFacts | undefined {
    const { type, settings = {} } = factsOf(object, name) ?? {};
    const found = type
      ?.parts?.({ name, labels: {}, settings, schema: {}, options: [] })
      .find((one) => one.name === part);
    return found && { type: found.type, settings: found.settings ?? {}, options: [] };
  }

  const objects = documentsOf(documents, 'object')
    .filter(({ body }) => body['x-object'].archived !== true)
    .map((document) => ({
      id: document.id,
      name: document.key,
      system: document.package === ENGINE_PACKAGE,
    }));
  const around = (object: string): TypesAround => ({
    of: factsOf,
    objects: () => objects,
    at: (path) => {
      let here: string | undefined = object;
      for (const [index, step] of path.slice(0, -1).entries()) {
        const part = here && index === path.length - 2 ? partAt(here, step, path.at(-1)!) : undefined;
        if (part) return part;
        here = here && targetOf(documents, here, step);
      }
      return here === undefined ? undefined : factsOf(here, path.at(-1)!);
    },
  });
  return around;
}
