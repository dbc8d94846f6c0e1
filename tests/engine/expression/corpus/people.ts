/** Records that the cases of the corpus point at, by their names: made before all others, in this order. */
export const BEFOREHAND: readonly (readonly [object: string, values: Readonly<Record<string, unknown>>])[] = [
  ['firm', { name: 'top', industry: 'Energy', discount: '0.15', employees: 9000 }],
  ['firm', { name: 'child', parent: 'top', discount: '0.05', employees: 900 }],
  ['firm', { name: 'middle', parent: 'top', discount: '0.15' }],
  ['firm', { name: 'grandchild', parent: 'middle' }],
  ['firm', { name: 'alone', industry: 'Retail', kind: 'Customer' }],
  ['human', { name: 'silent', no_calls: true, firm: 'alone' }],
  ['offer', { name: 'of_child', firm: 'child', stage: 'propose', amount: '100' }],
  ['offer', { name: 'of_alone', firm: 'alone', stage: 'won', amount: '100' }],
];
