"""The collection of what came from colleagues' copies."""

from __future__ import annotations

from workbench.domain.arrival import Arrival
from workbench.store import tables as t
from workbench.store.repositories import Collection


class Arrivals(Collection[Arrival]):
    noun, kind, table, order = "arrival", Arrival, t.arrivals, ("who", "copy_id", "id")
