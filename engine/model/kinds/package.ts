import schema from '../../../schemas/package.schema.json' with { type: 'json' };
import { type Document, ENGINE_PACKAGE } from '../document.ts';
import type { ModelPackage } from '../model.ts';
import { defineKind, keyByName } from './define-kind.ts';

/** The manifest of a package: the folder that it stands in is one. */
export const packageKind = defineKind({
  name: 'package',
  labels: { en: 'package', 'zh-CN': '安装包' },
  prefix: 'pkg',
  file: 'package.guanxi.json',
  schema,
  keyOf: keyByName,
  parts: () => [],
  check: ({ body }, report) => {
    if (body.name === ENGINE_PACKAGE) report(['name'], 'document.name_reserved', { name: body.name });
  },
});

export const resolvePackage = ({ body }: Document): ModelPackage =>
  Object.freeze({
    name: body.name,
    version: body.version,
    labels: body.labels,
    requires: body.requires ?? {},
    languages: body.languages ?? [],
  });
