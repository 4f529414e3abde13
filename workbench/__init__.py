"""A qualitative workbench that patients can do research with.

From a notebook::

    from workbench import open_workbench
    workbench = open_workbench("sqlite:///study.sqlite3")
"""

from typing import TYPE_CHECKING

from workbench.settings import VERSION

if TYPE_CHECKING:
    from workbench.bootstrap import open_workbench as open_workbench

__version__ = VERSION

__all__ = ["__version__", "open_workbench"]


def __getattr__(name: str) -> object:
    # Loaded on demand, so that a parser child that needs one importer does not load the database.
    if name == "open_workbench":
        from workbench.bootstrap import open_workbench  # noqa: PLC0415 - on demand, see above

        return open_workbench
    raise AttributeError(f"module 'workbench' has no attribute {name!r}")
