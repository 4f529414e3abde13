"""One thread for small matrices: more of them only get in each other's way, and the sums come out the same each time."""

from contextlib import AbstractContextManager

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # it ships no types


def one_thread() -> AbstractContextManager[object]:
    """Within this, linear algebra stays on one processor."""
    limits: AbstractContextManager[object] = threadpool_limits(limits=1)
    return limits
