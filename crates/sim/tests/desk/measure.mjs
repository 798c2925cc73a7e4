// Times the desk as a browser runs it: `node measure.mjs DESK.JS DESK.WASM REQUESTS.JSON`. The requests are an object of
// [name, input, runs]; prints for each, in milliseconds, the first run and the best: what else runs on the machine matters least to the best.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [script, wasm, requests] = process.argv.slice(2);
const { load } = await import(pathToFileURL(script));
const call = await load(new Uint8Array(readFileSync(wasm)));
const told = {};
for (const [what, [name, input, runs]] of Object.entries(JSON.parse(readFileSync(requests, "utf8")))) {
  const times = [];
  for (let run = 0; run < runs; run += 1) {
    const started = performance.now();
    const output = await call(name, input);
    times.push(performance.now() - started);
    if (output.error) throw new Error(`${name}: ${output.error.message}`);
  }
  told[what] = { first: times[0], best: Math.min(...times) };
}
console.log(JSON.stringify(told));
