// One act: its receipt is fetched and checked in this browser against the record's verifier key.
import { load } from "./desk.js";

const box = document.getElementById("checking");
const status = document.getElementById("status");
const { index, vkey, desk, fine, work } = box.dataset;

async function text(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.text();
}

document.getElementById("check").addEventListener("click", async () => {
  status.className = "";
  status.textContent = work;
  try {
    const [call, receipt, leaf] = await Promise.all([
      load(desk),
      text(`/record/${index}/receipt.tlog-proof`),
      text(`/record/${index}/act.json`),
    ]);
    for (const found of [await call("act.parse", { leaf }), await call("receipt.check", { receipt, leaf, vkey })]) {
      if (found.error) throw new Error(found.error.message);
    }
    status.className = "success";
    status.textContent = fine;
  } catch (error) {
    status.className = "error";
    status.textContent = error.message;
  }
});
