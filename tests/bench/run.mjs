// The benchmark of `cargo xtask bench`: one table, medians of interleaved rounds.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { bill, forecast, previewChange, QuoteSession } from '@seikyu/engine';
import { withBig, withDecimal, withIntegers } from './rivals.mjs';
import { movements } from './slider.mjs';
import { change, columns, free, graduated, prorated, subscription } from './workload.mjs';

const ROUNDS = 7;
const LINES = 1000;
const ROUND_MS = 60;

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Nanoseconds a call, over one round. */
function timed(work) {
  const start = process.hrtime.bigint();
  const end = start + BigInt(ROUND_MS * 1_000_000);
  let calls = 0;
  let now = start;
  while (now < end) {
    work();
    calls += 1;
    now = process.hrtime.bigint();
  }
  return Number(now - start) / calls;
}

/** Medians of interleaved rounds: first of every subject, then again. */
function measure(subjects) {
  const results = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]));
  for (const work of Object.values(subjects)) timed(work);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, work] of Object.entries(subjects)) results[name].push(timed(work));
  }
  return Object.fromEntries(Object.entries(results).map(([name, all]) => [name, median(all)]));
}

const folder = mkdtempSync(join(tmpdir(), 'seikyu-bench-'));
const save = (name, text) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

/** The native engine's medians, in nanoseconds, over rounds of its own process. */
function native(work, part, lived) {
  const arguments_ = [
    save('list.json', work.list),
    save('draft.json', work.draft),
    save('request.json', part.request),
    save('change.json', lived.change),
    save('forecast.json', lived.forecast),
  ];
  const rounds = Array.from({ length: ROUNDS }, () => {
    const { RUST_BACKTRACE: _, ...env } = process.env;
    return JSON.parse(execFileSync(process.env.SEIKYU_NATIVE_BENCH, arguments_, { env }));
  });
  const of = (key) => median(rounds.map((round) => round[key]));
  return {
    recalculate: of('recalculate_ns'),
    edit: of('edit_ns'),
    bill: of('bill_ns'),
    prorated: of('prorated_ns'),
    preview: of('preview_ns'),
    forecast: of('forecast_ns'),
  };
}

/** Everything recalculated in WebAssembly and handed to JavaScript: line amounts packed, totals. */
function delivered(session) {
  session.recalculate();
  return { amounts: session.amounts(), totals: session.totals().period };
}

const work = graduated(LINES);
const session = new QuoteSession(work.list, work.draft, '');
const part = prorated(LINES);
const rivalsOf = (work) => ({
  'decimal.js': withDecimal(work),
  'big.js': withBig(work),
  'integers scaled by hand': withIntegers(work),
});
const rivals = rivalsOf(work);
const rivalsOfPart = rivalsOf(part);

/** All compute the same, or their times would say nothing. */
function agree(all, ours) {
  for (const [name, rival] of Object.entries(all)) {
    const theirs = rival();
    for (const key of ['discount', 'net', 'tax', 'gross']) {
      if (theirs[key] !== ours[key]) {
        throw new Error(`${name}: ${key} is ${theirs[key]}, the engine's is ${ours[key]}`);
      }
    }
  }
}
agree(rivals, delivered(session).totals);
const { totals: billed } = JSON.parse(bill(part.request, ''));
agree(rivalsOfPart, { ...billed, discount: billed.discounts });

let turn = 0;
const edit = (held, rows) => () => {
  turn += 1;
  held.edit(turn % rows, 'quantity', turn % 2 === 0 ? '123' : '77');
};
const view = (held, rows) => () => {
  turn += 1;
  held.setCell(turn % rows, 'quantity', turn % 2 === 0 ? '123' : '77');
};
const times = measure({
  engine: () => session.recalculate(),
  delivered: () => delivered(session),
  edit: edit(session, LINES),
  view: view(session, LINES),
  ...rivals,
});
const partTimes = measure({ engine: () => bill(part.request, ''), ...rivalsOfPart });
const growth = measure(
  Object.fromEntries(
    [10, 100, 1000, 10_000].map((count) => {
      const { list, draft } = free(count);
      return [count, edit(new QuoteSession(list, draft, ''), count)];
    }),
  ),
);
/** A session of so many free lines, filled as from a spreadsheet. */
function filled(count) {
  const first = Math.min(count, 1000);
  const { list, draft } = free(first);
  const session = new QuoteSession(list, draft, '');
  for (let row = first; row < count; row += 33_000) {
    for (const [column, text] of Object.entries(columns(Math.min(33_000, count - row)))) {
      session.paste(row, column, text);
    }
  }
  if (session.rowCount() !== count) throw new Error(`${session.rowCount()} rows, not ${count}`);
  return session;
}
const SIZES = [10, 1000, 100_000];
const whole = measure(
  Object.fromEntries(
    SIZES.map((count) => {
      const held = filled(count);
      return [count, () => held.recalculate()];
    }),
  ),
);
/** The request with what was billed of it so far. */
function billedSoFar(request) {
  const billed = JSON.parse(bill(JSON.stringify(request), '')).lines.map(
    ({ key, period, amount, discount, taxes }) => ({ line: key, period, amount, discount, taxes }),
  );
  return { ...request, billed };
}
const current = billedSoFar(subscription(50));
const lived = {
  change: change(current),
  forecast: JSON.stringify({ version: 'seikyu.forecast-request.v1', current, bills: 12 }),
};
const ahead = measure({
  preview: () => previewChange(lived.change, ''),
  forecast: () => forecast(lived.forecast, ''),
});
const PAST = [10, 100, 1000];
const past = measure(
  Object.fromEntries(
    PAST.map((count) => {
      const request = change(billedSoFar(subscription(2, count)));
      return [count, () => previewChange(request, '')];
    }),
  ),
);
const aLine = (count) => whole[count] / count;
const nativeTimes = native(work, part, lived);
const moved = await movements();
const p95 = moved[Math.floor(moved.length * 0.95)];
rmSync(folder, { recursive: true });

const packageFile = (name) =>
  readFileSync(new URL(`../../crates/wasm/pkg/web/${name}`, import.meta.url));
const kilobytes =
  (gzipSync(packageFile('seikyu_wasm_bg.wasm'), { level: 9 }).length +
    gzipSync(packageFile('seikyu_wasm.js'), { level: 9 }).length) /
  1000;

const us = (ns) => `${(ns / 1000).toFixed(ns < 10_000 ? 2 : 0)} µs`;
const times_ = (ratio) => `${ratio.toFixed(ratio < 10 ? 2 : 0)} ×`;
const milli = (ns) => `${(ns / 1_000_000).toFixed(2)} ms`;
const rows = [
  ['whole quote, WebAssembly in Node', us(times.engine), '', null],
  ['whole quote, delivered to JavaScript', us(times.delivered), '', null],
  ['whole quote, native', us(nativeTimes.recalculate), '', null],
  ['whole quote, decimal.js', us(times['decimal.js']), '', null],
  ['whole quote, big.js', us(times['big.js']), '', null],
  ['whole quote, integers scaled by hand', us(times['integers scaled by hand']), '', null],
  ['WebAssembly ÷ native', times_(times.engine / nativeTimes.recalculate), 'at most 1.5', times.engine / nativeTimes.recalculate <= 1.5],
  ['decimal.js ÷ ours, delivered', times_(times['decimal.js'] / times.delivered), 'at least 10', times['decimal.js'] / times.delivered >= 10],
  ['big.js ÷ ours, delivered', times_(times['big.js'] / times.delivered), 'reported', null],
  ['ours, delivered ÷ integers scaled by hand', times_(times.delivered / times['integers scaled by hand']), 'reported', null],
  ['share of a whole quote spent crossing', `${((1 - times.engine / times.delivered) * 100).toFixed(1)} %`, 'at most 20 %', 1 - times.engine / times.delivered <= 0.2],
  ['one edit, WebAssembly, strings in and out', us(times.edit), '', null],
  ['one edit with the whole changed view', us(times.view), '', null],
  ['one edit, native', us(nativeTimes.edit), '', null],
  ['whole quote ÷ one edit', times_(times.engine / times.edit), 'at least 100', times.engine / times.edit >= 100],
  ...Object.entries(growth).map(([count, ns]) => [`one edit among ${count} lines`, us(ns), '', null]),
  ['edit among 10,000 ÷ among 10 lines', times_(growth[10_000] / growth[10]), 'at most 1.5', growth[10_000] / growth[10] <= 1.5],
  ...SIZES.map((count) => [`whole quote of ${count} lines, recalculated`, `${aLine(count).toFixed(0)} ns a line`, '', null]),
  ['a line among 100,000 ÷ among 1,000', times_(aLine(100_000) / aLine(1000)), 'reported', null],
  ['16 of 31 days, bill with derivation, native', us(nativeTimes.prorated), '', null],
  ['16 of 31 days, WebAssembly, JSON in and out', us(partTimes.engine), '', null],
  ...Object.keys(rivalsOfPart).map((name) => [`16 of 31 days, ${name}`, us(partTimes[name]), '', null]),
  ['16 of 31 days, decimal.js ÷ ours, native', times_(partTimes['decimal.js'] / nativeTimes.prorated), 'reported', null],
  ['16 of 31 days, with derivation, native', `${(nativeTimes.prorated / LINES).toFixed(0)} ns a line`, 'at most 500', nativeTimes.prorated / LINES <= 500],
  ['bill with full derivation, native', `${(nativeTimes.bill / LINES).toFixed(0)} ns a line`, 'at most 500', nativeTimes.bill / LINES <= 500],
  ['change of a subscription of 50 items, previewed, native', milli(nativeTimes.preview), '', null],
  ['the same, WebAssembly, JSON in and out', milli(ahead.preview), '', null],
  ['12 months of 50 items forecast, native', milli(nativeTimes.forecast), '', null],
  ['the same, WebAssembly, JSON in and out', milli(ahead.forecast), '', null],
  ...PAST.map((count) => [`preview after ${count} changes, WebAssembly`, milli(past[count]), '', null]),
  [
    'preview after 1,000 changes ÷ after 100',
    times_(past[1000] / past[100]),
    'at most 10',
    past[1000] / past[100] <= 10,
  ],
  [
    'seat slider to the frame that shows its prices, Chromium, p95',
    `${p95.toFixed(1)} ms`,
    'at most 16.7',
    p95 <= 16.7,
  ],
  ['browser engine, gzipped', `${kilobytes.toFixed(0)} KB`, 'at most 150', kilobytes <= 150],
];

process.stdout.write(
  `${LINES} lines of four graduated tiers, 10 % off, 20 % tax; medians of ${ROUNDS} rounds.\n\n`,
);
const width = Math.max(...rows.map(([name]) => name.length));
for (const [name, figure, bar, held] of rows) {
  const verdict = held === null ? '' : held ? 'holds' : 'MISSED';
  process.stdout.write(
    `${name.padEnd(width)}  ${figure.padStart(14)}  ${bar.padEnd(13)}${verdict}`.trimEnd() + '\n',
  );
}
