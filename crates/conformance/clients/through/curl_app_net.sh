# curl to https://alpha-api.app.net, whose header names have the case that the old servers gave them.
set -euo pipefail
call() { curl -sS --fail-with-body --http1.1 -H "Authorization: Bearer $ADN_USER_TOKEN" "$@"; }
base=https://alpha-api.app.net/stream/0
call -D - $base/token | tr -d '\r' >"${TMPDIR:-/tmp}/portcullis-token.$$"
trap 'rm -f "${TMPDIR:-/tmp}/portcullis-token.$$"' EXIT
grep -q "^X-OAuth-Scopes: .*follow" "${TMPDIR:-/tmp}/portcullis-token.$$"
grep -q "\"id\":\"$SELF_ID\"" "${TMPDIR:-/tmp}/portcullis-token.$$"
call -X POST "$base/users/@$TARGET_NAME/block" | grep -q '"you_blocked":true'
call $base/users/me/blocked | grep -q "\"id\":\"$TARGET_ID\""
call -X DELETE "$base/users/@$TARGET_NAME/block" | grep -q '"you_blocked":false'
! call $base/users/me/blocked | grep -q "\"id\":\"$TARGET_ID\""
