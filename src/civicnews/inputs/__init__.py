"""What can be given to civicnews: files of many kinds, in folders and archives, and the rows of tables.

    discover    folders → files, in order                       main process
    archives    zip, tar, gz, zst → members, as streams         main process
    rows        JSON, JSONL, CSV → rows                         main process
    sources     all of these → `Source`: one text's bytes       main process
    formats     Source → Page, through the reader of its kind   worker

`formats` also serves `extract`, which is given files of one text each.
"""
