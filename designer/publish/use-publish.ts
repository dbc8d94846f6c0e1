import { useState } from 'react';
import { isProblem } from '../../runtime-ui/api/problem.ts';
import { publishDraft, type Remedies } from '../api/metadata.ts';
import type { Plan } from '../api/types.ts';
import { useDraft } from '../draft/store.tsx';

/** What came of a publish. */
export interface Published {
  /** of what everybody works with now */
  readonly version: number;
  /** where steps fill or check records behind it */
  readonly publish: string | undefined;
  readonly milliseconds: number;
  readonly objects: readonly string[];
}

/** Publishing what a plan says. A plan that is out of date is made anew and shown again, never forced. */
export function usePublish(planAgain: () => Promise<unknown>) {
  const { reload } = useDraft();
  const [isBusy, setBusy] = useState(false);
  const [isStale, setStale] = useState(false);
  const [error, setError] = useState<unknown>();
  const [result, setResult] = useState<Published | null>(null);

  const start = async (plan: Plan, remedies: Remedies, objects: readonly string[]) => {
    setBusy(true);
    setError(undefined);
    setStale(false);
    const begun = performance.now();
    try {
      const answer = await publishDraft(plan.hash, remedies);
      const milliseconds = performance.now() - begun;
      const { version, publish } = answer;
      setResult({ version, publish, milliseconds, objects });
      await reload();
    } catch (refusal) {
      if (isProblem(refusal, 409)) {
        setStale(true);
        await planAgain();
      } else setError(refusal);
    } finally {
      setBusy(false);
    }
  };
  return { start, isBusy, isStale, error, result, forget: () => setResult(null) };
}
