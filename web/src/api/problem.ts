/** Refusals (RFC 9457), alike from the engine, the API and the network. */
import type { Problem } from '../engine/engine';

/** A request or computation that was refused. */
export class Refusal extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.name = 'Refusal';
    this.problem = problem;
  }

  get status(): number {
    return this.problem.status;
  }

  /** Whether the server could not be reached at all. */
  get offline(): boolean {
    return this.problem.status === 0;
  }
}

function isProblem(value: unknown): value is Problem {
  return (
    typeof value === 'object' &&
    value !== null &&
    'detail' in value &&
    typeof value.detail === 'string' &&
    'status' in value
  );
}

/** What was thrown by the engine or by a request, as a refusal. */
export function refusalOf(thrown: unknown): Refusal {
  if (thrown instanceof Refusal) return thrown;
  if (isProblem(thrown)) return new Refusal({ ...thrown, errors: thrown.errors ?? [] });
  return new Refusal({
    type: 'about:blank',
    title: 'Unexpected',
    status: 500,
    detail: thrown instanceof Error ? thrown.message : String(thrown),
    errors: [],
  });
}

/** The refusal of an answer that is not a success. */
export async function refusalOfResponse(response: Response): Promise<Refusal> {
  const text = await response.text();
  try {
    const body: unknown = JSON.parse(text);
    if (isProblem(body)) return refusalOf(body);
  } catch {
    // Not JSON: a proxy or gateway answered; its status is all there is to tell.
  }
  return new Refusal({
    type: 'about:blank',
    title: response.statusText || 'Refused',
    status: response.status,
    detail: `The server answered ${response.status} ${response.statusText}.`,
    errors: [],
  });
}

/** The refusal when no answer came. */
export function unreachable(cause: unknown): Refusal {
  return new Refusal({
    type: 'about:blank',
    title: 'Unreachable',
    status: 0,
    detail: cause instanceof Error ? cause.message : 'The server could not be reached.',
    errors: [],
  });
}
