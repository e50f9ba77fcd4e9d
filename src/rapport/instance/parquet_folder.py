"""A folder of Parquet files that appears whole or not at all."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from rapport.simulation import ENGINE

WARNING = "Everything in these files is invented. They predict nothing about anyone."


class CannotWrite(RuntimeError):
    """The folder cannot be written; nothing was. The message says why."""


@contextmanager
def whole_or_not_at_all(out: Path) -> Iterator[Path]:
    """A folder beside `out` that becomes `out` when all is written; otherwise nothing of it stays."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise CannotWrite(f"{out} is there already and not an empty folder. Nothing was written.")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    except OSError as error:
        raise CannotWrite(f"{out} cannot be written: {error.strerror or error}.") from None
    try:
        yield folder
        folder.chmod(0o755)
        os.replace(folder, out)
    except OSError as error:
        raise CannotWrite(f"{out} cannot be written: {error.strerror or error}. Nothing was.") from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass
class Files:
    """The Parquet files of one folder, each written run by run; every table's first column is its run."""

    folder: Path
    engine: str = ENGINE
    rows: dict[str, int] = field(default_factory=dict)
    _open: dict[str, pq.ParquetWriter] = field(default_factory=dict)

    def __enter__(self) -> "Files":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Finish every file."""
        while self._open:
            self._open.popitem()[1].close()

    def add(self, name: str, run: int, table: pa.Table) -> None:
        """Add one run's rows to a file."""
        table = table.add_column(0, "run", pa.array([run] * table.num_rows, pa.int32()))
        if name not in self._open:
            note = {b"rapport": f"{self.engine}. {WARNING}".encode()}
            self._open[name] = pq.ParquetWriter(self.folder / f"{name}.parquet", table.schema.with_metadata(note))
        self._open[name].write_table(table.replace_schema_metadata(self._open[name].schema.metadata))
        self.rows[name] = self.rows.get(name, 0) + table.num_rows
