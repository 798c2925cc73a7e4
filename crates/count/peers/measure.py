"""Times this program's counting beside its peers: processor time (user and system) of whole processes, reading included.

    cargo build --release -p rankfile-count --example speed
    python3 -m venv peers && peers/bin/pip install pyrankvote py-vote-core votekit pref_voting
    cargo install stv-rs --version 0.5.1
    python3 crates/count/peers/measure.py DATA --ours target/release/examples/speed --python peers/bin/python

DATA is the folder with the counting test data (`scottish`, `preflib`, `us`, `perf` ...). Both sides of a row run in turn, and
each figure is the smallest of its runs. `--only WORD` keeps the rows whose name has the word in it, `--runs N` sets how often.
"""

import argparse
import json
import lzma
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent

# One thread, as here.
MEEK = ["meek", "--parallel=no"]


def spent(command, stdin=None):
    """Seconds of processor time of one run; None if it failed."""
    with open(stdin or os.devnull, "rb") as source:
        process = subprocess.Popen(command, stdin=source, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        return None
    return usage.ru_utime + usage.ru_stime


def memory(command, stdin=None):
    """Peak megabytes. A process started from here would count this program's own memory, so another one starts it."""
    if not shutil.which("time"):
        return None
    with open(stdin or os.devnull, "rb") as source, tempfile.NamedTemporaryFile("r") as note:
        timed = [shutil.which("time"), "-f", "%M", "-o", note.name, *command]
        subprocess.run(timed, stdin=source, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return int(note.read().split()[-1]) / 1024


def best(runs):
    """The least time."""
    runs = [run for run in runs if run is not None]
    return min(runs) if runs else None


class Blt:
    """What the peers need of a BLT file: plain papers, candidates by number."""

    def __init__(self, path):
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        lines = [line.strip() for line in lines if line.strip()]
        self.candidates, self.seats = (int(word) for word in lines[0].split()[:2])
        self.papers = []
        for line in lines[1:]:
            words = line.split()
            if words[0] == "0":
                break
            ranking = [int(word) for word in words[1:] if word != "0"]
            self.papers.append((int(words[0]), ranking))

    def nicknamed(self, path):
        """As stv-rs reads it: nicknames are declared, and papers use them."""
        nick = [f"c{number}" for number in range(1, self.candidates + 1)]
        rows = [f"{self.candidates} {self.seats}", f"[nick {' '.join(nick)}]"]
        rows += [f"{weight} {' '.join(nick[c - 1] for c in ranking)} 0" for weight, ranking in self.papers if ranking]
        rows += ["0"] + [f'"{name}"' for name in nick] + ['"contest"']
        path.write_text("\n".join(rows) + "\n")
        return path


class Rows:
    def __init__(self, options, folder):
        self.options, self.folder, self.made = options, folder, {}
        print("| what | here, s | MB | peer | s | MB | times faster |")
        print("| --- | --- | --- | --- | --- | --- | --- |")

    def wanted(self, name):
        return not self.options.only or self.options.only in name

    def row(self, name, ours, peer=None, command=None, stdin=None, runs=None):
        if not self.wanted(name):
            return
        mine, theirs = [], []
        for _ in range(runs or self.options.runs):
            mine.append(spent([self.options.ours, *ours]))
            if command:
                theirs.append(spent(command, stdin))
        mine, theirs = best(mine), best(theirs)
        cells = [name, *self.cells(mine, [self.options.ours, *ours]), peer or "", *self.cells(theirs, command, stdin)]
        cells.append(f"{theirs / mine:,.1f}" if mine and theirs else "")
        print("| " + " | ".join(cells) + " |", flush=True)

    @staticmethod
    def cells(run, command, stdin=None):
        used = memory(command, stdin) if run else None
        return [f"{run:.3f}" if run else "", f"{used:.0f}" if used else ""]

    def python(self, program, blt):
        papers = self.folder / f"{blt.stem}.json"
        if not papers.exists():
            read = Blt(blt)
            papers.write_text(json.dumps({"candidates": read.candidates, "seats": read.seats, "papers": read.papers}))
        return [self.options.python, str(HERE / "peer.py"), program, str(papers)]

    def stv_rs(self, blt, arithmetic="fixed9"):
        nick = self.folder / f"{blt.stem}.nick.blt"
        if not nick.exists():
            Blt(blt).nicknamed(nick)
        return [*self.stv_rs_alone(arithmetic), str(nick), *MEEK]

    def stv_rs_alone(self, arithmetic="fixed9"):
        return [self.options.stv_rs, "--arithmetic", arithmetic, "--input"]


def as_blt(soi, folder):
    """A PrefLib file of complete or cut rankings as BLT; it does not say how many seats."""
    names, papers = 0, []
    for line in soi.read_text().splitlines():
        if line.startswith("# NUMBER ALTERNATIVES"):
            names = int(line.split(":")[1])
        elif line and not line.startswith("#"):
            weight, ranking = line.split(":")
            papers.append(f"{weight} {ranking.replace(',', ' ')} 0")
    path = folder / "meath.blt"
    path.write_text(f"{names} 5\n" + "\n".join(papers) + "\n0\n" + "".join(f'"c{n}"\n' for n in range(names)) + '"Meath"\n')
    return path


def every_input_of_stv_rs(rows, files, label, own=False):
    """Each file by itself, summed up; and how many of them the peer counts faster."""
    if not rows.wanted(label):
        return
    ours, theirs, slower, refused = 0.0, 0.0, [], 0
    for file in files:
        mine, peers = [], []
        for _ in range(rows.options.runs):
            mine.append(spent([rows.options.ours, "meek-prf", str(file)]))
            peers.append(spent([*rows.stv_rs_alone(), str(file), *MEEK] if own else rows.stv_rs(file)))
        mine, peer = best(mine), best(peers)
        if mine is None or peer is None:
            refused += 1
            continue
        ours, theirs = ours + mine, theirs + peer
        if mine > peer:
            slower.append((file.name, mine, peer))
    print(f"| {label}: {len(files) - refused} files, a process each | {ours:.3f} | | stv-rs fixed9 | {theirs:.3f} | | {theirs / ours:,.1f} |")
    for name, mine, peer in slower:
        print(f"  slower here: {name}: {mine:.4f} s, stv-rs {peer:.4f} s", file=sys.stderr)
    print(f"  {label}: {refused} files one of the two does not count", file=sys.stderr, flush=True)


def main():
    parse = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parse.add_argument("data", type=Path)
    parse.add_argument("--ours", default="target/release/examples/speed")
    parse.add_argument("--python", default=sys.executable)
    parse.add_argument("--stv-rs", default=shutil.which("stv-rs") or "stv-rs")
    parse.add_argument("--runs", type=int, default=5)
    parse.add_argument("--only", default="")
    options = parse.parse_args()
    data = options.data
    wards = sorted((data / "scottish/blt").glob("*.blt"))
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        rows = Rows(options, folder)
        syn = {}
        for name in ("syn20k", "syn200k"):
            syn[name] = folder / f"{name}.blt"
            syn[name].write_bytes(lzma.open(data / f"perf/{name}.blt.xz").read())
        meath = as_blt(data / "preflib/00001-irish/00001-00000003.soi", folder)
        portland = data / "us/portland_or_2024_d1_3seats.blt"
        minneapolis = data / "us/minneapolis_2013_mayor_dedup.blt"
        for method in ("scottish-2011", "ers97", "meek-prf", "irv", "schulze", "ranked-pairs", "borda", "plurality"):
            rows.row(f"377 wards, {method}", [method, *map(str, wards)])
        big = syn["syn200k"]
        for method in ("scottish-2011", "ers97", "irv", "schulze"):
            rows.row(f"syn200k, {method}", [method, str(big)])
        for name, file in (("meath", meath), ("portland", portland), ("syn20k", syn["syn20k"]), ("syn200k", big)):
            for arithmetic in ("fixed9", "bigfixed9"):
                slow = arithmetic == "bigfixed9" and name == "syn200k"
                rows.row(f"{name}, meek-prf", ["meek-prf", str(file)], f"stv-rs {arithmetic}", rows.stv_rs(file, arithmetic), runs=1 if slow else None)
        every_input_of_stv_rs(rows, wards, "meek-prf, wards")
        every_input_of_stv_rs(rows, sorted((data / "ers-tideman/blt").glob("*.blt")), "meek-prf, unions and societies")
        own = sorted((data / "stv-rs/ballots").rglob("*.blt"))
        every_input_of_stv_rs(rows, own, "meek-prf, the test files of stv-rs", own=True)
        for name, file in (("minneapolis", minneapolis), ("portland", portland), ("syn20k", syn["syn20k"])):
            rows.row(f"{name}, irv", ["irv", str(file)], "pyrankvote", rows.python("pyrankvote-irv", file), runs=2)
            rows.row(f"{name}, schulze", ["schulze", str(file)], "py-vote-core", rows.python("py-vote-core-schulze", file), runs=2)
        for name, file in (("meath", meath), ("portland", portland), ("syn20k", syn["syn20k"])):
            rows.row(f"{name}, scottish-2011", ["scottish-2011", str(file)], "pyrankvote STV", rows.python("pyrankvote-stv", file), runs=2)
            rows.row(f"{name}, scottish-2011", ["scottish-2011", str(file)], "votekit STV", rows.python("votekit-stv", file), runs=1)
            rows.row(f"{name}, scottish-2011", ["scottish-2011", str(file)], "pref_voting STV", rows.python("pref-voting-stv", file), runs=1)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
