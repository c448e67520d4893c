# curl to https://api.x.com.
set -euo pipefail
call() { curl -sS --fail-with-body -H "Authorization: Bearer $BEARER_USER_TOKEN" -H 'Content-Type: application/json' "$@"; }
base=https://api.x.com/2/users
call $base/me | grep -q "\"id\":\"$SELF_ID\""
call "$base/$SELF_ID/blocking" -d "{\"target_user_id\":\"$TARGET_ID\"}" | grep -q '"blocking":true'
call "$base/$SELF_ID/blocking" | grep -q "\"id\":\"$TARGET_ID\""
call -X DELETE "$base/$SELF_ID/blocking/$TARGET_ID" | grep -q '"blocking":false'
! call "$base/$SELF_ID/blocking" | grep -q "\"id\":\"$TARGET_ID\""
