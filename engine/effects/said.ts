import type { RequestContext } from '../context.ts';
import type { Labels } from '../errors.ts';
import type { Model } from '../model/model.ts';
import type { People } from '../people/index.ts';
import { titlesOfRecords } from '../records/index.ts';
import { effectsOf, type ObjectEffect, type RoleEffect, type RowsEffect } from './effects.ts';
import { actionLines, adminLines, fieldLines, moreLine, rowLines } from './words.ts';

/** Users that are named with what they gain and lose; of the others it is said how many there are. */
const NAMED = 20;

export interface SaidRows {
  readonly action: string;
  /** users of whom it is known that they gain or lose */
  readonly users: number;
  readonly unknown: number;
  readonly people: readonly {
    readonly user: string;
    /** where the caller may know it */
    readonly name?: string;
    readonly gained: number;
    readonly lost: number;
  }[];
}

export interface SaidObject {
  readonly object: string;
  readonly labels: Labels;
  readonly gained: readonly string[];
  readonly lost: readonly string[];
  readonly fields: readonly { readonly field: string; readonly from: string; readonly to: string }[];
  readonly rows: readonly SaidRows[];
  /** all of that in sentences */
  readonly lines: readonly Labels[];
}

export interface SaidRoles {
  readonly roles: readonly { readonly name: string; readonly labels: Labels }[];
  /** of users of the portal: the object whose records they are bound to */
  readonly portal?: { readonly object: string; readonly labels: Labels };
  readonly users: number;
  readonly admin: { readonly gained: readonly string[]; readonly lost: readonly string[] };
  readonly lines: readonly Labels[];
  readonly objects: readonly SaidObject[];
}

/** Who gains and who loses what, as data and in sentences. */
export interface SaidEffects {
  readonly roles: readonly SaidRoles[];
  /** what was not looked at */
  readonly lines: readonly Labels[];
}

type Names = ReadonlyMap<string, string | null>;

function saidRows({ action, users, unknown }: RowsEffect, names: Names): SaidRows {
  const people = users.slice(0, NAMED).map((one) => {
    const name = names.get(one.user);
    return { ...one, ...(typeof name === 'string' && { name }) };
  });
  return { action, users: users.length, unknown, people };
}

function saidObject(effect: ObjectEffect, names: Names): SaidObject {
  const { after, gained, lost, fields, effects } = effect;
  return {
    object: after.name,
    labels: after.labels,
    gained,
    lost,
    fields,
    rows: effects.map((one) => saidRows(one, names)),
    lines: [...actionLines(effect), ...effects.flatMap((one) => rowLines(one, names)), ...fieldLines(effect)],
  };
}

function saidRoles(
  models: readonly Model[],
  names: Names,
  { roles, portal, users, change, objects }: RoleEffect,
): SaidRoles {
  const labelsOf = (name: string): Labels =>
    models.map((model) => model.roles.get(name)?.labels).find(Boolean) ?? { en: name, 'zh-CN': name };
  const { adminGained, adminLost } = change;
  const home =
    portal === undefined ? undefined : models.map((one) => one.objectsById.get(portal)).find(Boolean);
  return {
    roles: roles.map((name) => ({ name, labels: labelsOf(name) })),
    ...(home && { portal: { object: home.name, labels: home.labels } }),
    users: users.length,
    admin: { gained: adminGained, lost: adminLost },
    lines: adminLines(change),
    objects: objects.map((one) => saidObject(one, names)),
  };
}

/** What publishing `after` does to people, told as far as the caller may know of them. */
export async function saidEffects(ctx: RequestContext, people: People, after: Model): Promise<SaidEffects> {
  const { roles, more } = await effectsOf(ctx, people, after);
  const named = roles.flatMap(({ objects }) =>
    objects.flatMap(({ effects }) =>
      effects.flatMap(({ users }) => users.slice(0, NAMED).map(({ user }) => user)),
    ),
  );
  const names = await titlesOfRecords(ctx, 'user', [...new Set(named)]);
  return {
    roles: roles.map((one) => saidRoles([after, ctx.model], names, one)),
    lines: more > 0 ? [moreLine(more)] : [],
  };
}
