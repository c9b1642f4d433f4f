"""What an archive says at a glance: numbers over many results, as charts and tables, as CSV, and on a map.

numbers.py   results → the tables
charts.py    tables → Vega-Lite charts → SVG
page.py      tables + charts → one HTML file without a script
csv.py       tables → CSV
geojson.py   results + coordinates → GeoJSON
"""
