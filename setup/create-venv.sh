#!/bin/sh
# Makes .venv with the given Python. Debian keeps the part of Python that does this in a package of its own; where it is
# missing and packages may be installed, it is.
set -eu
python=$1

if ! command -v "$python" >/dev/null; then
    echo "setup: Haven needs Python 3.11 and found no $python; name yours with PYTHON=..." >&2
    exit 1
fi
if ! "$python" -c 'import ensurepip' 2>/dev/null; then
    echo "setup: this Python cannot make virtual environments"
    "$(dirname "$0")/install-system-packages.sh" python3-venv
fi
"$python" -m venv .venv
