#!/bin/sh
# Unpacks a real MediaWiki 1.43 into .cache/real-wiki/software, for the tests alone. Debian's next suite (trixie) has it
# as a package; apt fetches it through a private copy of this machine's own source files with the suite's name replaced,
# so that the machine itself is not touched and no host is spelled out here. Nothing is installed and nothing is started.
set -eu

suite=trixie
home=$(cd "$(dirname "$0")/.." && pwd)/.cache/real-wiki
software=$home/software

if [ -e "$software/complete" ]; then
    exit 0
fi
for command in apt-get dpkg; do
    if ! command -v $command >/dev/null; then
        echo "setup: no $command here, so the real MediaWiki cannot be fetched; its tests will be skipped by name" >&2
        exit 0
    fi
done

rm -rf "$home/fetching"
mkdir -p "$home/fetching/sources" "$home/fetching/state/lists/partial" "$home/fetching/archives/partial"
cd "$home/fetching"

codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-bookworm}")
for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources; do
    if [ -e "$file" ]; then
        sed "s/$codename/$suite/g" "$file" >"sources/$(basename "$file")"
    fi
done

apt() {
    apt-get -qq \
        -o Dir::Etc::SourceList=/dev/null -o "Dir::Etc::SourceParts=$PWD/sources" \
        -o "Dir::State=$PWD/state" -o Dir::State::status=/dev/null \
        -o "Dir::Cache=$PWD" -o Acquire::Retries=2 "$@"
}

echo "setup: fetching MediaWiki (50 MB) for the tests"
# Sources of other houses may have no such suite: what counts is whether the two packages come.
apt update >log 2>&1 || true
if ! apt download mediawiki mediawiki-classes >>log 2>&1; then
    echo "setup: the packages mediawiki and mediawiki-classes could not be fetched (see $PWD/log);" \
        "the tests against a real MediaWiki will be skipped by name" >&2
    exit 0
fi
for package in *.deb; do
    dpkg -x "$package" unpacked
done

# The packages link to absolute paths; make them point inside the unpacked tree, and drop those that lead nowhere.
find unpacked -type l -lname '/*' | while read -r link; do
    target=unpacked$(readlink "$link")
    if [ -e "$target" ] || [ -L "$target" ]; then
        ln -sfnr "$target" "$link"
    fi
done
find unpacked -xtype l -delete

ls ./*.deb >unpacked/complete
rm -rf "$software"
mv unpacked "$software"
cd "$home"
rm -rf fetching
