/** What has two ends. */
interface Pair {
  readonly a: string;
  readonly b: string;
}

/** Pairs that hang together, in the order in which each was met first. */
export function groupsOf<T extends Pair>(pairs: readonly T[]): readonly (readonly T[])[] {
  const above = new Map<string, string>();
  const headOf = (id: string): string => {
    let head = id;
    for (let next = above.get(head); next !== undefined; next = above.get(head)) head = next;
    // the way is shortened for whoever asks next
    for (let at = id; at !== head; ) {
      const next = above.get(at)!;
      above.set(at, head);
      at = next;
    }
    return head;
  };
  for (const { a, b } of pairs) {
    const [one, other] = [headOf(a), headOf(b)];
    if (one !== other) above.set(other, one);
  }
  return [...Map.groupBy(pairs, ({ a }) => headOf(a)).values()];
}
