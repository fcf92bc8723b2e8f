/** Requests to the API of the same origin, typed by its description (`npm run client`). */
import createClient, { type Middleware } from 'openapi-fetch';
import { type Refusal, refusalOfResponse, unreachable } from './problem';
import type { paths } from './schema';

/** By what right is asked, and who is told of a refusal. */
export interface Asking {
  /** The API key; none for what a link in the path allows. */
  readonly key?: string;
  readonly onrefused?: (refusal: Refusal) => void;
}

export type Client = ReturnType<typeof client>;

/** A client of which every request succeeds or throws a {@link Refusal}. */
export function client(asking: Asking = {}) {
  const api = createClient<paths>({ headers: { accept: 'application/json' } });
  api.use(rules(asking));
  return api;
}

function rules({ key, onrefused }: Asking): Middleware {
  const refuse = (refusal: Refusal): Refusal => {
    onrefused?.(refusal);
    return refusal;
  };
  return {
    onRequest({ request }) {
      if (key !== undefined) request.headers.set('authorization', `Bearer ${key}`);
      // Sent again with the key of an earlier attempt, what that one did is answered again.
      if (request.method !== 'GET' && !request.headers.has('idempotency-key')) {
        request.headers.set('idempotency-key', crypto.randomUUID());
      }
      return request;
    },
    async onResponse({ response }) {
      if (!response.ok) throw refuse(await refusalOfResponse(response));
      return response;
    },
    onError({ error }) {
      return refuse(unreachable(error));
    },
  };
}

/** What was answered. A refusal has been thrown before. */
export async function told<T>(asked: Promise<{ data?: T }>): Promise<T> {
  const { data } = await asked;
  if (data === undefined) throw unreachable(new Error('The server gave an empty answer.'));
  return data;
}

/**
 * An answer with forms of the engine in it. The engine's own package types them more narrowly than the
 * description of the API does (texts by language, tagged unions), and they are read by the engine again.
 */
export async function formed<T>(asked: Promise<{ data?: unknown }>): Promise<T> {
  return (await told(asked)) as T;
}

/** An answer byte for byte, as it is stored: what it says is checked by computing it again. */
export async function bytes(asked: Promise<{ data?: unknown }>): Promise<string> {
  return formed<string>(asked);
}
