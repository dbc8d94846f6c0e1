/** One fault inside a problem. */
export interface ProblemDetail {
  readonly path: string;
  readonly code: string;
  readonly message: string;
  readonly suggestion?: string;
  /** the record that has taken this one in */
  readonly survivor?: { readonly object: string; readonly id: string };
}

/** A refusal of the server (RFC 9457), or of the network when `status` is 0. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  readonly code: string;
  readonly details: readonly ProblemDetail[];

  constructor(status: number, code: string, title: string, details: readonly ProblemDetail[] = []) {
    super(title);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

/** Reads the body of a refused answer; whatever it holds, the caller gets a problem. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const body: any = await response.json().catch(() => null);
  const title = body?.detail || body?.title || body?.message || `${response.status} ${response.statusText}`;
  return new ApiProblem(response.status, body?.code ?? `http.${response.status}`, title, body?.errors ?? []);
}

export const isProblem = (error: unknown, status?: number): error is ApiProblem =>
  error instanceof ApiProblem && (status === undefined || error.status === status);

/** The messages of a problem by field: the last name in a path that is a field wins; the rest is general. */
export function messagesByField(problem: ApiProblem, fields: ReadonlySet<string>) {
  const byField: Record<string, string[]> = {};
  const general: string[] = [];
  for (const { path, message, suggestion } of problem.details) {
    const text = suggestion ? `${message} → ${suggestion}` : message;
    const field = path.split(/[/.]/).findLast((part) => fields.has(part));
    if (field) byField[field] = [...(byField[field] ?? []), text];
    else general.push(text);
  }
  return { byField, general };
}
