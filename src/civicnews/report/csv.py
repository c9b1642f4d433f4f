"""A table as CSV: RFC 4180, keys as names of the columns, null as an empty cell."""

from __future__ import annotations

import csv
import io

from civicnews.report.numbers import Table

__all__ = ["table_csv"]


def table_csv(table: Table) -> str:
    """The table with all its rows, first the line of column names."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows(["" if cell is None else cell for cell in row] for row in table.rows)
    return out.getvalue().encode("utf-8", "replace").decode("utf-8")
