// Runs the desk as a browser does, over its vectors: `node vectors.mjs DESK.JS DESK.WASM VECTORS.JSON`. Prints one line of
// JSON: how many calls there were and the names of those that answered with other bytes.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [script, wasm, vectors] = process.argv.slice(2);
const { load } = await import(pathToFileURL(script));
const call = await load(new Uint8Array(readFileSync(wasm)));
const calls = JSON.parse(readFileSync(vectors, "utf8"));
const other = [];
for (const { name, input, output } of calls) {
  if (JSON.stringify(await call(name, input)) !== output) other.push(name);
}
// One that stops the desk leaves the next call unharmed.
const stopped = await call("ballot.make", { toJSON: () => "not an object" });
console.log(JSON.stringify({ calls: calls.length, other, refused: stopped.error.code }));
