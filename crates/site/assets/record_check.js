// The whole record: every hash is fetched and added up in this browser; the sum must be what the checkpoint signs.
import { load } from "./desk.js";

const box = document.getElementById("checking");
const status = document.getElementById("status");
const progress = document.getElementById("progress");
const { vkey, desk, fine, work } = box.dataset;
const WIDTH = 256;

/** The path of a tile of level 0, as the log's format spells it. */
function path(index, width) {
  const groups = String(index).padStart(3, "0").split("").reverse().join("").match(/.{1,3}/g);
  const digits = groups.map((group) => group.split("").reverse().join("").padStart(3, "0")).reverse();
  const spelled = digits.map((group, at) => (at < digits.length - 1 ? `x${group}` : group)).join("/");
  return `/log/tile/0/${spelled}${width < WIDTH ? `.p/${width}` : ""}`;
}

async function tile(index, width) {
  const response = await fetch(path(index, width));
  if (!response.ok) throw new Error(`${path(index, width)}: ${response.status}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

async function check() {
  const call = await load(desk);
  const checkpoint = await (await fetch("/log/checkpoint")).text();
  const signed = await call("checkpoint.check", { checkpoint, vkey });
  if (signed.error) throw new Error(signed.error.message);
  const whole = Math.floor(signed.size / WIDTH);
  let edge;
  progress.hidden = false;
  progress.max = whole + 1;
  for (let index = 0; index < whole; index += 1) {
    const grown = await call("record.grow", { ...(edge && { edge }), tiles: [await tile(index, WIDTH)] });
    if (grown.error) throw new Error(grown.error.message);
    edge = grown.edge;
    progress.value = index + 1;
  }
  const rest = signed.size % WIDTH;
  const tiles = rest > 0 ? [await tile(whole, rest)] : [];
  const found = await call("record.check", { checkpoint, vkey, ...(edge && { edge }), tiles });
  if (found.error) throw new Error(found.error.message);
  progress.value = progress.max;
  return found;
}

document.getElementById("check").addEventListener("click", async () => {
  status.className = "";
  status.textContent = work;
  try {
    const found = await check();
    status.className = "success";
    status.textContent = `${fine} ${found.size} · ${found.root.slice(0, 16)}…`;
  } catch (error) {
    status.className = "error";
    status.textContent = error.message;
  }
});
