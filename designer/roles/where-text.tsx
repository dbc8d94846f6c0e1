import { useMemo } from 'react';
import { inWords } from '../expressions/in-words.ts';
import { useScope } from '../expressions/queries.ts';
import { useTexts } from '../i18n/index.ts';
import { toRule } from '../rules/rule-text.ts';
import { useSentence } from '../rules/use-conditions.ts';

/** How a condition over records of an object reads. */
export function useWhereText(object: string): (source: string) => string {
  const { label } = useTexts();
  const { scope } = useScope({ object, home: object, scope: 'record' });
  const sentence = useSentence(scope);
  return useMemo(
    () => (source) => {
      const read = toRule(source);
      if (read.ok) return sentence(read.group);
      return scope ? inWords(source, scope, label) : source;
    },
    [scope, sentence, label],
  );
}

/** A condition in a sentence. */
export function WhereText({ object, source }: { object: string; source: string }) {
  return <>{useWhereText(object)(source)}</>;
}
