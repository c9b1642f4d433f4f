"""The review page: one self-contained HTML file in which a person sees, checks and corrects what was extracted.

documents.py   a page or a stored result → the document to review, with its text and the rule behind each value
parts.py       a long text → the parts that are shown one at a time
data.py        documents → the data that the page holds
render.py      data + page.html, page.css, scripts/*.js → one HTML file
"""
