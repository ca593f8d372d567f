"""Groups that grow by joining two members at a time, unless somebody ruled that two of theirs stay apart."""

from collections.abc import Iterable, Set

Pair = tuple[str, str]


class Unions:
    """Disjoint groups of names. Not to be joined are groups that hold the two names of a pair in ``apart``."""

    def __init__(self, names: Iterable[str], *, apart: Set[Pair] = frozenset()) -> None:
        self._group = {name: [name] for name in sorted(names)}
        self._apart = apart

    def join(self, a: str, b: str) -> bool:
        """Join the groups of two names; return whether they are in one group now."""
        left, right = self._group[a], self._group[b]
        if left is right:
            return True
        if self._apart and any((min(x, y), max(x, y)) in self._apart for x in left for y in right):
            return False
        if len(left) < len(right):
            left, right = right, left
        left.extend(right)
        for name in right:
            self._group[name] = left
        return True

    def groups(self) -> list[list[str]]:
        """Return the groups, each sorted, in the order of their first names."""
        return sorted({id(group): sorted(group) for group in self._group.values()}.values())
