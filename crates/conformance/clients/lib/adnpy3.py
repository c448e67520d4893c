"""adnpy was written for Python 2. This rewrites the few lines that Python 3 reads differently, and nothing else.

Usage: adnpy3.py FOLDER, where FOLDER holds the package as published. Every rewriting must find what it looks for as
often as the pinned version has it, so that another version is noticed here and not as a riddle in a scenario.
"""

import pathlib
import sys

REWRITES = [
    ("api.py", "in kwargs.items():", "in list(kwargs.items()):", 1),
    ("api.py", "unicode(", "str(", 1),
    ("models.py", "basestring", "str", 1),
    ("models.py", ".iteritems()", ".items()", 3),
    ("models.py", "import collections\n", "import collections\nimport collections.abc\n", 1),
    ("models.py", "collections.Mapping", "collections.abc.Mapping", 2),
    ("stream.py", "except Exception, exception:", "except Exception as exception:", 1),
    ("recipes/broadcast.py", "basestring", "str", 1),
]


def main(folder):
    for name, old, new, times in REWRITES:
        path = pathlib.Path(folder, name)
        text = path.read_text(encoding="utf-8")
        if text.count(old) != times:
            sys.exit(f"adnpy3: {name} has {old!r} {text.count(old)} times, not {times}: is this another version?")
        path.write_text(text.replace(old, new), encoding="utf-8")


main(sys.argv[1])
