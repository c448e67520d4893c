# Installs the pinned clients into a cache folder, once for each state of the lock files; to be sourced.
#
# Sets CLIENTS (this folder), CLIENTS_PYTHON (a Python that has the Python clients), CLIENTS_ADNPY and CLIENTS_TWITTER
# (folders for its path that have adnpy and twitter), NODE_PATH (where node finds its clients) and CLIENTS_RUST (where the
# compiled ones are). Ends the script in one line if something cannot be had.

CLIENTS=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
CLIENTS_CACHE=${CLIENTS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/portcullis/clients}
. "$CLIENTS/lib/packages.sh"

# Runs in the folder to fill; chained, because `set -e` does not hold inside a command that is tested.
install_clients() {
  local pip="python/bin/pip --quiet --no-input --disable-pip-version-check --no-cache-dir"
  python3 -m venv python &&
    $pip install --no-deps -r "$CLIENTS/python/requirements.txt" &&
    $pip install --no-deps --no-build-isolation --no-compile --target adnpy -r "$CLIENTS/python/adnpy.txt" &&
    python/bin/python "$CLIENTS/lib/adnpy3.py" adnpy/adnpy &&
    $pip install --no-deps --no-compile --target twitter -r "$CLIENTS/python/twitter.txt" &&
    mkdir node && cp "$CLIENTS/node/package.json" "$CLIENTS/node/package-lock.json" node/ &&
    (cd node && npm ci --no-audit --no-fund --no-progress --loglevel=error) &&
    # Outside the tree, so that it is no part of its workspace and builds with its own lock file.
    cp -r "$CLIENTS/through/twitter_v2" rust && (cd rust && cargo build --locked --quiet --target-dir target) &&
    mkdir bin && cp rust/target/debug/through-twitter-v2 bin/ && rm -rf rust/target
}

need python3 python3-venv nodejs npm pkg-config libssl-dev
command -v cargo >/dev/null || fail "needs cargo, to build the compiled clients"
python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || fail "needs Python 3.11 or newer; python3 is $(python3 -V)"
key=$(cat "$CLIENTS"/python/*.txt "$CLIENTS"/node/*.json "$CLIENTS"/lib/setup.sh "$CLIENTS"/lib/adnpy3.py \
  "$CLIENTS"/through/twitter_v2/Cargo.* "$CLIENTS"/through/twitter_v2/src/*.rs \
  <(python3 -c 'import sys; print(sys.version, sys.executable)') | sha256sum | cut -c1-16)
mkdir -p "$CLIENTS_CACHE" || fail "cannot write to $CLIENTS_CACHE"
home=$CLIENTS_CACHE/$key
(
  # Two runs at once must not install into the same folder.
  flock 9
  [ ! -e "$home/done" ] || exit 0
  echo "clients: installing into $home" >&2
  rm -rf "$home" && mkdir "$home" && cd "$home" || exit 1
  install_clients >install.log 2>&1 || { tail -5 install.log >&2; exit 1; }
  touch done
) 9>"$CLIENTS_CACHE/lock" || fail "the clients could not be installed; all of it is in $home/install.log"

export CLIENTS CLIENTS_PYTHON=$home/python/bin/python CLIENTS_ADNPY=$home/adnpy CLIENTS_TWITTER=$home/twitter
export CLIENTS_RUST=$home/bin NODE_PATH=$home/node/node_modules
export PYTHONDONTWRITEBYTECODE=1
# Nothing between the clients and the gateway.
unset HTTP_PROXY HTTPS_PROXY ALL_PROXY http_proxy https_proxy all_proxy
