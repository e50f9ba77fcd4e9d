#!/usr/bin/env bash
# One archive for a machine without a network: the project, all it depends on, its source, and `start`.
# For the Python and the kind of machine that make it. `pack.sh --wheel FOLDER` builds the project's own part only.
set -euo pipefail
cd "$(dirname "$0")/.."
python=$(realpath --no-symlinks "${PYTHON:-.venv/bin/python}")
version=$("$python" -c 'import tomllib; print(tomllib.load(open("pyproject.toml", "rb"))["project"]["version"])')
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
pip=("$python" -m pip --quiet --disable-pip-version-check)

# What git knows, and the two things that are built: the look and the compiled words. Nothing else can slip in.
copy_source() {
  mkdir -p "$1"
  { git ls-files -z; find src -path '*/interface/built/*' -type f -print0; find src -name '*.mo' -print0; } |
    tar --null --create --files-from=- | tar --extract --directory "$1"
}

copy_source "$work/source"
if [ "${1:-}" = --wheel ]; then
  "${pip[@]}" wheel --no-build-isolation --no-deps --wheel-dir "$2" "$work/source"
  exit
fi
bundle="$work/rapport-$version"
mkdir "$bundle"
cp -r "$work/source" "$bundle/source"
echo "Collecting the dependencies …"
"${pip[@]}" download --only-binary :all: --require-hashes --no-deps -r requirements/run.txt --dest "$bundle/wheels"
"${pip[@]}" download --only-binary :all: --no-deps --dest "$bundle/wheels" pip
"${pip[@]}" wheel --no-build-isolation --no-deps --wheel-dir "$bundle/wheels" "$work/source"
cp requirements/run.txt "$bundle/requirements.txt"
cp bundling/start README.md LICENSE "$bundle"
"$python" -c 'import platform, sys; print("Python %d.%d on %s" % (*sys.version_info[:2], platform.machine()))' > "$bundle/made-for"
mkdir -p dist
# Wheels are packed already: a light hand loses nothing that a heavy one would save.
tar --create --use-compress-program="gzip -1" --file "dist/rapport-$version.tar.gz" --directory "$work" --owner=0 --group=0 "rapport-$version"
echo "dist/rapport-$version.tar.gz ($(du -h "dist/rapport-$version.tar.gz" | cut -f1)): unpack it anywhere and run ./start"
