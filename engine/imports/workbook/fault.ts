/** Why a workbook is not read, as it crosses from the thread that reads it. */
export type Fault =
  | { readonly code: 'import.workbook_broken'; readonly params: { readonly reason: string } }
  | { readonly code: 'import.workbook_size'; readonly params: { readonly limit: number } }
  | { readonly code: 'import.cell_size'; readonly params: { readonly row: number; readonly limit: number } }
  | { readonly code: 'import.too_wide'; readonly params: { readonly given: number; readonly limit: number } }
  | { readonly code: 'import.sheet'; readonly params: { readonly name: string; readonly known: string } };

export class WorkbookFault extends Error {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault.code);
    this.fault = fault;
  }
}

export const broken = (reason: string): WorkbookFault =>
  new WorkbookFault({ code: 'import.workbook_broken', params: { reason } });
