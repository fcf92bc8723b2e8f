// An endpoint that keeps what arrives, and now and then fails.

import { createServer } from 'node:http';

const FAILS = 0.02;

export class Receiver {
  /** Every message that was taken, in order: to where, its id, object and sequence. */
  taken = [];
  #server;
  #chance;
  #failed = new Set();

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
      const { object, sequence, type } = JSON.parse(text);
      const id = request.headers['webhook-id'];
      // The try after the second comes too late for a test.
      const fails = !this.#failed.has(id) && this.#chance() < FAILS;
      if (fails) this.#failed.add(id);
      if (!fails) this.taken.push({ endpoint: request.url, id, object, sequence, type });
      response.writeHead(fails ? 500 : 204).end();
    });
  }

  close() {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
