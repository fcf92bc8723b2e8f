// An endpoint that keeps what arrives, and now and then fails.

import { createServer } from 'node:http';

const FAILS = 0.02;

export class Receiver {
  /** Every message that was taken, in order: its id, object and sequence. */
  taken = [];
  #server;
  #chance;
  #last = Date.now();

  static async listen(chance) {
    const receiver = new Receiver();
    receiver.#chance = chance;
    receiver.#server = createServer((request, response) => receiver.#take(request, response));
    await new Promise((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url() {
    return `http://127.0.0.1:${this.#server.address().port}/hooks`;
  }

  #take(request, response) {
    let text = '';
    request.on('data', (data) => {
      text += data;
    });
    request.on('end', () => {
      this.#last = Date.now();
      const { object, sequence, type } = JSON.parse(text);
      const id = request.headers['webhook-id'];
      // A failure is only told while there is time for the next try.
      const fails = !this.steady && this.#chance() < FAILS;
      if (!fails) this.taken.push({ id, object, sequence, type });
      response.writeHead(fails ? 500 : 204).end();
    });
  }

  /** Whether it no longer fails. */
  steady = false;

  /** How long nothing has arrived, in milliseconds. */
  calm() {
    this.steady = true;
    return Date.now() - this.#last;
  }

  close() {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
