import type { RequestContext } from '../context.ts';
import { openAnswer } from '../encryption/index.ts';
import { SecretText, sealedParts, type WireValue } from '../field-types/index.ts';
import { encryptedFields, isEncrypted } from '../model/index.ts';
import type { Model, ModelField, ModelObject } from '../model/model.ts';

/** Whether a Model keeps anything encrypted: without it nothing of this costs anything. */
const hasSecrets = (model: Model): boolean => encryptedFields(model).length > 0;

/** What somebody gives for a field, ready to be read by its type: of one that is encrypted with what seals it. */
export function givenFor({ vault }: RequestContext, { type, id }: ModelField, given: unknown): unknown {
  if (type.kind !== 'encrypted' || given === null || given instanceof SecretText) return given;
  return new SecretText(given, (text) => vault.keys().seal(id, text));
}

/** What cells of imported files are sealed for in reports: no field, so that they open nowhere else. */
export const REPORT_CELL = 'import';

type Body = Readonly<Record<string, unknown>>;

const isBody = (given: unknown): given is Body =>
  typeof given === 'object' && given !== null && !Array.isArray(given) && !(given instanceof SecretText);

/** Line items as a body gives them: a list, or lists of what is added and changed. */
function withSecretLines(ctx: RequestContext, child: ModelObject, given: unknown): unknown {
  if (Array.isArray(given)) return given.map((line) => sealed(ctx, child, line));
  if (!isBody(given)) return given;
  return Object.fromEntries(
    Object.entries(given).map(([word, lines]) => [
      word,
      Array.isArray(lines) ? lines.map((line) => sealed(ctx, child, line)) : lines,
    ]),
  );
}

function sealed(ctx: RequestContext, object: ModelObject, body: unknown): unknown {
  if (!isBody(body)) return body;
  return Object.fromEntries(
    Object.entries(body).map(([name, given]) => {
      const field = object.fields.get(object.aliases.get(name) ?? name);
      if (!field) return [name, given];
      const child = field.lines && ctx.model.objects.get(field.lines.object);
      return [name, child ? withSecretLines(ctx, child, given) : givenFor(ctx, field, given)];
    }),
  );
}

/** Bodies about to be judged, in which what goes into encrypted fields, those of line items too, is sealed as it is read. */
export async function withSecrets(
  ctx: RequestContext,
  object: ModelObject,
  bodies: readonly unknown[],
): Promise<readonly unknown[]> {
  if (!hasSecrets(ctx.model)) return bodies;
  await ctx.vault.ready();
  return bodies.map((body) => sealed(ctx, object, body));
}

/** What a record holds, with nothing in it that was written before its field was encrypted and is not sealed yet. */
export function allSealed(
  { model, vault }: RequestContext,
  object: ModelObject,
  values: Readonly<Record<string, WireValue>>,
): Readonly<Record<string, WireValue>> {
  if (!hasSecrets(model)) return values;
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const field = object.fields.get(name);
      const isOpen = field && isEncrypted(field) && typeof value === 'string' && !sealedParts(value);
      return [name, isOpen ? vault.keys().seal(field.id, value) : value];
    }),
  );
}

/** Finished JSON of an answer, with what it holds of encrypted fields opened for whom it goes to. */
export const answered = ({ model, vault }: RequestContext, json: string): Promise<string> =>
  hasSecrets(model) ? openAnswer(vault, json) : Promise.resolve(json);

/**
 * A value that something keeps of a field, opened: what was kept while the field was encrypted may be told after it is not,
 * and what was kept before is as it is.
 */
export async function openKept({ vault }: RequestContext, field: string, kept: unknown): Promise<unknown> {
  const parts = typeof kept === 'string' ? sealedParts(kept) : undefined;
  if (typeof kept !== 'string' || !parts) return kept;
  const known = await vault.ready();
  const keys = known.has(parts.key) ? known : await vault.renew();
  return keys.tryOpen(field, kept) ?? kept;
}
