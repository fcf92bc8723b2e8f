// workerd under wrangler, on a database that is there, to be killed and started again.

import { spawn } from 'node:child_process';
import { createServer } from 'node:net';

const START_WITHIN_MILLIS = 60_000;

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

export class Workerd {
  #state;
  #port = 0;
  #process;
  #said = '';

  /** The worker over the database in a folder. */
  constructor(state) {
    this.#state = state;
  }

  get url() {
    return `http://127.0.0.1:${this.#port}`;
  }

  async start() {
    if (this.#port === 0) this.#port = await freePort();
    this.#said = '';
    this.#process = spawn(
      process.execPath,
      [
        ...['node_modules/wrangler/bin/wrangler.js', 'dev', '--local', '--ip', '127.0.0.1'],
        ...['--port', String(this.#port), '--inspector-port', String(await freePort())],
        ...['--persist-to', this.#state, '--show-interactive-dev-session', 'false'],
        ...['--var', 'SEIKYU_LOCAL_WEBHOOKS:allow'],
      ],
      // In a group of its own, so that wrangler and workerd are killed in one blow.
      { detached: true, env: { ...process.env, CI: 'true' }, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream.on('data', (data) => {
        this.#said = (this.#said + data).slice(-4000);
      });
    }
    const until = Date.now() + START_WITHIN_MILLIS;
    while (Date.now() < until) {
      const healthy = await fetch(`${this.url}/healthz`).then(
        (answer) => answer.ok,
        () => false,
      );
      if (healthy) return;
      if (this.#process.exitCode !== null) break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`workerd does not start:\n${this.#said}`);
  }

  /** Kills it without a word, and waits until it is gone. */
  async kill() {
    const gone = new Promise((resolve) => this.#process.once('close', resolve));
    process.kill(-this.#process.pid, 'SIGKILL');
    await gone;
  }
}
