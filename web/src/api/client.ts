/** Requests to the API of the same origin. */
import { refusalOfResponse, unreachable } from './problem';

export type Method = 'GET' | 'POST' | 'PUT';

/**
 * Sends a request with an optional key; gives the answer's text, or throws a refusal. With the
 * `idempotencyKey` of an earlier attempt, what that one did is answered again.
 */
export async function send(
  method: Method,
  path: string,
  options: { key?: string; idempotencyKey?: string; body?: unknown } = {},
): Promise<string> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (options.key !== undefined) headers['authorization'] = `Bearer ${options.key}`;
  if (options.body !== undefined) headers['content-type'] = 'application/json';
  if (method !== 'GET') {
    headers['idempotency-key'] = options.idempotencyKey ?? crypto.randomUUID();
  }
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers,
      ...(options.body === undefined
        ? {}
        : { body: typeof options.body === 'string' ? options.body : JSON.stringify(options.body) }),
    });
  } catch (cause) {
    throw unreachable(cause);
  }
  if (!response.ok) throw await refusalOfResponse(response);
  return response.text();
}

/** {@link send}, with the answer read as JSON of a known form. */
export async function ask<T>(
  method: Method,
  path: string,
  options: { key?: string; idempotencyKey?: string; body?: unknown } = {},
): Promise<T> {
  return JSON.parse(await send(method, path, options)) as T;
}
