import type { Access, ObjectAccess } from '../access/index.ts';
import { checkExpression } from '../expression/index.ts';
import { filterScope } from './scope.ts';

/** Whether the actor may filter an object by `source`: it is an expression, and over what they read. */
export const isApplicable = (access: Access, object: ObjectAccess, source: string): boolean =>
  checkExpression(source, filterScope(access, object), { returns: 'bool' }).ok;
