import type { FieldTypeInfo } from '../api/types.ts';
import { type Body, type Documents, type MetaDocument, objectDocument, ofKind } from '../draft/documents.ts';
import { canMask } from '../draft/field.ts';
import { fieldRightIn, type GrantAddress, isImplied, isNamedIn, linesOf, scopeIn } from '../draft/grants.ts';
import { factsOf, fieldsOf, systemFields } from '../draft/object.ts';
import {
  ACTIONS,
  EVERY_OBJECT,
  FIELD_ACTIONS,
  FIELD_RIGHTS,
  NONE,
  OTHER_FIELDS,
  PORTAL_ACTIONS,
  scopesOf,
} from '../draft/role-words.ts';
import type { GridCell, GridRow } from './grid.ts';

/** An object of the matrix; without a document it is every one that is not the engine's own. */
export interface MatrixObject {
  readonly name: string;
  readonly document: MetaDocument | undefined;
}

/** The objects that rights can be given over: every one first, then the admins' own, then the engine's. */
export function matrixObjects(documents: Documents): readonly MatrixObject[] {
  const objects = ofKind(documents, 'object').filter((one) => !factsOf(one).isArchived);
  const place = (one: MetaDocument) => Number(factsOf(one).isSystem);
  const named = [...objects].sort((a, b) => place(a) - place(b));
  return [
    { name: EVERY_OBJECT, document: undefined },
    ...named.map((document) => ({ name: document.key, document })),
  ];
}

/** The relation by which the rights over an object follow another's: then that one's rows decide. */
export function followedBy(documents: Documents, object: string): string | undefined {
  const stated = objectDocument(documents, object)?.body['x-object']?.accessFrom;
  if (typeof stated === 'string') return stated;
  for (const { body } of ofKind(documents, 'object')) {
    for (const property of Object.values<Body>(body.properties ?? {})) {
      const lines = property['x-field']?.lineItems;
      if (lines?.target === object) return lines.via;
    }
  }
  return undefined;
}

/** Fields whose rights can be given one by one, with the rights that each can have. */
interface MatrixField {
  readonly name: string;
  readonly rights: readonly string[];
}

function fieldsOver(
  document: MetaDocument | undefined,
  types: readonly FieldTypeInfo[],
): readonly MatrixField[] {
  const plain = FIELD_RIGHTS.filter((right) => right !== 'masked');
  const masked = new Set(types.filter(canMask).map(({ name }) => name));
  if (!document) return [{ name: OTHER_FIELDS, rights: plain }];
  return [
    { name: OTHER_FIELDS, rights: plain },
    ...fieldsOf(document)
      .filter(({ isArchived }) => !isArchived)
      .map(({ name, type }) => ({ name, rights: masked.has(type) ? FIELD_RIGHTS : plain })),
    ...systemFields(document).map(({ name }) => ({ name, rights: plain })),
  ];
}

/** In place of a scope: the record decides that this one belongs to. */
export const FROM_PARENT = 'parent';

export interface Matrix {
  /** the role as drafted and as published */
  readonly body: Body;
  readonly before: Body;
  readonly documents: Documents;
  readonly types: readonly FieldTypeInfo[];
  /** lines whose fields show, by key of their rows */
  readonly open: ReadonlySet<string>;
}

export const lineKey = (object: string, line: number): string => `${object}/${line}`;

/** The rows of an object: its grants, and the fields of those that are open. */
export function rowsOver(matrix: Matrix, { name, document }: MatrixObject): readonly GridRow[] {
  const { body, before, documents, types, open } = matrix;
  const lines = linesOf(body, name);
  const isOwn = document !== undefined && !factsOf(document).isSystem;
  const everywhere = isOwn ? linesOf(body, EVERY_OBJECT) : [];
  const isFollowing = document !== undefined && followedBy(documents, name) !== undefined;
  const isPortal = body.portal === true;
  const isInside = isPortal && !isOwn;
  const lineRow = (line: number): GridRow => {
    const grant = lines[line];
    const was = linesOf(before, name)[line];
    const cells = ACTIONS.map((action): GridCell => {
      // what comes along for colleagues does not for users of the portal
      const isWithheld = isPortal && !PORTAL_ACTIONS.includes(action);
      const value = isWithheld ? NONE : scopeIn(grant, action);
      const implied = !isWithheld && isImplied(grant, action);
      const elsewhere = everywhere.map((one) => scopeIn(one, action)).find((scope) => scope !== NONE);
      return {
        address: { object: name, line, action },
        value,
        options: isFollowing ? [] : isInside ? [NONE] : scopesOf(action, isPortal),
        inherited: isFollowing ? FROM_PARENT : implied ? value : isPortal ? undefined : elsewhere,
        isImplied: implied,
        isChanged: value !== scopeIn(was, action) || (was?.where ?? '') !== (grant?.where ?? ''),
      };
    });
    return { key: lineKey(name, line), object: name, line, cells, lines: lines.length };
  };
  const fieldRow = (line: number, { name: field, rights }: MatrixField): GridRow => {
    const grant = lines[line];
    const value = fieldRightIn(grant, field);
    const address: GrantAddress = { object: name, line, field };
    const cell: GridCell = {
      address,
      value,
      options: rights,
      inherited: field !== OTHER_FIELDS && !isNamedIn(grant, field) ? value : undefined,
      isChanged: value !== fieldRightIn(linesOf(before, name)[line], field),
      beside: besideOf(lines, line, field, value),
    };
    return { key: `${lineKey(name, line)}/${field}`, object: name, line, field, cells: [cell] };
  };
  const numbers = lines.length === 0 ? [0] : lines.map((_, line) => line);
  return numbers.flatMap((line) => [
    lineRow(line),
    ...(open.has(lineKey(name, line)) && (lines[line] || isFollowing)
      ? fieldsOver(document, types).map((field) => fieldRow(line, field))
      : []),
  ]);
}

/** The actions of a grant that fields matter for. */
export const fieldActionsOf = (grant: Body | undefined): readonly string[] =>
  FIELD_ACTIONS.filter((action) => scopeIn(grant, action) !== NONE);

/** What the other grants over an object say otherwise of a field: all of them add up. */
const besideOf = (lines: readonly Body[], line: number, field: string, value: string): GridCell['beside'] =>
  lines.flatMap((grant, at) => {
    const right = fieldRightIn(grant, field);
    const actions = fieldActionsOf(grant);
    return at === line || right === value || actions.length === 0 ? [] : [{ right, actions }];
  });

/** Whether a grant says the same of rows and fields as before. */
export const isChangedOver = ({ body, before }: Pick<Matrix, 'body' | 'before'>, object: string): boolean =>
  JSON.stringify(linesOf(body, object)) !== JSON.stringify(linesOf(before, object));
