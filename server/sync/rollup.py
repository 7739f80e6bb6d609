"""What records and credits add to the rollups, and how a change becomes deltas by grain.

Pure. A cell is the full grain: day (days since 1970 in the campaign's zone), area, organisation, mode, outcome.
Promises: adding what was taken away leaves nothing; a grain's rows are sums of full cells.
"""

from collections.abc import Iterator

from server.sync.grains import GRAIN_AREA, GRAIN_DAY, GRAIN_FULL, GRAIN_MODE, GRAIN_OUTCOME, GRAIN_UNIT

Cell = tuple[int, int, int, int, int]  # day, area, organisation, mode, outcome
Counts = tuple[int, int, int, int, int]  # records, assists, unique, unchecked, in use


_NOTHING = [0, 0, 0, 0, 0]


class Deltas:
    """Changes of counts by cell, summed up over a batch."""

    def __init__(self) -> None:
        self._cells: dict[Cell, list[int]] = {}

    def __len__(self) -> int:
        """How many cells it keeps."""
        return len(self._cells)

    def _at(self, cell: Cell) -> list[int]:
        found = self._cells.get(cell)
        if found is None:
            found = self._cells[cell] = [0, 0, 0, 0, 0]
        return found

    def record(self, cell: Cell, sign: int, eligible: bool, unchecked: bool) -> None:
        """A record that counts comes (+1) or goes (-1)."""
        counts = self._at(cell)
        counts[0] += sign
        if eligible:
            counts[1] += sign
            if unchecked:
                counts[2] += sign  # a phone of its own: unique = credited phones + unchecked
                counts[3] += sign

    def credit(self, cell: Cell, sign: int, in_use: bool) -> None:
        """A phone's credit comes to a cell (+1) or leaves it (-1)."""
        counts = self._at(cell)
        counts[2] += sign
        if in_use:
            counts[4] += sign

    def cells(self) -> Iterator[tuple[Cell, Counts]]:
        """Full cells that changed."""
        for cell, counts in self._cells.items():
            if counts != _NOTHING:
                yield cell, (counts[0], counts[1], counts[2], counts[3], counts[4])

    def grains(self) -> dict[tuple[int, Cell], list[int]]:
        """Changes by (grain, cell), what the grain leaves out being 0; rows that come out as nothing are left out."""
        sums: dict[tuple[int, Cell], list[int]] = {}
        for cell, counts in self.cells():
            day, area, organisation, mode, outcome = cell
            _add(sums, (GRAIN_OUTCOME, (0, area, organisation, 0, outcome)), counts)
            _add(sums, (GRAIN_MODE, (0, area, organisation, mode, 0)), counts)
            _add(sums, (GRAIN_DAY, (day, area, 0, 0, outcome)), counts)
            _add(sums, (GRAIN_AREA, (0, area, 0, 0, outcome)), counts)
            _add(sums, (GRAIN_UNIT, (0, 0, organisation, 0, outcome)), counts)
            sums[GRAIN_FULL, cell] = list(counts)
        return {key: row for key, row in sums.items() if row != _NOTHING}


def _add(sums: dict[tuple[int, Cell], list[int]], key: tuple[int, Cell], counts: Counts) -> None:
    row = sums.get(key)
    if row is None:
        sums[key] = list(counts)
        return
    records, assists, unique, unchecked, in_use = counts
    row[0] += records
    row[1] += assists
    row[2] += unique
    row[3] += unchecked
    row[4] += in_use
