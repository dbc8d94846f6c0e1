import { nearest, Problem, problemItem } from '../errors.ts';
import { type FunctionEntry, functionCatalogue, type Kind } from '../expression/index.ts';
import { countries, type FieldFacts, type FieldType, fieldTypes } from '../field-types/index.ts';
import { answerText, type Route } from '../route.ts';

/** What an entry takes on its left or as its first value. */
function takes({ takes: [first], among }: FunctionEntry, kind: Kind): boolean {
  if (first === 'any' || first === kind) return true;
  return first === 'same' && (among === undefined || among.includes(kind));
}

/** What a filter can ask of a value of this kind: operators and functions that give yes or no. */
const operatorsOf = (kind: Kind): string[] => {
  if (kind === 'encrypted') return ['==', '!=', 'in', 'has'];
  const asking = functionCatalogue().filter((entry) => entry.gives === 'bool' && takes(entry, kind));
  return [...new Set(asking.map(({ name }) => name))].filter((name) => !/^(&&|\|\||!)$/.test(name));
};

/** The facts of the field that a type's example describes. */
const exampleFacts = ({ example }: FieldType): FieldFacts => {
  const { 'x-field': settings, ...schema } = example;
  return { name: '', labels: settings.labels, settings, schema, options: [] };
};

/** How the part is typed that the bare name of a composite stands for: so are its bounds and its default. */
const bareWidget = (type: FieldType): string | undefined =>
  type.parts?.(exampleFacts(type)).find(({ name }) => name === type.bare)?.type.widget;

/** Of types made for one object: which, and whether a value is any number of its records. */
function onlyTarget({ targets, linksTo }: FieldType): { readonly pointsAt?: string; readonly isMany?: true } {
  const many = linksTo?.({});
  if (many !== undefined) return { pointsAt: many, isMany: true };
  const [one] = targets?.({ name: '', labels: {}, settings: {}, schema: {}, options: [] }) ?? [];
  return one === undefined ? {} : { pointsAt: one };
}

/** The data half of a field type: what a palette, a property form and a filter need to know of it. */
const describeType = (type: FieldType) => ({
  name: type.name,
  labels: type.labels,
  help: type.help,
  icon: type.icon,
  ...(type.group && { group: type.group }),
  kind: type.kind,
  ...(type.memberKind && { memberKind: type.memberKind }),
  widget: type.widget,
  ...(type.bare !== undefined && { bareWidget: bareWidget(type) }),
  settings: type.settings,
  words: type.words,
  example: type.example,
  operators: operatorsOf(type.kind),
  offered: type.offered !== false,
  unique: type.unique === true,
  ...(type.classification && { classification: type.classification }),
  hasOptions: type.hasOptions === true,
  hasStages: type.hasStages === true,
  isRelation: type.targets !== undefined || type.linksTo !== undefined,
  ...onlyTarget(type),
  engineWritten: type.engineWritten === true,
  isPersonal: type.personal !== undefined,
  convertFrom: type.convertFrom ?? [],
});

/** The catalogues by name, each written out once: what they hold changes with the code only. */
const CATALOGUES: ReadonlyMap<string, () => readonly unknown[]> = new Map<string, () => readonly unknown[]>([
  ['field-types', () => fieldTypes().map(describeType)],
  ['functions', functionCatalogue],
  ['countries', countries],
]);

const texts = new Map<string, string>();

function textOf(name: string): string {
  const catalogue = CATALOGUES.get(name);
  if (!catalogue) {
    const suggestion = nearest(name.slice(0, 80), CATALOGUES.keys());
    const item = problemItem('', 'request.not_found', {}, suggestion);
    throw new Problem('request.not_found', {}, suggestion === undefined ? [] : [item]);
  }
  const text = texts.get(name) ?? JSON.stringify({ entries: catalogue() });
  texts.set(name, text);
  return text;
}

export const catalogueRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/api/catalogue/:name',
    isForPortal: true,
    reads: 'nothing',
    answers: 'what the engine itself can do; nothing of the workspace',
    handler: async ({ params }) => answerText(textOf(params.name!)),
  },
];
