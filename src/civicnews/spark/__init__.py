"""Extract from a Spark DataFrame, on as many machines as there are.

    from civicnews.spark import extract

    records = extract(articles, text="body", published="day", id="url")
    records.where("failure IS NULL").write.parquet("records")

`duplicate_of` is null there; `mark_duplicates` fills it.

`pip install 'civicnews[spark]'` on the driver and the workers; see docs/spark.md. Written for PySpark 3.5 and 4.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from civicnews.errors import MissingExtraError, ReadError
from civicnews.spark.duplicates import mark_duplicates
from civicnews.spark.knowledge import Knowledge, Options, pack
from civicnews.stores.schema import CHILDREN, FAILURE, RECORDS, Table, Type

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = ["Options", "extract", "mark_duplicates", "schema"]

_TYPES: dict[Type, str] = {"text": "string", "integer": "bigint", "boolean": "boolean", "date": "date"}
_TEXTS = ("string", "binary")
_DAYS = ("string", "date", "timestamp", "timestamp_ntz")
_SET_PYTHON = "set PYSPARK_PYTHON to a Python that has civicnews[spark] before the session starts"


def extract(
    df: DataFrame,
    *,
    text: str,
    published: str | None = None,
    id: str | None = None,
    newspaper: str | None = None,
    options: Options | None = None,
) -> DataFrame:
    """The records of the texts in a DataFrame.

    Each worker process of Spark loads the rules and the gazetteer once. Rule packs and gazetteer files are read here, on the
    driver, and travel with the job. The order of rows is not kept: sort by `document` and `position`.

    Args:
        df: one row a page or an article.
        text: its column of the text, as text or as bytes (then in any encoding that `civicnews extract` reads).
        published: its column of the day of publication: a date, a timestamp or text as YYYY-MM-DD. Without a value the day is
            taken from the page or from the id, where it is printed there.
        id: its column of what names a row, such as a path or a URL; it becomes `document`. Without it a row is named by its hash.
        newspaper: its column of the name of the newspaper.
        options: rules, region, gazetteer, segmenter and redaction.

    Returns:
        One row a record, with the columns of `civicnews batch -o out.parquet` and the last one, `failure`. A text that cannot be
        read is one row with nothing but `document` and `failure`; a text without activities gives no row. `duplicate_of` is null,
        since a worker sees one text at a time: see `mark_duplicates`.

    Raises:
        ReadError: a column is not there or of no use.
        RuleError: a rule pack is wrong.
        GazetteerError: the gazetteer or the region is wrong.
        MissingExtraError: pyspark, pyarrow or pandas is missing here, or civicnews is missing for the workers' Python.
    """
    _check_packages()
    _check_column(df, text, "text", _TEXTS)
    if published is not None:
        _check_column(df, published, "published", _DAYS)
    for name, column in (("id", id), ("newspaper", newspaper)):
        if column is not None:
            _check_column(df, column, name, None)
    _check_workers(df)
    knowledge = pack(options or Options())
    return df.select(*_input(df, text, published, id, newspaper)).mapInArrow(_shipped(knowledge), schema())


def schema() -> str:
    """The schema of the result, as Spark's DDL: `records` of Parquet with its lists, and `failure`."""
    columns = [f"`{column.name}` {_TYPES[column.type]}" for column in RECORDS.columns]
    lists = [f"`{child.name}` array<{_element(child)}>" for child in CHILDREN]
    return ", ".join([*columns, *lists, f"`{FAILURE.name}` {_TYPES[FAILURE.type]}"])


def _element(child: Table) -> str:
    listed = [column for column in child.columns if column.name in child.listed]
    if len(listed) == 1:
        return _TYPES[listed[0].type]
    return f"struct<{','.join(f'`{column.name}`:{_TYPES[column.type]}' for column in listed)}>"


def _input(df: DataFrame, text: str, published: str | None, id: str | None, newspaper: str | None) -> Iterator[Any]:
    """The columns that the worker reads, by its names for them."""
    yield df[_quoted(text)].alias("text")
    if published is not None:
        day = df[_quoted(published)]
        yield (day.cast("date") if _type(df, published).startswith("timestamp") else day).alias("published")
    for name, column in (("document", id), ("newspaper", newspaper)):
        if column is not None:
            yield df[_quoted(column)].cast("string").alias(name)


def _shipped(knowledge: Knowledge) -> Callable[[Iterable[Any]], Iterator[Any]]:
    """The function that runs on the workers. It is pickled whole, and imports civicnews only there."""

    def run(batches: Iterable[Any]) -> Iterator[Any]:
        try:
            from civicnews.spark.worker import extract_batches
        except ImportError as error:
            import sys

            raise RuntimeError(
                f"civicnews: {error}; this is {sys.executable}, the Python of Spark's workers: install civicnews[spark] for it, "
                "or set PYSPARK_PYTHON to a Python that has it before the session starts"
            ) from None
        return extract_batches(batches, knowledge)

    return run


def _check_packages() -> None:
    from importlib.util import find_spec

    missing = [name for name in ("pyspark", "pyarrow", "pandas") if find_spec(name) is None]
    if missing:
        raise MissingExtraError(f"{', '.join(missing)} not installed; pip install 'civicnews[spark]'")


def _check_column(df: DataFrame, column: str, role: str, types: tuple[str, ...] | None) -> None:
    if column not in df.columns:
        raise ReadError(f"{role}={column!r}: the DataFrame has no such column; it has {', '.join(df.columns)}")
    if types is not None and _type(df, column) not in types:
        raise ReadError(f"{role}={column!r}: is {_type(df, column)}; expected {' or '.join(types)}")


def _type(df: DataFrame, column: str) -> str:
    return str(dict(df.dtypes)[column])


def _quoted(column: str) -> str:
    return "`" + column.replace("`", "``") + "`"


def _check_workers(df: DataFrame) -> None:
    """In local mode, see that the workers' Python has civicnews; on a cluster they say so themselves.

    Raises:
        MissingExtraError: it has not.
    """
    try:
        context = df.sparkSession.sparkContext
    except Exception:  # Spark Connect has none; which error says so depends on the version
        return
    python = str(context.pythonExec)
    if not str(context.master).startswith("local") or shutil.which(python) == sys.executable:
        return
    try:
        subprocess.run([python, "-c", "import civicnews.spark.worker"], capture_output=True, check=True)
    except OSError as error:
        raise MissingExtraError(f"{python}, the Python of Spark's workers, cannot be run ({error.strerror}); {_SET_PYTHON}") from error
    except subprocess.CalledProcessError as error:
        raise MissingExtraError(f"{python}, the Python of Spark's workers, has no civicnews[spark]; {_SET_PYTHON}") from error
