# Sees to the programs that the scripts stand on, on a Debian that lacks them; to be sourced.

# Complains in one line and ends the script.
fail() { echo "clients: $*" >&2; exit 1; }

# Whether what a Debian package gives is not there.
lacks() {
  case $1 in
    python3) ! command -v python3 >/dev/null ;;
    python3-venv) ! python3 -c 'import ensurepip, venv' 2>/dev/null ;;
    nodejs) ! command -v node >/dev/null ;;
    npm) ! command -v npm >/dev/null ;;
    chromium-driver) ! command -v chromedriver >/dev/null ;;
    libssl-dev) ! pkg-config --exists openssl 2>/dev/null ;;
    *) ! command -v "$1" >/dev/null ;;
  esac
}

# Installs those of the packages that are missing if it may, else says what is missing.
need() {
  local package missing=() sudo=()
  for package in "$@"; do if lacks "$package"; then missing+=("$package"); fi; done
  [ ${#missing[@]} -gt 0 ] || return 0
  [ "$(id -u)" = 0 ] || sudo=(sudo -n)
  if command -v apt-get >/dev/null && "${sudo[@]}" true 2>/dev/null; then
    echo "clients: installing ${missing[*]}" >&2
    "${sudo[@]}" apt-get -q update >&2 || true
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install "${missing[@]}" >&2 || true
  fi
  for package in "${missing[@]}"; do
    if lacks "$package"; then fail "needs ${missing[*]}: apt-get install ${missing[*]}"; fi
  done
}
