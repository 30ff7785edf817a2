#!/bin/sh
# Installs the Debian packages that the tests run (or those named as arguments), if they are missing and this user may:
# as root, or with a sudo that asks for no password. None of them is a service: of MariaDB only the programs are taken,
# which leave a system's own server and its data alone. Where nothing may be installed it says so and goes on, and the
# tests that need what is missing are skipped by name.
set -eu

if [ $# -eq 0 ]; then
    # libatomic1 is what Playwright's own program is linked to.
    set -- chromium libatomic1 fonts-dejavu-core fonts-noto-core fonts-liberation \
        mariadb-server-core mariadb-client-core \
        php-cli php-sqlite3 php-mbstring php-xml php-intl php-gmp php-apcu
fi

if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    echo "setup: this is no Debian; install these yourself, or the tests that need them are skipped: $*" >&2
    exit 0
fi

missing=
for package; do
    if ! dpkg-query --show --showformat='${Status}\n' "$package" 2>/dev/null | grep -q '^install ok installed$'; then
        missing="$missing $package"
    fi
done
if [ -z "$missing" ]; then
    exit 0
fi

if [ "$(id -u)" -eq 0 ]; then
    as_root=
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    echo "setup: may not install packages here; the tests that need them are skipped by name:$missing" >&2
    exit 0
fi

# Should a package ever bring a service along, this keeps it from being started while we install.
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
    printf '#!/bin/sh\nexit 101\n' | $as_root tee $policy >/dev/null
    $as_root chmod 755 $policy
    trap '$as_root rm -f $policy' EXIT
fi

echo "setup: installing$missing"
install="$as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends"
# shellcheck disable=SC2086 # the list is meant to be split
if ! $install $missing >/dev/null 2>&1; then
    $as_root apt-get -qq update || true
    $install $missing >/dev/null ||
        echo "setup: could not install all of:$missing; the tests that need them are skipped by name" >&2
fi
