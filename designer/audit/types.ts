import type { Labels } from '../../runtime-ui/api/types.ts';

export interface AuditEntry {
  readonly id: string;
  readonly at: string;
  readonly op: string;
  readonly object: string | null;
  readonly objectLabels: Labels | null;
  readonly record: string | null;
  readonly actor: string | null;
  readonly changes: readonly { readonly field: string; readonly labels?: Labels; readonly value: unknown }[];
}

export interface AuditPage {
  readonly entries: readonly AuditEntry[];
  /** names, by id */
  readonly users: Readonly<Record<string, string | null>>;
  /** those of them who are users of the portal */
  readonly portalUsers: readonly string[];
  readonly next: string | null;
}

export interface AuditKinds {
  readonly kinds: readonly { readonly name: string; readonly about: string; readonly labels: Labels }[];
}

export interface AuditProof {
  readonly ok: boolean;
  readonly proven: number;
  readonly unsealed: number;
  readonly faults: readonly unknown[];
}
