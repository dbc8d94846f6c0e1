/** A link as a form holds it and the API takes it: the record's id, or that with what changes of the link. */
export type HeldLink = string | { readonly id: string; readonly [field: string]: unknown };

/** What changes of a link. */
export function saidOf(link: HeldLink): Readonly<Record<string, unknown>> {
  if (typeof link === 'string') return {};
  const { id: _, ...said } = link;
  return said;
}
