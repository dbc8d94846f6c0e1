import { type Body, type Documents, mapBodies } from './documents.ts';
import { propertiesOf, requiredOf, withProperties } from './object.ts';

const fieldAt = (place: string | { readonly field: string }): string =>
  typeof place === 'string' ? place : place.field;

/** The field that a place is about: a column may be a part of it, or lie behind it. */
const isAbout = (place: string | { readonly field: string }, field: string): boolean =>
  fieldAt(place).split('.')[0] === field;

const without = <T extends string | { readonly field: string }>(
  places: readonly T[] | undefined,
  field: string,
) =>
  places?.some((place) => isAbout(place, field)) ? places.filter((place) => !isAbout(place, field)) : places;

function removeFromObject(body: Body, field: string): Body {
  const { [field]: removed, ...properties } = propertiesOf(body);
  if (!removed) return body;
  return withProperties(
    body,
    properties,
    requiredOf(body).filter((name) => name !== field),
  );
}

function removeFromLayout(body: Body, field: string): Body {
  const sections = (body.sections ?? []).map((section: Body) => {
    const fields = without(section.fields, field);
    return fields === section.fields ? section : { ...section, fields };
  });
  const highlights = without(body.highlights, field);
  return { ...body, ...(highlights && { highlights }), ...(body.sections && { sections }) };
}

function removeFromView(body: Body, field: string): Body {
  const columns = without(body.columns, field);
  return { ...body, ...(columns && { columns }) };
}

function removeFromRole(body: Body, object: string, field: string): Body {
  const grants = (body.grants ?? []).map((grant: Body) => {
    if (grant.object !== object || !(field in (grant.fields ?? {}))) return grant;
    const { [field]: _, ...fields } = grant.fields;
    return { ...grant, fields };
  });
  return { ...body, ...(body.grants && { grants }) };
}

/** Takes a field that was never published back: out of its object and of where it shows and who sees it. */
export const removeField = (documents: Documents, object: string, field: string): Documents =>
  mapBodies(documents, (document) => {
    const { kind, key, body } = document;
    const isUnder = body.object === object;
    const next =
      kind === 'object' && key === object
        ? removeFromObject(body, field)
        : kind === 'layout' && isUnder
          ? removeFromLayout(body, field)
          : kind === 'view' && isUnder
            ? removeFromView(body, field)
            : kind === 'role'
              ? removeFromRole(body, object, field)
              : body;
    return JSON.stringify(next) === JSON.stringify(body) ? body : next;
  });
