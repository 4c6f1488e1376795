"""What the Python programs share: where the server is, values that quoting must not change, and a line of JSON for each feature."""

import json
import os
import traceback

HOSTILE = ["O'Reilly", 'a "quoted" name', "back\\slash", "\\'; drop table songs; --", "$1 ? %s :a", "é 🎉", "", "a\nb\tc"]


def server():
    """Host, port, user, password, database, and the file of the authority."""
    return [os.environ[name] for name in ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGDATABASE", "PGSSLROOTCERT")]


def feature(name):
    """Tries it, and says how it ended; a text that it returns is why it was not tried."""

    def run(work):
        try:
            print(json.dumps({"feature": name, "said": work() or "yes"}), flush=True)
        except Exception:
            print(json.dumps({"feature": name, "said": "no", "why": traceback.format_exc(limit=-2)}), flush=True)

    return run
