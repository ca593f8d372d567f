"""Reads a WARC file of a gigabyte that it makes up: memory, records, what an independent reader counts, a kill.

Run: python bench/archive.py [--megabytes 1000] [--resume]. Needs warcio, for counting alone. Pages are those of
``bench/articles.py``, with a request record before each and an answer of 404 now and then, gzip per record as web
archives have it. Memory is that of the reading process, noted every few records. With ``--resume`` a smaller file goes
through ``detente ingest``, which is killed with SIGKILL at a third and started again: all pages once, none twice.
"""

import argparse
import gzip
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from articles import page
from memory import resident_megabytes

from detente.read import read_paths
from detente.store import open_store

MISSING = 50  # one answer in so many is a 404
SCRIPT = 400_000  # bytes of script in a page: a heavy one, so that a gigabyte is read in minutes
RESUMED = 600


def main() -> None:
    """Make the file, read it and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=1000, help="of the records, before gzip")
    parser.add_argument("--resume", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if options.resume:
            resume(Path(folder))
        else:
            read(Path(folder), options.megabytes)


def read(folder: Path, megabytes: int) -> None:
    """Print counts, memory and pace of reading the whole file."""
    file = folder / "made.warc.gz"
    pages, size = make(file, size=megabytes * 1_000_000)
    print(f"{size / 1e6:.0f} MB of records, {file.stat().st_size / 1e6:.0f} MB packed, {pages} pages", flush=True)
    started, worked, held, count, failed = time.monotonic(), time.process_time(), [], 0, 0
    for document in read_paths([str(file)]):
        count += 1
        failed += document.error is not None
        if count % 50 == 0:
            held.append(resident_megabytes())
    spent, worked = time.monotonic() - started, time.process_time() - worked
    print(f"{count} documents, {failed} failed, in {spent:.0f} s, {worked:.0f} s of them at work: ", end="")
    print(f"{count / worked:.0f} pages and {size / 1e6 / worked:.0f} MB a second of work")
    early, late = held[len(held) // 10], held[-1]
    print(f"memory: {early:.0f} MB after a tenth, {late:.0f} MB at the end, most {max(held):.0f} MB")
    counted = answers(file)
    print(f"warcio counts {counted} answers of 200" + ("" if counted == count == pages else ": NOT THE SAME"))


def answers(file: Path) -> int:
    """Return how many answers of 200 an independent reader finds."""
    from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]

    with file.open("rb") as stream:
        return sum(
            record.rec_type == "response" and record.http_headers.get_statuscode() == "200"
            for record in ArchiveIterator(stream)
        )


def resume(folder: Path) -> None:
    """Print whether an ingest that was killed and started again has all pages once."""
    file, store = folder / "made.warc.gz", folder / "s.duckdb"
    pages, _ = make(file, pages=RESUMED)
    command = [sys.executable, "-m", "detente", "ingest", str(file), "--store", str(store)]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while stored(store) < RESUMED // 3:
        time.sleep(1)
    child.kill()
    child.wait()
    kept = stored(store)
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    print(f"killed after {kept} of {pages} pages; then: {done.stdout.strip()}")
    with open_store(store, read_only=True) as opened:
        rows = opened.rows("SELECT count(*) AS n, count(DISTINCT id) AS single FROM base.documents")[0]
    print(f"{rows['n']} documents in the store, {rows['single']} of them different")


def stored(store: Path) -> int:
    """Return how many documents the store has, 0 while that cannot be seen."""
    try:
        with open_store(store, read_only=True) as opened:
            return int(opened.rows("SELECT count(*) AS n FROM base.documents")[0]["n"])
    except Exception:  # noqa: BLE001 - between two copies there is nothing to look at
        return 0


def make(file: Path, *, size: int | None = None, pages: int | None = None) -> tuple[int, int]:
    """Write a file of ``size`` bytes of records or of so many pages; return its pages and the bytes of its records."""
    number = written = good = 0
    with file.open("wb") as out:
        while (size is not None and written < size) or (pages is not None and good < pages):
            fine = number % MISSING != MISSING - 1
            for record in records(number, fine):
                out.write(gzip.compress(record, compresslevel=1))
                written += len(record)
            good += fine
            number += 1
    return good, written


def records(number: int, fine: bool) -> tuple[bytes, bytes]:
    """Return a request and its answer."""
    url = f"https://news.example/{number}"
    asked = f"GET /{number} HTTP/1.1\r\nHost: news.example\r\n\r\n".encode()
    script = f"<script>var shown = [{number}];" + 'shown.push({"slot": 1, "kind": "banner"});\n' * (SCRIPT // 42)
    body = page(number).replace(b"</head>", script.encode() + b"</script></head>")
    status = "200 OK" if fine else "404 Not Found"
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
    return (
        record("request", url, "application/http; msgtype=request", asked),
        record("response", url, "application/http; msgtype=response", head.encode() + body),
    )


def record(kind: str, url: str, media: str, block: bytes) -> bytes:
    """Return a WARC record (ISO 28500)."""
    name = f"<urn:uuid:00000000-0000-4000-8000-{abs(hash((kind, url))) % 16**12:012x}>"
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-01-16T09:00:00Z\r\n"
        f"WARC-Record-ID: {name}\r\nContent-Type: {media}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


if __name__ == "__main__":
    main()
