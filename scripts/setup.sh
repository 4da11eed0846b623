#!/bin/sh
# Finds a Python of at least 3.11 and hands over to scripts/setup.py, which does the rest.
set -eu
cd "$(dirname "$0")/.."

if [ -x .venv/bin/python ] && .venv/bin/python -c '' 2>/dev/null; then
    exec .venv/bin/python scripts/setup.py "$@"
fi
for candidate in ${PYTHON:-} python3 python3.11 python3.12 python3.13 python3.14 python; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        exec "$candidate" scripts/setup.py "$@"
    fi
done
echo "Python 3.11 or newer is needed and was not found; install it (on Debian or Ubuntu: apt-get install python3 python3-venv), or name it: make demo PYTHON=/path/to/python3." >&2
exit 2
