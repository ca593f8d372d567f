"""Settings from one place in one order: flags, then the environment, then a file, then the defaults.

Every option of every command can be set: its name is that of its flag without the dashes. The environment has
``DETENTE_COMMAND_NAME`` for one command and ``DETENTE_NAME`` for all that have it, the file a table per command and
``[detente]`` for all. What is set for one command stands above what is set for all.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from detente.errors import UsageError

FILE = "detente.toml"
FILE_VARIABLE = "DETENTE_CONFIG"
PREFIX = "DETENTE"
GENERAL = "detente"  # the table for all commands

Path_ = tuple[str, ...]  # a command's way from the program, such as ("store", "info"); () is the program itself


def find_file(named: str | None, environ: Mapping[str, str]) -> Path | None:
    """Return the file of settings: the one named, that of DETENTE_CONFIG, detente.toml here, or None.

    Raises:
        UsageError: One was named that does not exist.
    """
    wanted = named or environ.get(FILE_VARIABLE)
    if wanted:
        if not Path(wanted).is_file():
            raise UsageError(f"{wanted}: no such file of settings")
        return Path(wanted)
    return Path(FILE) if Path(FILE).is_file() else None


def load_settings(program: click.Group, file: Path | None, environ: Mapping[str, str]) -> dict[str, Any]:
    """Return click's ``default_map`` of a program: what environment and file set, by command and parameter.

    Raises:
        UsageError: The file is no TOML, or sets what no command has.
    """
    tables = read_file(file) if file else {}
    if file:
        _check(program, tables, file)
    found: dict[str, Any] = {}
    for path, command in _commands(program):
        options = options_of(command).items()
        values = {str(o.name): _value(path, name, o, tables=tables, environ=environ) for name, o in options}
        # A command without settings gets no table: its name may be that of an option, as version is.
        _put(found, path, {name: value for name, value in values.items() if value is not None})
    return found


def _put(found: dict[str, Any], path: Path_, values: Mapping[str, Any]) -> None:
    if values:
        for name in path:
            found = found.setdefault(name, {})
        found.update(values)


def read_file(file: Path) -> dict[str, Any]:
    """Return the tables of a file of settings.

    Raises:
        UsageError: It cannot be read.
    """
    import tomllib  # most runs have no file

    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{file}: cannot be opened: {error.strerror or error}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: not TOML: {error}") from error


def options_of(command: click.Command) -> dict[str, click.Option]:
    """Return the options of a command that can be set, by name."""
    return {
        max(option.opts, key=len).lstrip("-"): option
        for option in command.params
        if isinstance(option, click.Option) and option.expose_value and not option.is_eager
    }


def variables(program: click.Group, environ: Mapping[str, str]) -> list[str]:
    """Return the names of the settings that the environment makes, sorted."""
    known = {
        name
        for path, command in _commands(program)
        for option in options_of(command)
        for name in _variables(path, option)
    }
    return sorted({*known, FILE_VARIABLE} & set(environ))


def _commands(group: click.Group, path: Path_ = ()) -> Iterator[tuple[Path_, click.Command]]:
    yield path, group
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _commands(command, (*path, name))
        else:
            yield (*path, name), command


def _variables(path: Path_, option: str) -> tuple[str, str]:
    """Return the variables that set an option, the one for this command first."""
    special, general = "_".join((PREFIX, *path, option)), f"{PREFIX}_{option}"
    return special.upper().replace("-", "_"), general.upper().replace("-", "_")


def _value(
    path: Path_, name: str, option: click.Option, *, tables: Mapping[str, Any], environ: Mapping[str, str]
) -> Any:
    for variable in _variables(path, name):
        if environ.get(variable):
            return environ[variable].split() if option.multiple else environ[variable]
    special = _table(tables, path).get(name) if path else None
    return tables.get(GENERAL, {}).get(name) if special is None else special


def _table(tables: Mapping[str, Any], path: Path_) -> Mapping[str, Any]:
    found: Any = tables
    for name in path:
        found = found.get(name, {})
    return found if isinstance(found, dict) else {}


def _check(program: click.Group, tables: Mapping[str, Any], file: Path) -> None:
    """Raise where a file sets what nothing has: a setting misspelt must not pass in silence."""
    everywhere = {name for _, command in _commands(program) for name in options_of(command)}
    for name, table in tables.items():
        if not isinstance(table, dict):
            raise UsageError(f"{file}: {name} stands outside a table: put it under [{GENERAL}] or under a command's")
        if name == GENERAL:
            _known(table, everywhere, f"{file}: [{name}]")
        else:
            _check_command(program, name, table=table, where=f"{file}: [{name}]")


def _check_command(group: click.Group, name: str, *, table: Mapping[str, Any], where: str) -> None:
    command = group.commands.get(name)
    if command is None:
        raise UsageError(f"{where}: there is no such command")
    if isinstance(command, click.Group):
        for inner, settings in table.items():
            if not isinstance(settings, dict):
                raise UsageError(f"{where} has no setting {inner!r}: its commands have")
            _check_command(command, inner, table=settings, where=f"{where[:-1]}.{inner}]")
        return
    _known(table, set(options_of(command)), where)


def _known(table: Mapping[str, Any], names: set[str], where: str) -> None:
    unknown = set(table) - names
    if unknown:
        has = f"it has {', '.join(sorted(names))}" if names else "it has none"
        raise UsageError(f"{where} has no setting {min(unknown)!r}: {has}")
