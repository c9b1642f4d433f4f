"""`civicnews batch`: many inputs, in parallel, to one output, whatever happens on the way. See docs/decisions/0005-batch-one-log.md.

run         the way of a batch; read this first
options     what a batch is asked for, and the identity of its results
worker      one source → one line of the log             worker processes
pool        keeps workers busy, puts answers in order, survives a dead one
log         the lines that are done, for good
index       where each line is, and which inputs there are; made anew at every start
lock        one run at a time on an output
duplicates  marks stories that were there before
export      the log → the output
summary     counts of records
"""
