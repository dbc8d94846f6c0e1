import type { Route } from '../route.ts';
import { csv, kinds, list } from './list.ts';
import { proof } from './proof.ts';

/** The audit, for those who answer for security. */
export const routes: readonly Route[] = [
  {
    method: 'GET',
    path: '/api/audit',
    reads: 'administration',
    answers: 'every entry of the audit with all its values: for those with the right to security',
    handler: list,
  },
  {
    method: 'GET',
    path: '/api/audit.csv',
    reads: 'administration',
    answers: 'the same as a file, which leaves an entry itself',
    handler: csv,
  },
  {
    method: 'GET',
    path: '/api/audit/kinds',
    reads: 'administration',
    answers: 'what is audited: for those with the right to security',
    handler: kinds,
  },
  {
    method: 'GET',
    path: '/api/audit/proof',
    reads: 'administration',
    answers:
      'whether entries are as they were sealed, and which are not: for those with the right to security',
    handler: proof,
  },
];
