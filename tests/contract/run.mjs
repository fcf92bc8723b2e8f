// Holds the running API against its description: schemathesis sends what the description allows and what
// it does not, to every operation, and reads every answer by it. First without knowing any object, then
// with ids and links of objects that are there.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { closed } from './closed.mjs';
import { seed } from './seed.mjs';

const { SEIKYU_API_URL: url, SEIKYU_API_KEY: key, SEIKYU_SCHEMATHESIS: program } = process.env;
const CASES_MIN = 5000;
const folder = resolve(process.argv[2]);
mkdirSync(folder, { recursive: true });

const description = JSON.parse(readFileSync('web/public/openapi.json', 'utf8'));
writeFileSync(join(folder, 'openapi.json'), JSON.stringify(closed(description)));

// A form that is well-formed may be refused for what it says: a code that no list has, a day that lies
// before another. The description says so by 422; everything else has to be as the description has it.
const COMMON = `[checks]
positive_data_acceptance.expected-statuses = ["2xx", 304, 401, 403, 404, 409, 410, 412, 422]
`;

/** Runs all checks, and says how many cases there were. */
async function check(name, settings, phases) {
  writeFileSync(join(folder, `${name}.toml`), settings);
  const report = join(folder, `${name}.json`);
  const running = spawn(
    program,
    [
      ...['--config-file', join(folder, `${name}.toml`), 'run', join(folder, 'openapi.json')],
      ...['--url', url, '--header', `Authorization: Bearer ${key}`, '--checks', 'all'],
      ...['--phases', phases, '--max-examples', '20', '--seed', '1', '--continue-on-failure'],
      ...['--report', 'json', '--report-json-path', report, '--warnings', 'off'],
    ],
    // What it keeps for itself it keeps beside its reports.
    { stdio: 'inherit', cwd: folder },
  );
  const [status] = await once(running, 'close');
  const { complete, operations, test_cases: cases } = JSON.parse(readFileSync(report, 'utf8'));
  const bad = cases.with_failures + cases.errored;
  process.stdout.write(`${name}: ${cases.generated} cases, ${bad} of them bad\n`);
  if (status !== 0 || !complete || bad > 0) throw new Error(`${name} failed`);
  if (operations.tested !== operations.total) throw new Error(`${name} left operations out`);
  const me = await fetch(`${url}/v1/me`, { headers: { authorization: `Bearer ${key}` } });
  if (me.status !== 200) throw new Error(`${name} ended its own key`);
  return cases.generated;
}

const operations = Object.values(description.paths).flatMap((path) => Object.keys(path)).length;
const { keys, all } = await seed(url, key);
const unknown = await check('unknown', COMMON + keys, 'examples,fuzzing');
const known = await check('known', COMMON + all, 'examples,coverage,fuzzing,stateful');
if (unknown + known < CASES_MIN) throw new Error(`${unknown + known} cases are too few`);
process.stdout.write(`contract: ${operations} operations, ${unknown + known} cases\n`);
