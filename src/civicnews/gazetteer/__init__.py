"""The gazetteer: every division of China down to the community, on disk, found by name or by code.

gazetteer = Gazetteer.open()
gazetteer.find("永和社区", within="140213")   # [Division(code='140213066002', …)]
gazetteer.parents("140213066002")            # 山西省, 大同市, 平城区, 水泊寺街道

model      Division and what else is handed out
normalise  names without the words for their kind, by the tables in rules/base/gazetteer
build      lists → one file          store    one file → rows, read in place
overlay    the user's own names      similar  near names of streets
gazetteer  all of it behind one object
"""

from civicnews.gazetteer.gazetteer import Gazetteer
from civicnews.gazetteer.model import Division, GazetteerInfo, Level

__all__ = ["Division", "Gazetteer", "GazetteerInfo", "Level"]
