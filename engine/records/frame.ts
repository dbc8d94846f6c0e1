import type { Access, ActorAttribute, ObjectAccess, RowScopes } from '../access/index.ts';
import { qualified } from '../db/names.ts';
import type { CheckedExpression } from '../expression/index.ts';
import type { Model, ModelObject } from '../model/model.ts';
import type { Binder } from './binder.ts';
import type { Member } from './members.ts';

export const tableOf = (model: Model, object: ModelObject): string => qualified(model.schema, object.table);

/** A table of the engine in the workspace: `_stage`, `_audit`… */
export const systemTable = (model: Model, name: string): string => qualified(model.schema, name);

/** A row of an object inside a statement. */
export interface Row {
  readonly access: ObjectAccess;
  readonly alias: string;
}

/**
 * The FROM of a statement while it is built: the row itself and what it is joined to. Joins go through
 * the rights over the target, so a record that the actor may not see reads as null.
 */
export interface Frame {
  readonly model: Model;
  readonly access: Access;
  readonly row: Row;
  readonly joins: readonly string[];
  /** columns of the row itself that the statement reads */
  readonly columns: ReadonlySet<string>;
  /** false where nothing can be joined (RETURNING): what needs it is a sub-select of its own */
  readonly canJoin: boolean;
  /** whether the row itself lies in the bin: what it points at may lie there too, whatever the relation says */
  readonly isBinned: boolean;
  column(row: Row, name: string): string;
  actor(attribute: ActorAttribute): string;
  moving: Binder['moving'];
  readonly sensitive: Binder['sensitive'];
  /** a condition over a row of the statement, asked once for each */
  held(sql: string): string;
  /** the row that a relation of `row` points at */
  joined(row: Row, member: Member): Row | undefined;
  /** alias of what is searched of the row itself, null where nothing is kept of it yet */
  searched(): string;
  /** alias of the attributes of the stage of `row` */
  joinedStage(row: Row, member: Member): string;
  /** conditions for a row that is not in the bin, or is, and may be read */
  live(row: Row, isDeleted?: boolean): string[];
  /** whether a row lies in scopes; undefined where each does */
  scope(row: Row, scopes: RowScopes, once?: (sql: string) => string): string | undefined;
  /** an expression over a row, with the rights of the frame */
  worked(row: Row, expression: CheckedExpression): string;
  /** the frame of a sub-select over another row, with the same rights and values */
  inside(row: Row, options?: FrameOptions): Frame;
}

export interface FrameOptions {
  /** of the names of joined rows */
  readonly prefix?: string;
  readonly canJoin?: boolean;
  readonly isBinned?: boolean;
}

/** What a frame binds values with. */
export type FrameBinding = Pick<Binder, 'actor' | 'moving' | 'sensitive'>;

/** The same for what is read with the rights of somebody else, and shown to nobody. */
export const unseen = ({ actor, moving }: FrameBinding): FrameBinding => ({
  actor,
  moving,
  sensitive: new Map(),
});

/** SQL of a value that is read beside rows of its own. */
export const besideSql = (sql: string, joins: readonly string[]): string =>
  joins.length === 0 ? sql : `(SELECT ${sql} FROM (VALUES (1)) one ${joins.join(' ')})`;
