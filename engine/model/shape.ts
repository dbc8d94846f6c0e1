import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import localize from 'ajv-i18n/localize/zh/index.js';
import { messageOf, nearest, type ProblemItem } from '../errors.ts';
import { type JsonSchema, quoted, SCHEMA_KEYWORDS } from '../field-types/index.ts';
import { LIMITS } from '../limits.ts';
import { type Body, type Document, isBody } from './document.ts';
import { ID } from './ids.ts';
import { kindOf } from './kinds/index.ts';
import { propertiesOf } from './kinds/object.ts';
import { NAME, nameFrom } from './names.ts';
import { typedProperty, typeOf } from './property.ts';
import { type Path, placeIn, type Report, reportOn, stepsOf } from './report.ts';

/** Enough to see what is wrong with a document; the rest shows when these are mended. */
const MOST_PROBLEMS = 200;

const ajv = new Ajv2020({
  strict: true,
  strictRequired: false,
  allErrors: true,
  verbose: true,
  ownProperties: true,
  allowUnionTypes: true,
  // user-written patterns never come here: these are the engine's own schemas
  unicodeRegExp: true,
});
addFormats.default(ajv);
ajv.addVocabulary([...SCHEMA_KEYWORDS, 'x-typed', 'x-all']);

const validators = new Map<JsonSchema, ValidateFunction>();

/** Compiled when it is first needed: the schemas are the engine's own and never change. */
function validatorOf(schema: JsonSchema): ValidateFunction {
  let validator = validators.get(schema);
  if (!validator) {
    validator = ajv.compile(schema);
    validators.set(schema, validator);
  }
  return validator;
}

/** What stands at a path of a body. */
const valueAt = (body: unknown, path: Path): any =>
  path.reduce<any>(
    (value, step) => (typeof value === 'object' && value !== null ? value[step] : undefined),
    body,
  );

const short = (word: string): string => [...word].slice(0, LIMITS.nameLength).join('');

/** The word that could be meant; one of `x-field` that stands beside it belongs inside. */
function wordMeant(word: string, schema: unknown): string | undefined {
  const properties: Body = isBody(schema) && isBody(schema.properties) ? schema.properties : {};
  const inside: Body = properties['x-field']?.properties ?? {};
  if (Object.hasOwn(inside, word)) return `x-field/${word}`;
  return nearest(short(word), Object.keys(properties));
}

/** A name that could be meant: of the English label where what was written gives none. */
function nameMeant(given: string, beside: unknown): string | undefined {
  const labels = isBody(beside) ? (beside['x-field']?.labels ?? beside.labels) : undefined;
  const english = isBody(labels) ? labels.en : undefined;
  return nameFrom(given) ?? (typeof english === 'string' ? nameFrom(english) : undefined);
}

/** Reports a text that does not have the form that is asked for. */
function reportPattern(path: Path, given: string, pattern: string, beside: unknown, report: Report): void {
  if (pattern === NAME.source && given.length > LIMITS.nameLength) {
    const params = { given: quoted(given), length: given.length, limit: LIMITS.nameLength };
    report(path, 'document.name_long', params, nameMeant(given, beside));
  } else if (pattern === NAME.source) {
    report(path, 'document.name', { given: quoted(given) }, nameMeant(given, beside));
  } else if (pattern === ID.source) {
    report(path, 'document.id', { given: quoted(given) });
  } else {
    report(path, 'document.pattern', { given: quoted(given), pattern });
  }
}

type Wording = (error: ErrorObject, path: Path, report: Report, body: unknown) => void;

/** What ajv's keywords found, said in words of ours. */
const WORDINGS: Readonly<Record<string, Wording>> = {
  additionalProperties: ({ params, parentSchema }, path, report) => {
    const word: string = params.additionalProperty;
    report([...path, word], 'document.word', { word: quoted(word) }, wordMeant(word, parentSchema));
  },
  required: ({ params }, path, report) => {
    const word: string = params.missingProperty;
    report([...path, word], 'document.missing', { word });
  },
  type: ({ params, data }, path, report) => {
    const expected = Array.isArray(params.type) ? params.type.join(' | ') : params.type;
    report(path, 'document.type', { given: quoted(data), expected });
  },
  enum: ({ params, data }, path, report) => {
    const allowed: readonly string[] = params.allowedValues;
    const near = typeof data === 'string' ? nearest(short(data), allowed) : undefined;
    report(path, 'document.value', { given: quoted(data), expected: allowed.join(' | ') }, near);
  },
  const: ({ params, data }, path, report) =>
    report(path, 'document.value', { given: quoted(data), expected: String(params.allowedValue) }),
  pattern: ({ params, data, propertyName }, path, report, body) => {
    const at = propertyName === undefined ? path : [...path, propertyName];
    const beside = propertyName === undefined ? valueAt(body, path.slice(0, -1)) : valueAt(body, at);
    reportPattern(at, propertyName ?? String(data), params.pattern, beside, report);
  },
  minProperties: (_error, path, report) => report(path, 'document.label'),
  // what these found stands in errors of its own
  if: () => {},
  propertyNames: () => {},
};

// the package's types describe an ES module; it is none, so Node gives the function itself
const localizeZh = localize as unknown as (errors: ErrorObject[]) => void;

/** Problems that have no wording of ours: ajv's own message in both languages. */
function otherProblem(error: ErrorObject, place: string): ProblemItem {
  const copy = { ...error };
  localizeZh([copy]);
  const inLanguage = (locale: string, reason = ''): string =>
    messageOf('document.invalid', { reason })[locale]!;
  return {
    path: place,
    code: 'document.invalid',
    message: { en: inLanguage('en', error.message), 'zh-CN': inLanguage('zh-CN', copy.message) },
  };
}

/**
 * What is wrong with the shape of a document, in two plain steps: the frame of its kind, then for each
 * field of an object the words of its type, so that an error names one type.
 */
export function checkShape(kind: Document['kind'], body: Body, file: string): ProblemItem[] {
  const { problems, report } = reportOn(file);
  const add = (errors: readonly ErrorObject[] | null | undefined, prefix: Path): void => {
    for (const error of (errors ?? []).slice(0, MOST_PROBLEMS)) {
      const path = [...prefix, ...stepsOf(error.instancePath)];
      const word = WORDINGS[error.keyword];
      if (word) word(error, path, report, body);
      else problems.push(otherProblem(error, placeIn(file, path)));
    }
  };
  const typed = new Map(
    (kind === 'object' ? propertiesOf(body) : []).flatMap(([name, property]) => {
      const type = typeOf(property);
      return type ? [[name, { type, property }] as const] : [];
    }),
  );
  const isTyped = ({ instancePath }: ErrorObject): boolean => {
    const [first, name] = stepsOf(instancePath);
    return kind === 'object' && first === 'properties' && name !== undefined && typed.has(name);
  };
  const isFramed = validatorOf(kindOf({ kind }).schema);
  if (!isFramed(body))
    add(
      isFramed.errors?.filter((error) => !isTyped(error)),
      [],
    );
  for (const [name, { type, property }] of typed) {
    const isProperty = validatorOf(typedProperty(type));
    if (!isProperty(property)) add(isProperty.errors, ['properties', name]);
  }
  return problems.slice(0, MOST_PROBLEMS);
}
