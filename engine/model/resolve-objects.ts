import { fieldType, type Option } from '../field-types/index.ts';
import { type Body, type Documents, documentsOf } from './document.ts';
import { withFollows } from './follows.ts';
import { layoutOrder, resolveLayout } from './kinds/layout.ts';
import { resolveObject, stageOptions } from './kinds/object-model.ts';
import { resolveOptionSet, resolveOptions } from './kinds/option-set.ts';
import { pipelineOrder, resolvePipeline } from './kinds/pipeline.ts';
import { withLinks } from './links.ts';
import type { ModelObject } from './model.ts';
import { namesIn } from './model-names.ts';
import type { Alias } from './store.ts';
import { typesAround } from './value-facts.ts';

/** Documents of a kind by the object under which they live. */
const underObjects = (documents: Documents, kind: 'pipeline' | 'layout', order: typeof pipelineOrder) =>
  Map.groupBy(documentsOf(documents, kind).sort(order), ({ body }): string => body.object);

/** Whether an object has the field and it is in use, by what documents say. */
function liveFields(documents: Documents): (object: string, field: string) => boolean {
  return (object, field) => {
    const body = documents.get(`object/${object}`)?.body;
    if (!body || body['x-object'].archived === true) return false;
    const property = Object.hasOwn(body.properties ?? {}, field) ? body.properties[field] : undefined;
    // system fields and parts of a stage are no properties
    return property?.['x-field']?.archived !== true;
  };
}

/** The objects as their documents say, expressions not bound yet; archived ones included. */
export function resolveObjects(
  documents: Documents,
  physical: ReadonlyMap<string, string>,
  aliases: readonly Alias[],
): ModelObject[] {
  const pipelines = underObjects(documents, 'pipeline', pipelineOrder);
  const layouts = underObjects(documents, 'layout', layoutOrder);
  const optionSets = new Map(
    documentsOf(documents, 'option-set').map((document) => [document.key, resolveOptionSet(document)]),
  );
  const names = namesIn(documents, aliases);
  const pipelinesOf = (object: string) => (pipelines.get(object) ?? []).map(resolvePipeline);
  const optionsOf = (object: string, { 'x-field': field }: Body): readonly Option[] => {
    const type = fieldType(field.type);
    if (type?.hasStages) return stageOptions(pipelinesOf(object));
    if (!type?.hasOptions) return [];
    const given = type.givenOptions?.(field, { own: object, objects: names() });
    if (given) return given;
    if (field.optionSet !== undefined) return optionSets.get(field.optionSet) ?? [];
    return resolveOptions(field.options, field.package ?? documents.get(`object/${object}`)!.package);
  };
  const around = typesAround(documents, optionsOf);
  const isLive = liveFields(documents);
  const fieldAliases = Map.groupBy(
    aliases.filter(({ kind }) => kind === 'field'),
    ({ parentId }) => parentId,
  );
  const objects = documentsOf(documents, 'object').map((document) =>
    resolveObject(document, {
      physical,
      types: around(document.key),
      optionsOf: (property) => optionsOf(document.key, property),
      pipelines: pipelinesOf(document.key),
      layouts: (layouts.get(document.key) ?? []).map((layout) => resolveLayout(layout, isLive)),
      aliases: new Map((fieldAliases.get(document.id) ?? []).map(({ oldName, id }) => [oldName, id])),
    }),
  );
  return withFollows(withLinks(objects), documents);
}
