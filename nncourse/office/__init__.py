"""The instructor's side: an nbgrader course directory, and what is done in it. One module for each command."""

import sys

# jsonschema, which reads every notebook's format, would build 38 grammars for web addresses with this package as it is
# imported: one and a half seconds in every process, for a check that notebooks do not need. Without it, it skips that.
sys.modules.setdefault("rfc3987_syntax", None)
