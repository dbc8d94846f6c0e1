import { objectBody, type TestDocuments } from '../../support/workspace-of.ts';
import { textOf } from './conditions.ts';
import { labels, type Objects, STAGES } from './random-objects.ts';
import { isGranted, type Specification } from './specification.ts';

/** The objects as documents, with the pipelines of those that have stages. */
export function objectDocuments(objects: Objects): TestDocuments {
  const granted = [...objects.values()].filter(isGranted);
  const staged = granted.filter(({ fields }) => fields.has('stage'));
  return Object.fromEntries([
    ...granted.map(({ name, shorts, head }) => [
      `object/${name}`,
      objectBody(name, Object.fromEntries(shorts), { head }),
    ]),
    ...staged.map(({ name }) => [
      `pipeline/${name}.ways`,
      {
        ...{ name: 'ways', object: name, labels: labels('ways') },
        stages: STAGES.map(([stage, kind]) => ({ name: stage, labels: labels(stage), kind })),
      },
    ]),
  ]);
}

/** Roles and rules as documents. */
export function rightsDocuments({ roles, sharing, restrictions }: Specification): TestDocuments {
  const head = (name: string) => ({ name, labels: labels(name) });
  return Object.fromEntries([
    ['role/keeper', { ...head('keeper'), admin: ['people'], grants: [] }],
    ...[...roles.values()].map(({ name, portal, grants }) => [
      `role/${name}`,
      {
        ...head(name),
        ...(portal && { portal }),
        grants: grants.map(({ where, ...grant }) => ({ ...grant, ...(where && { where: textOf(where) }) })),
      },
    ]),
    ...sharing.map(({ name, where, ...rule }) => [
      `sharing-rule/${rule.object}.${name}`,
      { ...head(name), ...rule, where: textOf(where) },
    ]),
    ...restrictions.map(({ name, allow, ...rule }) => [
      `restriction-rule/${rule.object}.${name}`,
      { ...head(name), ...rule, allow: textOf(allow) },
    ]),
  ]);
}
