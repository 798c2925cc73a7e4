// The desk in a worker: first comes {load: address}, then any number of {id, name, input}; each is answered with
// {id, output}, one after the other.
import { load } from "./desk.js";

let desk;
let turn = Promise.resolve();

self.onmessage = ({ data }) => {
  if (data.load) {
    desk = load(data.load);
    // Whoever calls is told; nobody else need be.
    desk.catch(() => undefined);
    return;
  }
  turn = turn.then(() => answered(data));
};

async function answered({ id, name, input }) {
  let output;
  try {
    output = await (await desk)(name, input);
  } catch (fault) {
    output = { error: { code: "desk-not-loaded", message: String(fault?.message ?? fault) } };
  }
  self.postMessage({ id, output });
}
