import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { later } from '../shell/later.tsx';
import type { Wanted } from './inline-create.tsx';
import { type MakeRecord, MakeRecordContext } from './make-record.ts';

const InlineCreate = later(async () => ({ default: (await import('./inline-create.tsx')).InlineCreate }));

/** Where records are made that forms want: each over the form that wants it, one over the other. */
export function Making({ children }: { children: ReactNode }) {
  const [wanted, setWanted] = useState<readonly (Wanted & { readonly key: number })[]>([]);
  const count = useRef(0);
  // told when a form is gone: until then it has the focus
  const settled = useRef<(() => void)[]>([]);
  useEffect(() => {
    for (const settle of settled.current.splice(0)) settle();
  });
  const make = useCallback<MakeRecord>(
    (object, title, values) =>
      new Promise((done) => {
        const key = ++count.current;
        const onMade = (id: string | undefined) => {
          settled.current.push(() => done(id));
          setWanted((all) => all.filter((one) => one.key !== key));
        };
        setWanted((all) => [...all, { key, object, title, values, onMade }]);
      }),
    [],
  );
  return (
    <MakeRecordContext value={make}>
      {children}
      {wanted.map((one) => (
        <InlineCreate key={one.key} wanted={one} />
      ))}
    </MakeRecordContext>
  );
}
