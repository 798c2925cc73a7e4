// The desk: the same code as everywhere else, built for the browser. This loads it and calls it; it decides nothing.
//
// Every call gets a fresh instance, and its memory is wiped afterwards: no call leaves a secret behind that another could
// read, and one that stops halfway breaks nothing. An answer is JSON, or {error: {code, message}}; a check that does not
// hold is an error.

// Loads the desk from an address or from its bytes. Gives `call(name, input)`, which promises the answer.
export async function load(source) {
  const bytes = source instanceof Uint8Array ? source : await fetched(source);
  const module = await WebAssembly.compile(bytes);
  return async function call(name, input) {
    const { exports } = await WebAssembly.instantiate(module, {});
    try {
      return answer(exports, name, input);
    } catch (fault) {
      // The desk stopped: its own mistake, never that of whoever asks.
      return { error: { code: "desk-stopped", message: `the desk stopped at ${name}: ${fault.message}` } };
    } finally {
      new Uint8Array(exports.memory.buffer).fill(0);
    }
  };
}

// Loads the desk in a worker, for work that takes long: `desk-worker.js` at one address, `desk.wasm` at another. Gives
// `call` as `load` does; calls are answered one after the other.
export function loadInWorker(workerAddress, deskAddress) {
  const worker = new Worker(workerAddress, { type: "module" });
  const waiting = new Map();
  let last = 0;
  const stop = (message) => {
    for (const resolve of waiting.values()) resolve({ error: { code: "desk-stopped", message } });
    waiting.clear();
  };
  worker.onmessage = ({ data: { id, output } }) => {
    waiting.get(id)?.(output);
    waiting.delete(id);
  };
  worker.onerror = (fault) => stop(`the desk's worker stopped: ${fault.message}`);
  worker.postMessage({ load: String(new URL(deskAddress, document.baseURI)) });
  return function call(name, input) {
    return new Promise((resolve) => {
      last += 1;
      waiting.set(last, resolve);
      worker.postMessage({ id: last, name, input });
    });
  };
}

// Makes credentials for any number of voters in pieces, and tells after each how many are done. Gives what
// `credentials.make` gives, for all of them together; nothing of it has left this machine.
export async function makeCredentials(call, { uuid, group, voters, seed }, tell, piece = 500) {
  const all = { public: [], private: [], csv: "" };
  for (let first = 0; first < voters.length; first += piece) {
    const some = voters.slice(first, first + piece);
    const made = await call("credentials.make", { uuid, group, voters: some, first, seed });
    if (made.error) return made;
    all.public.push(...made.public);
    all.private.push(...made.private);
    all.csv += made.csv;
    tell?.(first + some.length, voters.length);
  }
  return all;
}

// A fresh seed from the browser's own source of chance.
export function freshSeed() {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function answer(exports, name, input) {
  const called = new TextEncoder().encode(name);
  const json = new TextEncoder().encode(JSON.stringify(input));
  const length = called.length + json.length;
  const at = exports.desk_input(length);
  // Asking for room may have moved the memory: look at it only now.
  const buffer = new Uint8Array(exports.memory.buffer, at, length);
  buffer.set(called);
  buffer.set(json, called.length);
  json.fill(0);
  const told = exports.desk_call(called.length);
  const output = new Uint8Array(exports.memory.buffer, exports.desk_output(), told);
  return JSON.parse(new TextDecoder().decode(output));
}

async function fetched(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`the desk cannot be fetched: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
