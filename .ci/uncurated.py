#!/usr/bin/env python3
"""Fails if docc had to group symbols of a module by itself: those that no Topics section names.

    .ci/uncurated.py ARCHIVE.doccarchive
"""

import json
import pathlib
import sys

folder = pathlib.Path(sys.argv[1]) / "data/documentation"
missing = []
for path in sorted(folder.glob("*.json")):
    page = json.loads(path.read_text())
    for section in page.get("topicSections", []):
        # The pages of other modules that this one extends are listed under their names.
        if section.get("generated") and section.get("title") != "Extended Modules":
            missing += [page["references"].get(name, {}).get("title", name) for name in section["identifiers"]]
if missing:
    sys.exit("no Topics section has: " + ", ".join(missing))
