# Sets up .venv for `make`: sh etc/set_up.sh run|test [PYTHON]
#
# .venv/ready-run and .venv/ready-test hold what the environment was made from. They are written last, so a second
# start has nothing to do and anything cut off is done again.
set -eu
what=$1
python=${2:-}

say() { printf '%s\n' "$*"; }
die() { printf 'make: %s\n' "$*" >&2; exit 1; }

case $what in
    run) lock=requirements.lock ;;
    test) lock=requirements-test.lock ;;  # holds all of requirements.lock too
    *) die "etc/set_up.sh takes run or test, not $what" ;;
esac
here=$(pwd -P)  # an environment does not survive being moved, so the folder belongs to what it was made from
made_from="$(cat pyproject.toml requirements.lock requirements-test.lock etc/jupyter/labconfig/*.json | cksum) $here"
[ "$(cat ".venv/ready-$what" 2>/dev/null)" != "$made_from" ] || [ -e .venv/unfinished ] || [ ! -x .venv/bin/python ] || exit 0

usable='import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))'
log=.venv/set_up.log

find_python() {
    without_venv=
    if [ -n "$python" ]; then set -- "$python"; else set -- python3.14 python3.13 python3.12 python3.11 python3; fi
    for candidate; do
        "$candidate" -c "$usable" 2>/dev/null || continue
        if "$candidate" -c 'import venv, ensurepip' 2>/dev/null; then
            python=$candidate
            return
        fi
        without_venv=$candidate
    done
    [ -z "$without_venv" ] || die "$without_venv has no venv module: install it (on Debian or Ubuntu: sudo apt install python3-venv), then run make again"
    die "found no Python from 3.11 to 3.14${python:+ at $python}: install one, or name yours with PYTHON=/path/to/python3"
}

# An environment made by hand is taken over if it belongs to this folder.
have_environment() {
    [ ! -e .venv/unfinished ] || return 1
    case $(sed -n 's/^command = //p' .venv/pyvenv.cfg 2>/dev/null) in
        *" $here/.venv") .venv/bin/python -c "import pip; $usable" 2>/dev/null ;;
        *) return 1 ;;
    esac
}

no_network() {
    grep -qiE 'name resolution|dns error|connection (error|refused|reset|broken)|connecterror|network is unreachable|timed out|(failed to establish a new|error sending) ' "$log"
}

failed() {
    if no_network; then
        rm -f .venv/unfinished  # nothing was installed yet: what is there stays usable
        die "no network: the packages could not be fetched. Connect, then run make again (details: $log)"
    fi
    tail -n 5 "$log" >&2
    die "the packages could not be installed: see above and $log, then run make again"
}

say "[1/3] Python environment in .venv"
if ! have_environment; then
    find_python
    said=$("$python" -m venv --clear .venv 2>&1) || die "could not make .venv: $(printf '%s' "$said" | tail -n 1)"
fi
touch .venv/unfinished  # stays if this is cut off: then the next run begins anew, and not on half a package
: >"$log"

say "[2/3] Packages from $lock"
# uv does in seconds what takes pip a minute; where it cannot be had or cannot reach the packages, pip does it.
pip="env PIP_DISABLE_PIP_VERSION_CHECK=1 .venv/bin/python -m pip --quiet --retries 2"
uv=".venv/bin/python -m uv pip --quiet"
install() { # the arguments of an install command
    if [ -n "$uv" ] && $uv install --python .venv/bin/python "$@" >>"$log" 2>&1; then return; fi
    $pip install "$@" >>"$log" 2>&1 || failed
}
if ! $pip install uv >>"$log" 2>&1; then
    ! no_network || failed
    uv=
fi
install --require-hashes -r "$lock"

say "[3/3] nncourse itself"
install --no-deps --editable .

rm .venv/unfinished
printf '%s\n' "$made_from" >".venv/ready-run"
[ "$what" = run ] || printf '%s\n' "$made_from" >".venv/ready-test"
