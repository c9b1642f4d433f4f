"""How good the extraction is, measured against gold.

documents   gold files, predictions → what each record says, in one form
compare     when two values are the same
score       records paired, values counted, misses kept
interval    bootstrap confidence intervals over documents
run         a folder of gold → Evaluation, with predictions read or made
report      Evaluation → text and JSON
floors      the quality gate: scores that may only rise
"""
