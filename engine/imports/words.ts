import { type Labels, messageOf, type ProblemCode, type ProblemParams } from '../errors.ts';
import type { CellProblem } from '../field-types/index.ts';

/** What two spellings of one name have in common: neither case, width nor surrounding space counts. */
export const folded = (text: string): string => text.normalize('NFKC').trim().toLowerCase();

/** The message of a code that names something by its label, in each language by the label of that language. */
export function labelledMessage(
  code: ProblemCode,
  params: ProblemParams,
  names: Readonly<Record<string, { readonly name: string; readonly labels: Labels }>>,
): Labels {
  const inLanguage = (locale: 'en' | 'zh-CN'): string => {
    const labels = Object.entries(names).map(([key, { name, labels }]) => [
      key,
      labels[locale] ?? labels.en ?? name,
    ]);
    return messageOf(code, { ...params, ...Object.fromEntries(labels) })[locale]!;
  };
  return { en: inLanguage('en'), 'zh-CN': inLanguage('zh-CN') };
}

/** A refusal of a cell whose message names an object by its label. */
export function refuseNaming(
  code: ProblemCode,
  params: ProblemParams,
  object: { readonly name: string; readonly labels: Labels },
  suggestion?: string,
): CellProblem {
  const problem = { code, problem: labelledMessage(code, params, { object }) };
  return suggestion === undefined ? problem : { ...problem, suggestion };
}
