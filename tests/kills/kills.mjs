// Kills workerd by SIGKILL at random moments while bill runs, payments and webhooks go on, starts it again
// on the same database, and lets its clients repeat what got no answer. In the end the books have to be
// those of a server that was never killed. The seed of the moments is printed; `KILL_SEED` repeats it.

import { check } from './checks.mjs';
import { Clients } from './clients.mjs';
import { Receiver } from './receiver.mjs';
import { Workerd } from './workerd.mjs';

const KILLS = Number(process.env.KILLS ?? 50);
const WITHIN_MILLIS = 900;
const seed = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000);

/** Numbers from 0 to 1 that a seed decides (mulberry32). */
function random(from) {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const say = (text) => process.stdout.write(`${text}\n`);
say(`seed ${seed}`);
const chance = random(seed);
const receiver = await Receiver.listen(chance);
const workerd = new Workerd(process.argv[2]);
await workerd.start();
const clients = new Clients(workerd.url, process.env.SEIKYU_API_KEY);
await clients.prepare(receiver.url);

let unanswered = 0;
for (let kill = 1; kill <= KILLS; kill += 1) {
  const working = clients.work();
  await new Promise((resolve) => setTimeout(resolve, chance() * WITHIN_MILLIS));
  await workerd.kill();
  clients.stop();
  unanswered += await working;
  await workerd.start();
  if (kill % 10 === 0) {
    say(`${kill} kills, ${clients.months} months, ${unanswered} unanswered`);
    await clients.addEndpoint(receiver.url);
  }
}
if (unanswered < KILLS / 2) throw new Error(`only ${unanswered} requests were cut off`);
await clients.finish();
const found = await check(clients, receiver);
await workerd.kill();
receiver.close();
say(`kills: ${KILLS} kills, ${unanswered} requests cut off, ${found}`);
