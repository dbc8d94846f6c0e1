import type { Scope, ScopeMember, ScopeRecord } from './scope.ts';

/** A member as plain data: what a dot leads to is a place in `records`. */
export interface DescribedMember extends Omit<ScopeMember, 'record'> {
  readonly record?: number;
}

export interface DescribedRecord {
  /** API name of the object whose record it is, where it is one */
  readonly object?: string;
  readonly members: readonly DescribedMember[];
}

/** Everything that the names of an expression stand for, as data: an editor checks against it as the engine does. */
export interface DescribedScope {
  readonly records: readonly DescribedRecord[];
  /** place of the record itself */
  readonly record: number;
  /** places of `user`, `old`… */
  readonly variables: Readonly<Record<string, number>>;
  /** false: there were more records than could be told, and some dots lead to nothing here */
  readonly isWhole: boolean;
}

/** Records are told up to so many members. */
const MOST_MEMBERS = 20_000;

/** A scope as data. Records that are near are told first, each once. */
export function describeScope({ record, variables }: Scope, most = MOST_MEMBERS): DescribedScope {
  const places = new Map<ScopeRecord, number>();
  const queue: ScopeRecord[] = [];
  let told = 0;
  let isWhole = true;
  const placeOf = (one: ScopeRecord): number | undefined => {
    const known = places.get(one);
    if (known !== undefined) return known;
    if (told >= most) {
      isWhole = false;
      return undefined;
    }
    places.set(one, queue.length);
    return queue.push(one) - 1;
  };
  const memberOf = ({ record: behind, ...member }: ScopeMember): DescribedMember => {
    const place = behind && placeOf(behind());
    return { ...member, ...(place !== undefined && { record: place }) };
  };
  const root = placeOf(record)!;
  const named = [...variables].map(([name, one]) => [name, placeOf(one)!] as const);
  const records: DescribedRecord[] = [];
  for (let next = queue[0]; next; next = queue[records.length]) {
    const members = [...next.names()]
      .map((name) => next!.member(name))
      .filter((member) => member !== undefined);
    told += members.length;
    records.push({
      ...(next.object !== undefined && { object: next.object }),
      members: members.map(memberOf),
    });
  }
  return { records, record: root, variables: Object.fromEntries(named), isWhole };
}

/** The scope that a description tells of. */
export function describedScope({ records, record, variables }: DescribedScope): Scope {
  const made = records.map(({ object, members }): ScopeRecord => {
    const named = new Map(
      members.map(({ record: place, ...member }): [string, ScopeMember] => [
        member.name,
        { ...member, ...(place !== undefined && { record: () => made[place]! }) },
      ]),
    );
    return {
      ...(object !== undefined && { object }),
      member: (name) => named.get(name),
      names: () => named.keys(),
    };
  });
  return {
    record: made[record]!,
    variables: new Map(Object.entries(variables).map(([name, place]) => [name, made[place]!])),
  };
}
