"""Write the tables of docs/stores.md from the schema: `python tests/stores_reference.py`."""

from __future__ import annotations

from pathlib import Path

from civicnews.stores.schema import CHILDREN, TABLES, VIEWS, Column, Table

TARGET = Path(__file__).resolve().parent.parent / "docs" / "stores.md"
BEGIN, END = "<!-- tables: begin -->\n", "<!-- tables: end -->\n"


def tables() -> str:
    """The text between the markers: every table and view, column by column."""
    parts = [_table(table) for table in TABLES]
    parts += [f"### View `{view.name}`\n\n{view.about}\n\n```sql\n{view.select}\n```\n" for view in VIEWS]
    return "\n".join(parts)


def with_tables(text: str) -> str:
    """The page with its tables made anew."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{tables()}\n{END}{after}"


def _table(table: Table) -> str:
    lines = [f"### `{table.name}`", "", table.about + _keys(table), "", "| column | type | null | what it is |", "|---|---|---|---|"]
    lines += [f"| `{column.name}` | {column.type} | {'yes' if column.null else ''} | {_about(column)} |" for column in table.columns]
    if table.name == "records":
        lines += [f"| `{child.name}` | list, in Parquet and Spark only | | {_listed(child)} |" for child in CHILDREN]
    return "\n".join([*lines, ""])


def _keys(table: Table) -> str:
    key = f" Key: {', '.join(f'`{name}`' for name in table.key)}." if table.key else ""
    return key + (f" Belongs to `{table.parent}`." if table.parent else "")


def _about(column: Column) -> str:
    return column.about.replace("|", "\\|")


def _listed(child: Table) -> str:
    what = f"each `{child.listed[0]}`" if len(child.listed) == 1 else f"structs of {', '.join(f'`{name}`' for name in child.listed)}"
    return f"its rows of `{child.name}`: {what}"


if __name__ == "__main__":
    TARGET.write_text(with_tables(TARGET.read_text("utf-8")), "utf-8")
