import { type Schema, Validator } from '@cfworker/json-schema';
import {
  createErrorHandler,
  type ErrorSchema,
  type RJSFValidationError,
  toErrorSchema,
  unwrapErrorHandler,
  type ValidatorType,
} from '@rjsf/utils';

/** One fault of a value against its schema. */
interface Fault {
  readonly path: string;
  readonly keyword: string;
  readonly message: string;
}

/** Says a fault in the language of the page. */
export type Explain = (fault: { keyword: string; schema: any; field: string }) => string;

/** Keywords that only say "something inside failed". */
const FRAMES = new Set([
  'properties',
  'items',
  'prefixItems',
  'allOf',
  '$ref',
  'if',
  'then',
  'dependentSchemas',
]);

function faultsOf(schema: unknown, data: unknown): Fault[] {
  const { errors } = new Validator(schema as Schema, '2020-12', false).validate(data ?? null);
  return errors
    .filter(({ keyword }) => !FRAMES.has(keyword))
    .map(({ keyword, instanceLocation, error }) => {
      const missing = keyword === 'required' ? /"([^"]+)"/.exec(error)?.[1] : undefined;
      const path = instanceLocation.replace(/^#/, '') + (missing === undefined ? '' : `/${missing}`);
      return { path, keyword, message: error };
    });
}

const propertySchema = (schema: any, path: readonly string[]): any =>
  path.reduce((at, part) => at?.properties?.[part] ?? at?.items ?? at, schema);

/**
 * JSON Schema without `eval`, so that it works under a strict Content-Security-Policy. Empty members
 * count as absent: rjsf clears an input to undefined, the form keeps null for "no value".
 */
export function createValidator(explain: Explain): ValidatorType {
  const present = (data: any): any =>
    data !== null && typeof data === 'object' && !Array.isArray(data)
      ? Object.fromEntries(
          Object.entries(data).filter(([, value]) => value !== null && value !== undefined && value !== ''),
        )
      : data;
  return {
    isValid: (schema, data, root) => {
      try {
        const whole = root && typeof schema === 'object' ? { ...schema, $defs: (root as any).$defs } : schema;
        return faultsOf(whole, present(data)).length === 0;
      } catch {
        return false;
      }
    },
    rawValidation: (schema, data) => ({ errors: faultsOf(schema, present(data)) as any[] }),
    validateFormData: (data, schema, customValidate, transformErrors, uiSchema) => {
      const raw: RJSFValidationError[] = faultsOf(schema, present(data)).map(({ path, keyword }) => {
        const parts = path.split('/').filter(Boolean);
        const at = propertySchema(schema, parts);
        const message = explain({ keyword, schema: at, field: at?.title ?? parts.at(-1) ?? '' });
        return { name: keyword, property: `.${parts.join('.')}`, message, stack: message };
      });
      const errors = transformErrors ? transformErrors(raw, uiSchema) : raw;
      let errorSchema: ErrorSchema = toErrorSchema(errors);
      if (customValidate) {
        const own = unwrapErrorHandler(
          customValidate(data, createErrorHandler(data ?? {}), uiSchema, errorSchema),
        );
        errorSchema = { ...errorSchema, ...own };
      }
      return { errors, errorSchema };
    },
  };
}
