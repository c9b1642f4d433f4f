"""Mark the records of stories that were there before, in a DataFrame that `extract` made.

`civicnews batch` goes through the stories in the order of its inputs, which a DataFrame has not, and a worker of Spark sees one text at
a time. Here all stories are compared at once, by what their records hold, and the first is the one whose `document` comes first.

Source: as in `civicnews.batch.duplicates`: MinHash in bands finds the pairs, which are then compared exactly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = ["mark_duplicates"]

THRESHOLD = 0.8
SHINGLE = 5
"""Characters of the runs by which texts are compared."""
BANDS = 12
"""With two values a band, a pair that shares `THRESHOLD` of its runs is missed five times in a million."""

_STORIES = f"""
SELECT document, article, struct(document, first) AS place, communities,
       array_distinct(transform(sequence(1, greatest(1, char_length(text) - {SHINGLE - 1})), at -> substring(text, at, {SHINGLE}))) AS runs
FROM (
  SELECT document, article, min(position) AS first,
         regexp_replace(array_join(transform(array_sort(collect_list(struct(position, text))), one -> one.text), ''),
                        '[^\\\\pL\\\\pN]', '') AS text,
         array_sort(array_distinct(flatten(collect_list(
           transform(communities, one -> struct(coalesce(one.code, '') AS code, one.name AS name)))))) AS communities
  FROM {{records}} WHERE failure IS NULL GROUP BY document, article
)
WHERE text <> ''
"""
_BANDS = f"""
SELECT document, article, place, communities, band
FROM (SELECT *, explode(transform(sequence(1, {BANDS}), band -> struct(band,
        array_min(transform(runs, run -> xxhash64(run, 2 * band))) AS one,
        array_min(transform(runs, run -> xxhash64(run, 2 * band + 1))) AS other))) AS band FROM {{stories}})
"""
_PAIRS = """
SELECT DISTINCT later.document, later.article, earlier.place AS place, earlier.document AS first_document, earlier.article AS first_article
FROM {bands} AS later JOIN {bands} AS earlier
  ON later.communities = earlier.communities AND later.band = earlier.band AND earlier.place < later.place
"""
_MARKS = f"""
SELECT document, article, min(struct(place, name)).name AS repeated
FROM (
  SELECT pair.document, pair.article, pair.place, concat(pair.first_document, '#', pair.first_article) AS name
  FROM {{pairs}} AS pair
  JOIN {{stories}} AS later ON later.document = pair.document AND later.article = pair.article
  JOIN {{stories}} AS earlier ON earlier.document = pair.first_document AND earlier.article = pair.first_article
  WHERE size(array_intersect(later.runs, earlier.runs)) >= {THRESHOLD} * size(array_union(later.runs, earlier.runs))
)
GROUP BY document, article
"""


def mark_duplicates(records: DataFrame) -> DataFrame:
    """The records, with `duplicate_of` where their story repeats an earlier one.

    Two stories are the same if their records share `THRESHOLD` of their runs of `SHINGLE` letters and digits and name the same
    communities. The records are read several times: write what `extract` gives first, and mark what was written.

    Args:
        records: the columns that `extract` gives.

    Returns:
        The same rows and columns; `duplicate_of` is `document#article` of the first story, by `document`.
    """
    spark = records.sparkSession
    stories = spark.sql(_STORIES, records=records)
    pairs = spark.sql(_PAIRS, bands=spark.sql(_BANDS, stories=stories))
    marks = spark.sql(_MARKS, pairs=pairs, stories=stories)
    marked = records.drop("duplicate_of").join(marks, ["document", "article"], "left").withColumnRenamed("repeated", "duplicate_of")
    return marked.select(*records.columns)
